import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Unreachable } from './core/errors.ts';

export type Listening = { port: number; close(): Promise<void> };

/** A listener of ours, and the settings that say where: an error names them. */
export type Place = { port: number; host: string; settings: { port: string; host: string } };

/** What the server answers: the platforms' routes, and whether questions can be answered now. */
export type Served = { routes: Routes; ready: () => Promise<boolean> };
type Routes = Readonly<Record<string, RequestListener>>;

/** What the ops listener answers, and its content type. */
export type Read = () => Promise<{ type: string; text: string }>;

const PUBLIC = { port: 'PORT', host: 'HOST' };
const OPS = { port: 'OPS_PORT', host: 'OPS_HOST' };

/**
 * Starts the HTTP listener; port 0 lets the system pick one. `close` waits for the requests under way. Rejects with
 * `Unreachable` where the port or the host cannot be had.
 */
export function listen({ routes, ready }: Served, port: number, host: string): Promise<Listening> {
  const health: Routes = {
    '/healthz': readOnly((_, response) => response.writeHead(200, TEXT).end('ok')),
    '/readyz': readOnly(async (_, response) => {
      const well = await ready().catch(() => false);
      response.writeHead(well ? 200 : 503, TEXT).end(well ? 'ok' : 'not ready');
    }),
  };
  return serve({ ...routes, ...health }, { port, host, settings: PUBLIC });
}

/** Starts the listener of `/metrics`, which has its own port because it is for operators only. */
export function listenOps(read: Read, port: number, host: string): Promise<Listening> {
  const metrics: RequestListener = async (_, response) => {
    try {
      const { type, text } = await read();
      response.writeHead(200, { 'content-type': type }).end(text);
    } catch {
      response.writeHead(503, TEXT).end('not ready');
    }
  };
  return serve({ '/metrics': readOnly(metrics) }, { port, host, settings: OPS });
}

/** What is only ever read. */
const readOnly =
  (answer: RequestListener): RequestListener =>
  (request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') answer(request, response);
    else response.writeHead(405, { ...TEXT, allow: 'GET, HEAD' }).end('not allowed');
  };

async function serve(routes: Routes, place: Place): Promise<Listening> {
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, router(routes));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(unavailable(error, place)));
    server.listen(place.port, place.host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return { port: bound, close: () => closeServer(server) };
}

function router(routes: Routes): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (route === undefined) response.writeHead(404, TEXT).end('not found');
    else route(request, response);
  };
}

function unavailable(error: Error, { port, host, settings }: Place): Error {
  switch ('code' in error ? error.code : null) {
    case 'EADDRINUSE':
      return new Unreachable(`Port ${port} of ${host} is in use. Set ${settings.port} to a free one.`);
    case 'EACCES':
      return new Unreachable(
        `Port ${port} may not be opened by this user. Set ${settings.port} above 1023, or give the right to it.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Unreachable(
        `This machine has no address ${host}. Set ${settings.host} to one of its own, or to 0.0.0.0 for all.`,
      );
    default:
      return error;
  }
}

/** A request that takes longer to arrive is cut off; at a stop, one that is still under way gets this long. */
const REQUEST_MS = 15_000;
const CLOSE_MS = 3_000;
const IDLE_MS = 50;

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
    // A connection that answers its last request is kept alive, and idle from then on.
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS);
    server.close((error) => {
      clearTimeout(cut);
      clearInterval(idle);
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeIdleConnections();
  });
}
