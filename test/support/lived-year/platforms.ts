import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve, textOf } from '../http.ts';

/** What people see: a post, whoever lives to hear that it was taken. `unchanged`: a change of it that was turned away. */
export type Seen = {
  conversation: string;
  id: string;
  thread: string | null;
  at: number;
  said: string;
  metadata: unknown;
  edits: string[];
  unchanged: number;
};

/** What a request meets: a status that turns it away, or the connection's end; `taken`: it was done all the same. */
export type Trouble = { answer: number | 'reset'; taken: boolean; headers?: Record<string, string> };

type Options = {
  now: () => number;
  trouble: (conversation: string, what: 'post' | 'edit' | 'look') => Trouble | null;
  /** Whether its workspace lets the app read there. */
  readable: (conversation: string) => boolean;
};

type Message = { text: string; thread: string | null; metadata: unknown };
type Asked = { conversation: string; id: string | null; message: Message };
/** Conversations by what Slack calls their channels. */
const WORKSPACES: Readonly<Record<string, string>> = { C1: 'T1', C2: 'T1', C3: 'T2', C4: 'T2' };
const keyOf = (channel: string) => `slack:${WORKSPACES[channel]}/${channel}`;

/** Slack's Web API and the conversation service of Teams on loopback, with one memory. */
export async function twoPlatforms({ now, trouble, readable }: Options) {
  const seen: Seen[] = [];
  const take = ({ conversation, id, message: { text, thread, metadata } }: Asked): string => {
    const known = seen.find((one) => one.conversation === conversation && one.id === id);
    if (id !== null) {
      if (known === undefined) throw new Error(`nothing to change: ${id}`);
      known.edits.push(text);
      return id;
    }
    const named = `${Math.floor(now() / 1000)}.${String(seen.length).padStart(6, '0')}`;
    const fresh = { conversation, id: named, thread, at: now(), said: text, metadata };
    seen.push({ ...fresh, edits: [], unchanged: 0 });
    return named;
  };
  const asked = (request: Asked, response: ServerResponse, answer: (id: string) => object): void => {
    const met = trouble(request.conversation, request.id === null ? 'post' : 'edit');
    const id = met === null || met.taken ? take(request) : '';
    if (met === null) {
      json(response, 200, answer(id));
      return;
    }
    for (const one of seen)
      if (one.conversation === request.conversation && one.id === request.id) one.unchanged += 1;
    turnAway(response, met);
  };
  const history = (channel: string, oldest: string, thread: string | null): object => {
    const conversation = keyOf(channel);
    if (!readable(conversation)) return { ok: false, error: 'missing_scope' };
    const messages = seen
      .filter((one) => one.conversation === conversation && Number(one.id) >= Number(oldest))
      .filter((one) => (thread === null ? one.thread === null : one.thread === thread || one.id === thread));
    return {
      ok: true,
      messages: messages.map(({ id, said, metadata }) => ({ ts: id, text: said, metadata })),
      has_more: false,
    };
  };
  const slack = (method: string, body: Record<string, string>, response: ServerResponse): void => {
    const { channel = '', oldest = '0', ts = null } = body;
    if (method === 'auth.test') {
      json(response, 200, { ok: true, team_id: 'T1', user_id: 'UBOT' });
      return;
    }
    if (method.startsWith('conversations.')) {
      const met = trouble(keyOf(channel), 'look');
      if (met === null) json(response, 200, history(channel, oldest, ts));
      else turnAway(response, met);
      return;
    }
    const metadata = typeof body.metadata === 'string' ? JSON.parse(body.metadata) : body.metadata;
    const message = { text: body.text ?? '', thread: body.thread_ts ?? null, metadata };
    asked({ conversation: keyOf(channel), id: ts, message }, response, (id) => ({
      ok: true,
      channel,
      ts: id,
    }));
  };
  const server = await serve({
    '*': async (request, response) => {
      const path = decodeURIComponent(request.url ?? '');
      const method = /^\/api\/(.+)$/u.exec(path)?.[1];
      const body = await bodyOf(request);
      if (method !== undefined) return slack(method, body, response);
      const [, conversation = '', root = null, id = null] =
        /^\/v3\/conversations\/([^/;]+)(?:;messageid=([^/]+))?\/activities(?:\/(.+))?$/u.exec(path) ?? [];
      const text = `${body.summary ?? ''}\n${JSON.stringify(body.attachments)}`;
      const message = { text, thread: root, metadata: null };
      asked({ conversation: `teams:${conversation}`, id, message }, response, (made) => ({ id: made }));
    },
  });
  return { ...server, seen };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  const text = await textOf(request);
  if (text.startsWith('{')) return JSON.parse(text);
  return Object.fromEntries(new URLSearchParams(text));
}

function turnAway(response: ServerResponse, { answer, headers }: Trouble): void {
  if (answer === 'reset') response.socket?.destroy();
  else json(response, answer, {}, headers);
}

function json(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
