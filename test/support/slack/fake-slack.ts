import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Listening, serve, textOf } from '../http.ts';

type Json = Readonly<Record<string, unknown>>;
export type Call = { method: string; token: string | undefined; body: Json };
export type Responded = { url: string; body: Json };
/** What the fake answers: a JSON body, or more of the HTTP response; `drop` breaks the connection off, `hang` never does. */
export type Reply = {
  status?: number;
  headers?: Readonly<Record<string, string>>;
  body?: Json | string;
  drop?: true;
  hang?: true;
};

export const TEAM = 'T0SCORE';
export const BOT_USER = 'U0BOT';
export const TOKEN = 'xoxb-fake-token';

/** A recording Web API of Slack and a `response_url` endpoint, both on one loopback port. */
export type FakeSlack = Listening & {
  apiUrl: string;
  calls: Call[];
  responses: Responded[];
  /** Requests that were answered with `hang` and are still open. */
  hung: Set<ServerResponse>;
  called(method: string): Json[];
  responseUrl(name?: string): string;
  /** Further answers are `reply`, of a method or, under `response_url`, of that endpoint; `times` of them. */
  script(method: string, reply: Reply | ((body: Json) => Reply | undefined), times?: number): void;
};

export async function startFakeSlack(): Promise<FakeSlack> {
  const calls: Call[] = [];
  const responses: Responded[] = [];
  const hung = new Set<ServerResponse>();
  const scripts: { method: string; reply: (body: Json) => Reply | undefined; left: number }[] = [];
  const scripted = (method: string, body: Json) => {
    const script = scripts.find(
      (one) => one.method === method && one.left > 0 && one.reply(body) !== undefined,
    );
    if (script !== undefined) script.left -= 1;
    return script?.reply(body);
  };
  const listening = await serve({
    '*': async (request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const body = parse(request, await textOf(request));
      const method = /^\/api\/(.+)$/.exec(path)?.[1];
      if (method === undefined) responses.push({ url: path, body });
      else calls.push({ method, token: request.headers.authorization, body });
      const ordinary = method === undefined ? { body: 'ok' } : { body: answer(method, body) };
      const reply: Reply = scripted(method ?? 'response_url', body) ?? ordinary;
      if (!reply.hang) return send(response, reply);
      hung.add(response);
      response.on('close', () => hung.delete(response));
    },
  });
  return {
    ...listening,
    apiUrl: `${listening.origin}/api/`,
    calls,
    responses,
    hung,
    called: (method) => calls.filter((call) => call.method === method).map(({ body }) => body),
    responseUrl: (name = 'answer') => `${listening.origin}/${name}`,
    script: (method, reply, times = 1) =>
      void scripts.push({ method, reply: typeof reply === 'function' ? reply : () => reply, left: times }),
  };
}

function parse(request: IncomingMessage, text: string): Json {
  if (request.headers['content-type']?.startsWith('application/json')) return JSON.parse(text);
  const fields = Object.fromEntries(new URLSearchParams(text));
  return fields.blocks === undefined ? fields : { ...fields, blocks: JSON.parse(fields.blocks) };
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.drop) return void response.socket?.destroy();
  const text = typeof reply.body === 'string';
  response.writeHead(reply.status ?? 200, {
    'content-type': text ? 'text/plain' : 'application/json',
    ...reply.headers,
  });
  response.end(text ? reply.body : JSON.stringify(reply.body ?? { ok: true }));
}

let posted = 0;

function answer(method: string, body: Json): Json {
  switch (method) {
    case 'auth.test':
      return { ok: true, team_id: TEAM, user_id: BOT_USER, bot_id: 'B0BOT' };
    case 'users.info':
      return { ok: true, user: user(String(body.user)) };
    case 'conversations.info':
      return {
        ok: true,
        channel: { id: body.channel, name: 'security', is_channel: true, is_ext_shared: false },
      };
    case 'chat.postMessage':
      posted += 1;
      return { ok: true, channel: body.channel, ts: `1700000100.${String(posted).padStart(6, '0')}` };
    default:
      return { ok: true };
  }
}

/** A person as `users.info` tells: a full member of the workspace, in Oslo. */
export const user = (id: string, overrides: Json = {}): Json => ({
  id,
  team_id: TEAM,
  name: 'ada',
  real_name: 'Ada Lovelace',
  tz: 'Europe/Oslo',
  deleted: false,
  is_restricted: false,
  is_ultra_restricted: false,
  profile: { display_name: 'Ada' },
  ...overrides,
});
