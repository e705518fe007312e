import { afterEach, describe, expect, test } from 'vitest';
import { allControls } from '../../src/answers/controls.ts';
import { explainOf } from '../../src/answers/explain.ts';
import { resourcesOf } from '../../src/answers/resources.ts';
import { trendOf } from '../../src/answers/trend.ts';
import { explainedScoreOf } from '../../src/answers/why.ts';
import { openWorld } from '../../src/answers/world.ts';
import type { Period } from '../../src/core/period.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import { pruneHistory } from '../../src/jobs/prune.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import type { Stores } from '../../src/ports.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { TERMINAL } from '../support/bot.ts';
import { createChance } from '../support/histories/chance.ts';
import { historyOf, type Step } from '../support/histories/history.ts';
import { engines } from './engines.ts';
import { readBack } from './read-back.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WINDOWS = 14;
/** Windows after the old end has gone. */
const MORE = 3;
const HISTORIES = { sqlite: 40, postgres: 4 };
/** Half of the histories have this many times as long between two snapshots, so that a month lies in them. */
const STRETCH = 5;

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const open: Stores[] = [];
afterEach(async () => {
  for (const stores of open.splice(0)) await stores.close();
});

async function opened(sql: Sql): Promise<Stores> {
  const stores = await openStores(sql);
  open.push(stores);
  return stores;
}

const take = ({ posture, leases, jobs }: Stores, { at, source }: Step) =>
  takeSnapshot({ posture, leases, jobs, source, clock: () => at, log: silent }, 'test');

/** One step at a time: a step reads its tenant as it is when it is taken. */
function* stretched(seed: number, by: number): Generator<Step> {
  let start: number | null = null;
  for (const step of historyOf(seed, WINDOWS + MORE)) {
    start ??= step.at.getTime();
    yield { ...step, at: new Date(start + by * (step.at.getTime() - start)) };
  }
}

async function takeSome(stores: Stores, steps: Iterator<Step>, count: number): Promise<Step[]> {
  const taken: Step[] = [];
  for (let nth = 0; nth < count; nth++) {
    const { value, done } = steps.next();
    if (done) break;
    await take(stores, value);
    taken.push(value);
  }
  return taken;
}

const always = async () => true;
const oldestOf = async ({ posture }: Stores) => (await posture.snapshotsAt([new Date(0)]))[0];

/** By the job, at a time of day from which the cut is what is wanted: a midnight. */
function hide(stores: Stores, now: Date, cut: Date) {
  const keep = `PT${(now.getTime() - cut.getTime()) / 1000}S`;
  return pruneHistory({ ...stores, clock: () => now, log: silent, keep }, 'test');
}

/** What only the hidden snapshots needed. */
async function sweep(stores: Stores): Promise<number> {
  const oldest = await oldestOf(stores);
  return (await stores.posture.prune(oldest?.id ?? 0, always)).rows;
}

const since = (now: Date, moment: Date): Period => {
  const hours = (now.getTime() - moment.getTime()) / HOUR;
  return { kind: 'since', zone: null, when: { kind: 'ago', hours, months: 0, text: `${hours}h` } };
};

const scopesOf = ({ tenant }: Step): Scope[] => [
  ALL,
  { kind: 'management-group', id: 'mg-one', name: 'mg-one' },
  ...[...tenant.subscriptions.values()].map(({ id, kind, name }) => ({ id, kind, name })),
];

/** Every answer of today, and of each of these moments, as JSON by question. */
async function answers({ posture }: Stores, now: Date, last: Step, moments: readonly Date[]) {
  const world = await openWorld({ posture, source: async () => last.source, now }, [], TERMINAL);
  const told = new Map<string, string>();
  const tell = (name: string, data: object) => told.set(name, JSON.stringify(data));
  const month = now.getTime() - 30 * DAY;
  for (const scope of scopesOf(last)) {
    tell(`controls ${scope.id}`, await allControls(world, scope));
    tell(`resources ${scope.id}`, await resourcesOf(world, scope));
    if (Math.min(...moments.map(Number)) <= month)
      tell(`score ${scope.id}`, await explainedScoreOf(world, scope));
    for (const moment of moments) {
      const period = since(now, moment);
      tell(`explain ${scope.id} ${moment.toISOString()}`, await explainOf(world, scope, period, 'UTC'));
      tell(`trend ${scope.id} ${moment.toISOString()}`, await trendOf(world, scope, period, 'UTC'));
    }
  }
  return told;
}

