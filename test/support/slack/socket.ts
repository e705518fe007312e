import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { until } from '../until.ts';

type Json = Readonly<Record<string, unknown>>;

/** One WebSocket of an app that was told to come here, as Slack sees it. */
export type Line = {
  /** What the app sent, parsed: acknowledgements. */
  received: Json[];
  closed: boolean;
  /** Sends a frame as it is. */
  send(frame: string | object): void;
  /** An envelope, acknowledged or not; answers its id. */
  envelope(type: string, payload: unknown, more?: Json): string;
  /** Breaks it off without a word. */
  drop(): void;
};

export type SocketSide = {
  url: string;
  lines: Line[];
  /** The n-th line from 1. */
  line(number: number): Promise<Line>;
  acknowledged(id: string): Promise<true>;
  /** From now on: without a hello, or without answering a close frame, as Slack itself does. */
  mute: boolean;
  rude: boolean;
  close(): Promise<void>;
};

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
let envelopes = 0;

/** The other end of Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode, over RFC 6455. */
export async function startSocketSide(): Promise<SocketSide> {
  const lines: Line[] = [];
  const server = createServer((_, response) => response.writeHead(426).end());
  const port = await listening(server);
  const side: SocketSide = {
    url: `ws://127.0.0.1:${port}/link?ticket=secret-of-the-ticket`,
    lines,
    line: (number) => until(`line ${number}`, () => lines[number - 1]),
    acknowledged: async (id) =>
      until(`an acknowledgement of ${id}`, () =>
        lines.some(({ received }) => received.some(({ envelope_id }) => envelope_id === id)),
      ),
    mute: false,
    rude: false,
    close: () =>
      new Promise((done) => {
        for (const line of lines) line.drop();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    greet(request, socket);
    lines.push(lineOn(socket, side));
  });
  return side;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function greet(request: IncomingMessage, socket: Duplex): void {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}${MAGIC}`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
}

function lineOn(socket: Duplex, side: SocketSide): Line {
  const line: Line = {
    received: [],
    closed: false,
    send: (frame) =>
      void socket.write(
        frameOf(TEXT, Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame))),
      ),
    envelope(type, payload, more = {}) {
      envelopes += 1;
      const envelope_id = `envelope-${envelopes}`;
      line.send({ envelope_id, type, payload, accepts_response_payload: type !== 'events_api', ...more });
      return envelope_id;
    },
    drop: () => void socket.destroy(),
  };
  let rest: Buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  const closed = () => {
    line.closed = true;
    socket.destroy();
  };
  socket.on('end', closed).on('close', closed);
  socket.on('data', (chunk: Buffer) => {
    rest = readFrames(Buffer.concat([rest, chunk]), (kind, body) => {
      if (kind === TEXT) line.received.push(JSON.parse(body.toString()));
      if (kind === PING) socket.write(frameOf(PONG, body));
      if (kind !== CLOSE || side.rude) return;
      socket.write(frameOf(CLOSE, body));
      socket.end();
    });
  });
  if (!side.mute) line.send({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0APP' } });
  return line;
}

/** Whole frames in; what is left of the last one out. A client's are masked; ours are not. */
function readFrames(bytes: Buffer, take: (kind: number, body: Buffer) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 6) {
    const [kind = 0, second = 0] = bytes.subarray(at);
    const short = second & 0x7f;
    const extra = short === 126 ? 2 : 0;
    const length = short === 126 ? bytes.readUInt16BE(at + 2) : short;
    const start = at + 6 + extra;
    if (bytes.length < start + length) break;
    const mask = bytes.subarray(start - 4, start);
    const body = Buffer.from(bytes.subarray(start, start + length));
    for (let i = 0; i < length; i += 1) body[i] = (body[i] ?? 0) ^ (mask[i % 4] ?? 0);
    take(kind & 0x0f, body);
    at = start + length;
  }
  return bytes.subarray(at);
}

function frameOf(kind: number, body: Buffer): Buffer {
  const head = body.length < 126 ? Buffer.alloc(2) : Buffer.alloc(body.length < 65_536 ? 4 : 10);
  head[0] = 0x80 | kind;
  head[1] = body.length < 126 ? body.length : body.length < 65_536 ? 126 : 127;
  if (head[1] === 126) head.writeUInt16BE(body.length, 2);
  if (head[1] === 127) head.writeBigUInt64BE(BigInt(body.length), 2);
  return Buffer.concat([head, body]);
}
