import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StandingOrder } from '../../src/core/order.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import { openStores } from '../../src/storage/stores.ts';
import { recordingLog } from '../support/bot.ts';
import { ENGINE, freshUrl, openUrl } from '../support/database.ts';

/** `KILLS=30` for as many rounds a point and platform as it takes to be sure. */
const ROUNDS = Number(process.env.KILLS ?? 1);
const POINTS = [
  'before commit',
  'after commit',
  'before the post',
  'posted, unanswered',
  'answered, unrecorded',
] as const;
const MAY_REPEAT: readonly string[] = ['posted, unanswered', 'answered, unrecorded'];
const DUE = '2026-11-02T09:00:00.000Z';
const CHILD = fileURLToPath(new URL('../support/kill-child.ts', import.meta.url));
const TEAMS = 'teams:19:there@thread.tacv2';
const CONVERSATIONS = {
  slack: 'slack:T1/C1',
  'slack that can be looked into': 'slack:T1/C1',
  teams: TEAMS,
} as const;
type On = keyof typeof CONVERSATIONS;

type Posted = { text: string; ts: string; metadata: unknown };
let server: Server;
let origin = '';
let posted: Posted[] = [];
/** What is killed when it posts, and whether the channel's history may be read. */
let victim: { pid: number } | null = null;
let readable = false;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = await read(request);
    const answer = answerTo(request.url ?? '', body);
    if (answer === null) return;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

/** What people see is what was received, whoever lives to hear the answer; null: nobody does. */
function answerTo(path: string, body: string): object | null {
  if (path === '/api/auth.test') return { ok: true, team_id: 'T1', user_id: 'UBOT', bot_id: 'B1' };
  if (path === '/api/chat.postMessage' || path.endsWith('/activities')) return received(path, body);
  if (path === '/api/conversations.history' && readable)
    return { ok: true, messages: posted, has_more: false };
  return { ok: false, error: 'missing_scope' };
}

function received(path: string, body: string): object | null {
  const ts = `${1_762_000_000 + posted.length}.000100`;
  const fields =
    path.startsWith('/api/') && !body.startsWith('{')
      ? Object.fromEntries(new URLSearchParams(body))
      : JSON.parse(body);
  const metadata = typeof fields.metadata === 'string' ? JSON.parse(fields.metadata) : fields.metadata;
  posted.push({ text: String(fields.text ?? ''), ts, metadata });
  if (victim !== null) {
    process.kill(victim.pid, 'SIGKILL');
    return null;
  }
  return path.startsWith('/api/') ? { ok: true, channel: 'C1', ts } : { id: ts };
}

/** A database with one snapshot, and a digest that is due. */
async function prepared(conversation: string): Promise<string> {
  const url = await freshUrl();
  const stores = await openStores(await openUrl(url));
  const clock = () => new Date('2026-11-01T06:00:00Z');
  await takeSnapshot(
    { ...stores, source: createDemoSource('2026-11-01'), clock, log: recordingLog().log },
    'test',
  );
  const at = '2026-11-01T06:00:00.000Z';
  const order: StandingOrder = {
    ...{ id: '7F3K', conversation, scope: { kind: 'all', id: 'all' }, state: { kind: 'active' } },
    ...{ by: 'slack:T1/U1', byName: 'Ada', at, source: 'typed', next: DUE },
    rule: { kind: 'digest', brief: true, schedule: { every: 'day', hour: 9, minute: 0, zone: 'UTC' } },
  };
  await stores.orders.keep(order);
  await stores.access.grant({ conversation, scope: order.scope, by: 'slack:T1/U1', at });
  const reference = {
    tenant: 'tenant',
    serviceUrl: origin,
    conversation: TEAMS.slice(6),
    bot: { id: '28:bot' },
  };
  const met = { key: TEAMS, kind: 'channel', shared: false, platform: 'teams', name: null } as const;
  if (conversation === TEAMS) await stores.conversations.remember({ ...met, reference });
  await stores.close();
  return url;
}

/** Runs a child to its end; what it wrote to stderr, and the signal that ended it. */
async function run(
  url: string,
  now: string,
  point: string,
): Promise<{ signal: string | null; stderr: string }> {
  const child = spawn(process.execPath, [CHILD, url, origin, now, point], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  victim = point === 'posted, unanswered' && child.pid !== undefined ? { pid: child.pid } : null;
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [, signal] = await once(child, 'close');
  victim = null;
  return { signal, stderr };
}

const rounds = POINTS.flatMap((point) => (Object.keys(CONVERSATIONS) as On[]).map((on) => ({ point, on })));

describe(`killed on ${ENGINE}`, () => {
  test.each(rounds)(
    '$point, $on: nothing is lost, and at most one post too many',
    { timeout: 120_000 * ROUNDS },
    async ({ point, on }) => {
      const counts = { rounds: 0, lost: 0, twice: 0 };
      for (; counts.rounds < ROUNDS; counts.rounds += 1) {
        posted = [];
        readable = on === 'slack that can be looked into';
        const url = await prepared(CONVERSATIONS[on]);
        expect(await run(url, DUE, point)).toEqual({ signal: 'SIGKILL', stderr: '' });
        // Its claim has run out by then.
        expect(await run(url, '2026-11-02T09:05:00Z', 'none')).toEqual({ signal: null, stderr: '' });
        if (posted.length === 0) counts.lost += 1;
        if (posted.length > 1) counts.twice += 1;
        expect(posted.length).toBeLessThanOrEqual(2);
      }
      console.info(`${ENGINE}, ${on}, ${point}: ${JSON.stringify(counts)}`);
      expect(counts.lost).toBe(0);
      if (!MAY_REPEAT.includes(point) || readable) expect(counts.twice).toBe(0);
    },
  );
});