/** What is left although nothing needs it, found the slow and obvious way; nothing, for a database that was swept. */
async function needless(sql: Sql): Promise<Record<string, number>> {
  const [row] = await sql.all<{ oldest: number }>('select min(id) as oldest from snapshot');
  const oldest = row?.oldest ?? 0;
  const [open] = await sql.all<{ id: number | null }>(
    `select min(from_snapshot) - 1 as id from unread where to_snapshot is null or to_snapshot > ${oldest}`,
  );
  const counted = Math.min(oldest, open?.id ?? oldest);
  const series = (table: string, key: readonly string[], until = oldest) =>
    `select 1 from ${table} h where exists (select 1 from ${table} x where x.snapshot_id > h.snapshot_id
      and x.snapshot_id <= ${until} ${key.map((name) => `and x.${name} = h.${name}`).join(' ')})`;
  const texts: Record<string, string> = {
    change: `select 1 from change where snapshot_id <= ${oldest}`,
    flow: `select 1 from flow where snapshot_id <= ${oldest}`,
    presence: `select 1 from presence where snapshot_id <= ${oldest}`,
    resource_actor: `select 1 from resource_actor where snapshot_id <= ${oldest}`,
    control_score: series('control_score', ['subscription_id', 'control_id']),
    score: series('score', ['subscription_id']),
    placement: series('placement', ['subscription_id']),
    recommendation_state: series('recommendation_state', ['recommendation_id'], counted),
    unread: `select 1 from unread where to_snapshot <= ${oldest}`,
    control_recommendation: `select 1 from control_recommendation where to_snapshot <= ${counted}`,
    resource: `select 1 from resource r where not exists (select 1 from assessment a where a.resource_id = r.id)
      and not exists (select 1 from change c where c.resource_id = r.id)
      and not exists (select 1 from flow f where f.resource_id = r.id)`,
  };
  const left: Record<string, number> = {};
  for (const [table, text] of Object.entries(texts)) {
    const { length } = await sql.all(text);
    if (length > 0) left[table] = length;
  }
  return left;
}

/** Some moments of history from a midnight on, and when it is now. */
function momentsOf(steps: readonly Step[], seed: number): { now: Date; cut: Date; moments: Date[] } {
  const chance = createChance(1_000 + seed);
  const [first, last] = [steps.at(0)?.at.getTime() ?? 0, steps.at(-1)?.at.getTime() ?? 0];
  const now = last + HOUR;
  const cut = (Math.floor(now / DAY) - chance.whole(0, Math.floor((now - first) / DAY))) * DAY;
  const some = [1, 2, 3].map(() => cut + chance.whole(0, (now - cut) / HOUR) * HOUR);
  return {
    now: new Date(now),
    cut: new Date(cut),
    moments: [cut, ...some].map((moment) => new Date(moment)),
  };
}

describe.each(engines)('forgetting on $name', ({ name, open: openSql }) => {
  test('changes no answer about the cut or later, whatever the history and the cut', async () => {
    const gone = { rows: 0, snapshots: 0, scores: 0 };
    for (let seed = 0; seed < HISTORIES[name]; seed++) {
      const sql = await openSql();
      const stores = await opened(sql);
      const steps = stretched(seed, seed % 2 === 0 ? STRETCH : 1);
      const past = await takeSome(stores, steps, WINDOWS);
      const last = past.at(-1);
      if (last === undefined) throw new Error('no history');
      const { now, cut, moments } = momentsOf(past, seed);
      const about = `seed ${seed}, cut ${cut.toISOString()}`;
      const before = await answers(stores, now, last, moments);
      const hidden = (await hide(stores, now, cut))?.snapshots ?? 0;
      expect(await answers(stores, now, last, moments), `${about}, hidden`).toEqual(before);
      const rows = await sweep(stores);
      expect(await answers(stores, now, last, moments), `${about}, swept`).toEqual(before);
      expect(await needless(sql), about).toEqual({});
      gone.snapshots += hidden;
      gone.rows += rows;
      gone.scores += before.has('score all') ? 1 : 0;
      const later = (await takeSome(stores, steps, MORE)).at(-1);
      if (later !== undefined) await expectAsNew(sql, stores, later, about);
      for (const one of open.splice(0)) await one.close();
    }
    console.log(`forgotten (${name}): ${JSON.stringify(gone)}`);
    expect(gone.snapshots).toBeGreaterThan(HISTORIES[name]);
    expect(gone.rows).toBeGreaterThan(10 * HISTORIES[name]);
    expect(gone.scores).toBeGreaterThan(0);
  });

  /** What could be read in the last step is stored as in a database that knows nothing else. */
  async function expectAsNew(sql: Sql, stores: Stores, step: Step, about: string) {
    const fresh = await openSql();
    const anew = await opened(fresh);
    await take(anew, step);
    const read = [...step.view].filter(([, { off, unread }]) => !off && !unread).map(([id]) => id);
    expect(await readBack(sql, stores.posture, read), about).toEqual(
      await readBack(fresh, anew.posture, read),
    );
  }
});
