import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActedOn, ActorPolicy } from '../../src/core/actor.ts';
import { IncompleteRead, Unreachable } from '../../src/core/errors.ts';
import { actorsJob } from '../../src/jobs/actors-job.ts';
import { LOOK_UP_ACTORS, lookUpActors } from '../../src/jobs/look-up-actors.ts';
import type { ActorReading, Sought } from '../../src/ports/actors.ts';
import type { Measured, Stores } from '../../src/ports.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { keptLog } from '../support/azure/source.ts';
import { openFresh } from '../support/database.ts';
import { buildReading, copy, partsOf, type Reading, rescore, type Size } from '../support/posture.ts';

const START = Date.UTC(2026, 10, 1, 6);
const DAY = 86_400_000;
const day = (n: number) => new Date(START + n * DAY);

const by =
  (over: Partial<ActedOn> = {}) =>
  (resource: string, deed: ActedOn['deed']): ActedOn => ({
    ...{ resource, deed, at: day(1).toISOString(), operation: null, client: 'Azure CLI' },
    ...{ name: 'megan@contoso.example', type: 'person', ...over },
  });

let sql: Sql;
let stores: Stores;
let log: ReturnType<typeof keptLog>;
let asked: Sought[];
let measured: Measured[];
let now: Date;
/** What Azure says to a question. */
let azure: (sought: Sought) => Promise<ActorReading>;

beforeEach(async () => {
  sql = await openFresh();
  stores = await openStores(sql);
  [log, asked, measured, now] = [keptLog(), [], [], day(0)];
  azure = saying(by());
});
afterEach(() => stores.close());

function saying(who: (resource: string, deed: ActedOn['deed']) => ActedOn) {
  return async ({ resources, deed }: Sought): Promise<ActorReading> => ({
    ...{
      acted: resources.map((id) => who(id, deed)),
      asked: Math.ceil(resources.length / 100),
      denied: false,
    },
  });
}

const depsOf = (policy: ActorPolicy, stop?: AbortSignal) => ({
  ...{ ...stores, policy, clock: () => now, log, meter: (one: Measured) => void measured.push(one) },
  ...(stop === undefined ? {} : { stop }),
  source: async () => ({
    readActors: async (sought: Sought) => {
      asked.push(sought);
      return azure(sought);
    },
  }),
});
const lookUp = (policy: ActorPolicy = 'apps', stop?: AbortSignal) =>
  lookUpActors(depsOf(policy, stop), 'test');

async function take(n: number, reading: Reading): Promise<void> {
  now = day(n);
  await stores.posture.ingest(now, partsOf(reading));
}

/** Every n-th resource with all that was healthy of it unhealthy, and the other way round. */
function turned(reading: Reading, every: number): Reading {
  const next = copy(reading);
  for (const { assessments } of next.subscriptions) {
    for (const row of assessments) {
      if (Number(/\d+$/.exec(row.resource)?.[0]) % every !== 0 || row.status === 'not-applicable') continue;
      row.status = row.status === 'healthy' ? 'unhealthy' : 'healthy';
    }
  }
  return rescore(next);
}

const stored = () =>
  sql.all<{ snapshot_id: number; name: string | null; type: string }>(
    'select snapshot_id, name, type from resource_actor order by snapshot_id, resource_id',
  );
const idsAsked = () => asked.flatMap(({ resources }) => resources);

describe('looking up who changed what', () => {
  test('asks nothing after the first snapshot, and after another one about what moved in it alone', async () => {
    const base = buildReading();
    await take(0, base);
    expect(await lookUp()).toEqual({ snapshot: 1, moved: 0, sought: 0, found: 0, requests: 0 });
    expect(asked).toEqual([]);
    await take(1, turned(base, 6));
    const looked = await lookUp();
    expect(looked).toMatchObject({ snapshot: 2, moved: idsAsked().length, found: idsAsked().length });
    expect(idsAsked().every((id) => /r-(0|6)$/.test(id))).toBe(true);
    expect(new Set(idsAsked()).size).toBe(idsAsked().length);
    expect(asked).toMatchObject([
      { deed: 'changed', since: new Date(START - DAY).toISOString(), until: day(1).toISOString() },
    ]);
    expect(await stored()).toHaveLength(idsAsked().length);
    const before = asked.length;
    expect(await lookUp()).toMatchObject({ moved: 0 });
    expect(asked).toHaveLength(before);
    expect((await stores.jobs.last(LOOK_UP_ACTORS)).last).toMatchObject({ outcome: 'done', why: null });
    expect(measured).toEqual(Array(3).fill({ kind: 'actors-looked-up', outcome: 'done' }));
  });

  test('keeps people without their names, pipelines with theirs, and with `all` people for 30 days', async () => {
    const base = buildReading();
    await take(0, base);
    azure = async (sought) => {
      const half = (at: number) => by(at % 2 === 0 ? {} : { type: 'app', name: 'pipeline-x' });
      return { acted: sought.resources.map((id, at) => half(at)(id, sought.deed)), asked: 1, denied: false };
    };
    await take(1, turned(base, 3));
    await lookUp('apps');
    const names = async () =>
      [...new Set((await stored()).map(({ type, name }) => `${type} ${name}`))].sort();
    expect(await names()).toEqual(['app pipeline-x', 'person null']);
    expect(JSON.stringify(await sql.all('select * from resource_actor'))).not.toContain('megan');
    await take(2, base);
    await lookUp('all');
    expect(await names()).toEqual(['app pipeline-x', 'person megan@contoso.example', 'person null']);
    now = new Date(day(1).getTime() + 30 * DAY);
    await lookUp('all');
    expect(await names()).toContain('person megan@contoso.example');
    now = new Date(now.getTime() + 1);
    await lookUp('all');
    expect(await names()).toEqual(['app pipeline-x', 'person null']);
  });

  test('with `off` asks nothing, and what is stored goes; names go at once where they may not be kept any more', async () => {
    const base = buildReading();
    await take(0, base);
    await take(1, turned(base, 3));
    await lookUp('all');
    expect((await stored()).every(({ name }) => name !== null)).toBe(true);
    await lookUp('apps');
    expect((await stored()).every(({ name }) => name === null)).toBe(true);
    asked = [];
    await take(2, base);
    await lookUp('off');
    expect([asked, await stored()]).toEqual([[], []]);
  });

  test.each([
    [new Unreachable('Azure does not answer.'), 'warn', 'Azure does not answer.'],
    [new IncompleteRead('Short.'), 'warn', 'Short.'],
    [new Error('a bug'), 'error', 'That is a fault of Scoreline; its log has the details.'],
  ] as const)('%s is logged once, recorded and counted, and asked for again', async (error, level, why) => {
    const base = buildReading();
    await take(0, base);
    await take(1, turned(base, 6));
    azure = () => Promise.reject(error);
    expect([await lookUp(), await lookUp()]).toEqual([null, null]);
    expect(log.lines.map((line) => line.level)).toEqual([level]);
    const { last } = await stores.jobs.last(LOOK_UP_ACTORS);
    expect(last).toMatchObject({ outcome: 'failed', why, facts: { snapshot: 2 } });
    expect(measured).toEqual(Array(2).fill({ kind: 'actors-looked-up', outcome: 'failed' }));
    azure = saying(by({ type: 'app', name: 'pipeline-x' }));
    await take(2, turned(base, 4));
    await lookUp();
    expect(new Set((await stored()).map((row) => row.snapshot_id))).toEqual(new Set([2, 3]));
  });

  test('a denied reading is a failure that says which role is missing, unless a part could be read', async () => {
    const base = buildReading();
    await take(0, base);
    await take(1, turned(base, 6));
    azure = async () => ({ acted: [], asked: 1, denied: true });
    await lookUp();
    expect((await stores.jobs.last(LOOK_UP_ACTORS)).last?.why).toContain('Reader');
    azure = async () => ({ acted: [], asked: 1, denied: false });
    expect(await lookUp()).toMatchObject({ found: 0 });
  });

  test('goes back no further than Azure remembers', async () => {
    const base = buildReading();
    await take(0, base);
    await take(1, turned(base, 6));
    await take(10, base);
    await take(25, turned(base, 6));
    await lookUp();
    expect(new Set(asked.map(({ until }) => until))).toEqual(new Set([day(25).toISOString()]));
  });

  test('asks about 2,000 of 20,000 resources, of every subscription and deed, and says so', async () => {
    const size: Size = { subscriptions: 4, resources: 5_400, recommendations: 12, controls: 12 };
    const base = buildReading(size);
    await take(0, base);
    const next = turned(base, 1);
    const [last] = next.subscriptions.slice(-1);
    if (last !== undefined)
      last.assessments = last.assessments.filter(({ resource }) => !/r-\d?\d$/.test(resource));
    await take(1, rescore(next));
    const looked = await lookUp();
    expect(looked?.moved).toBeGreaterThan(15_000);
    expect(looked).toMatchObject({ sought: 2_000, found: 2_000 });
    expect(looked?.requests).toBeLessThanOrEqual(40);
    const deleted = asked.filter(({ deed }) => deed === 'deleted').flatMap(({ resources }) => resources);
    expect(deleted.length).toBeGreaterThan(50);
    const subscriptions = new Set(idsAsked().map((id) => id.split('/')[2]));
    expect(subscriptions.size).toBe(4);
  }, 60_000);

  test('takes forty requests at most, and the newest snapshots first', async () => {
    const base = buildReading();
    for (let n = 0; n < 60; n += 1) {
      now = new Date(START + n * 3_600_000);
      await stores.posture.ingest(now, partsOf(n % 2 === 0 ? base : turned(base, 6)));
    }
    expect(await lookUp()).toMatchObject({ snapshot: 60, requests: 40 });
    expect(asked[0]?.until).toBe(now.toISOString());
    expect(asked.map(({ until }) => until)).toEqual(
      asked
        .map(({ until }) => until)
        .sort()
        .reverse(),
    );
  });

  test('is given up on request, with nothing recorded', async () => {
    const base = buildReading();
    await take(0, base);
    await take(1, turned(base, 6));
    const stop = new AbortController();
    azure = () => {
      stop.abort();
      return new Promise(() => {});
    };
    expect(await lookUp('apps', stop.signal)).toBeNull();
    expect((await stores.jobs.last(LOOK_UP_ACTORS)).last).toBeNull();
    expect(log.lines).toEqual([]);
  });

  test('stores nothing once another process has taken over', async () => {
    const base = buildReading();
    await take(0, base);
    await take(1, turned(base, 6));
    azure = async (sought) => {
      now = new Date(now.getTime() + 61_000);
      expect(
        await stores.leases.acquire(LOOK_UP_ACTORS, 'other', new Date(now.getTime() + 60_000), now),
      ).toBe(true);
      return saying(by())(sought);
    };
    expect(await lookUp()).toBeNull();
    expect(await stored()).toEqual([]);
  });

  test('is not done by two at once', async () => {
    const base = buildReading();
    await take(0, base);
    await take(1, turned(base, 6));
    azure = async (sought) => {
      expect(await lookUpActors(depsOf('apps'), 'other')).toBeNull();
      return saying(by())(sought);
    };
    expect(await lookUp()).toMatchObject({ snapshot: 2 });
  });
});

describe('the job', () => {
  test('is due after each snapshot, once, and again where the setting is another', async () => {
    const job = (policy: ActorPolicy) => actorsJob({ ...depsOf(policy), every: 1000 }, 'test');
    expect(await job('apps').dueIn()).toBe(1000);
    await take(0, buildReading());
    expect(await job('apps').dueIn()).toBe(0);
    expect(await job('apps').run(new AbortController().signal)).toBe(true);
    expect([await job('apps').dueIn(), await job('off').dueIn()]).toEqual([1000, 0]);
    await take(1, turned(buildReading(), 6));
    azure = () => Promise.reject(new Unreachable('No.'));
    expect(await job('apps').dueIn()).toBe(0);
    expect(await job('apps').run(new AbortController().signal)).toBe(false);
    expect(await job('apps').dueIn()).toBe(1000);
  });
});
