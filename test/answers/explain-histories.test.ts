import { describe, expect, test } from 'vitest';
import { explainOf } from '../../src/answers/explain.ts';
import { openWorld } from '../../src/answers/world.ts';
import type { ExplainData } from '../../src/cards/data.ts';
import { CAUSES } from '../../src/core/explain.ts';
import type { Period } from '../../src/core/period.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import type { Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { ENGINE, openFresh } from '../support/database.ts';
import { expected, type Groups, put } from '../support/histories/expected.ts';
import { historyOf, type Step } from '../support/histories/history.ts';
import type { Tenant } from '../support/histories/tenant.ts';

const HISTORIES = ENGINE === 'sqlite' ? 200 : 20;
/** So many a test, so that none takes long. */
const BATCH = ENGINE === 'sqlite' ? 10 : 2;
const WINDOWS = 7;
const TERMINAL = { key: 'terminal', kind: 'terminal', shared: false } as const;
const HOUR = 3_600_000;

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const take = ({ posture, leases, jobs }: Stores, { at, source }: Step) =>
  takeSnapshot({ posture, leases, jobs, source, clock: () => at, log: silent }, 'test');

const ago = (hours: number): Period => ({
  ...{ kind: 'since', zone: null, when: { kind: 'ago', hours, months: 0, text: `${hours}h` } },
});

async function ask({ posture }: Stores, scope: Scope, from: Step, to: Step): Promise<ExplainData> {
  const world = await openWorld({ posture, source: async () => to.source, now: to.at }, [], TERMINAL);
  return explainOf(world, scope, ago((to.at.getTime() - from.at.getTime()) / HOUR), 'UTC');
}

/** Everything, a management group, and in turn one that stands by itself. */
function scopesOf(tenant: Tenant, turn: number): Scope[] {
  const all = [...tenant.subscriptions.values()].map(({ id, kind, name }) => ({ id, kind, name }));
  const own = all[turn % all.length];
  return [
    ALL,
    { kind: 'management-group', id: 'mg-one', name: 'mg-one' },
    ...(own === undefined ? [] : [own]),
  ];
}

/** As plain data, in an order that does not matter. */
const plain = (groups: Groups) =>
  Object.fromEntries([...groups].sort().map(([key, members]) => [key, [...members].sort()]));

function toldBy({ contributions, pending }: ExplainData) {
  const [found, waiting]: [Groups, Groups] = [new Map(), new Map()];
  for (const one of contributions) {
    expect(one.count).toBe(one.resources.length);
    for (const id of one.resources) put(found, [one.cause, one.control, one.recommendation, one.why], id);
  }
  for (const one of pending)
    for (const id of one.resources) put(waiting, [one.cause, one.control, one.recommendation, one.why], id);
  return { contributions: plain(found), pending: plain(waiting) };
}

/** Contributions and residual are the whole change, to what is lost in binary. */
function expectExact({ delta, contributions, residual, residualParts }: ExplainData, about: string) {
  if (delta === null) return;
  const sum = contributions.reduce((total, one) => total + one.delta, 0);
  expect(Math.abs(sum + (residual ?? Number.NaN) - delta), about).toBeLessThan(1e-9);
  const parts = residualParts.reduce((total, one) => total + one.delta, 0);
  expect(Math.abs(parts - (residual ?? Number.NaN)), about).toBeLessThan(1e-9);
}

const counts = new Map<string, number>();
const count = (what: string, by = 1) => counts.set(what, (counts.get(what) ?? 0) + by);

function expectWindow(data: ExplainData, scope: Scope, from: Step, to: Step, about: string) {
  const wanted = expected(scope, from.view, to.view, to.moved);
  expectExact(data, about);
  if (wanted.delta === null) {
    expect([data.delta, data.contributions], about).toEqual([null, []]);
    return;
  }
  expect(Math.abs((data.delta ?? Number.NaN) - wanted.delta), about).toBeLessThan(1e-9);
  expect(toldBy(data), about).toEqual({
    contributions: plain(wanted.contributions),
    pending: plain(wanted.pending),
  });
  const bound = to.tenant.rounds ? wanted.bound : 0;
  expect(Math.abs(data.residual ?? Number.NaN), about).toBeLessThan(bound + 1e-9);
  const parts = data.residualParts.filter((part) => Math.abs(part.delta) > 1e-9);
  expect(new Set(parts.map(({ why }) => why)).isSubsetOf(new Set(['rounding'])), about).toBe(true);
  for (const { why, resources } of data.pending) count(`no effect yet, ${why}`, resources.length);
  for (const { cause, why } of data.contributions) {
    if (scope.kind === 'all') count(cause);
    // Within everything nothing moves from one place to another.
    if (why !== null && scope.kind === (why === 'moved' ? 'management-group' : 'all'))
      count(`${cause}, ${why}`);
  }
}

/** What a history holds that is easily got wrong, so that the table shows that it was there. */
function countHistory(seed: number, steps: readonly Step[]) {
  const [first] = steps;
  if (first === undefined) return;
  count(first.tenant.rounds ? 'histories with rounding' : 'histories without rounding');
  const several = new Set(steps.flatMap((step) => [...step.several]));
  count('resources under two or more recommendations of a control', several.size);
  const members = [...first.tenant.subscriptions.values()];
  count('connectors', members.filter(({ kind }) => kind === 'connector').length);
  for (const step of steps)
    for (const [id, { unread }] of step.view) {
      if (!unread) continue;
      count('readings without a subscription');
      expect(step.tenant.subscriptions.has(id), `history ${seed}`).toBe(true);
    }
  for (const step of steps)
    for (const [id, { flows }] of step.moved)
      for (const { cause } of flows)
        if (cause === 'exempted' || cause === 'exemption-ended')
          count(`${cause}, ${step.tenant.subscriptions.get(id)?.mitigates ? 'mitigated' : 'waiver'}`);
}

async function expectHistory(seed: number) {
  const stores = await openStores(await openFresh());
  const steps: Step[] = [];
  for (const step of historyOf(seed, WINDOWS)) {
    await take(stores, step);
    const old = steps.at(-1);
    steps.push(step);
    for (const scope of old === undefined ? [] : scopesOf(step.tenant, seed + steps.length)) {
      const about = `history ${seed}, window ${steps.length - 1}, ${scope.id}`;
      if (old !== undefined) expectWindow(await ask(stores, scope, old, step), scope, old, step, about);
    }
  }
  for (const from of steps.slice(0, -2)) {
    const last = steps.at(-1) ?? from;
    expectExact(await ask(stores, ALL, from, last), `history ${seed}, all of it`);
  }
  countHistory(seed, steps);
  await stores.close();
}

describe(`the explanations of ${HISTORIES} histories are what was made to happen`, () => {
  const batches = Array.from({ length: HISTORIES / BATCH }, (_, at) => at * BATCH);
  test.each(batches)('from the %ith on', async (first) => {
    for (let seed = first; seed < first + BATCH; seed++) await expectHistory(seed);
  });

  test('and hold everything that is to be explained', ({ skip }) => {
    skip(ENGINE !== 'sqlite', `${HISTORIES} histories are too few to hold it all`);
    console.table(Object.fromEntries([...counts].sort()));
    const least = HISTORIES / 4;
    for (const cause of CAUSES) expect(counts.get(cause) ?? 0, cause).toBeGreaterThanOrEqual(least);
    for (const why of [
      'subscription-added, moved',
      'subscription-removed, moved',
      'subscription-added, became-visible',
    ])
      expect(counts.get(why) ?? 0, why).toBeGreaterThan(least / 5);
    for (const cause of ['exempted', 'exemption-ended'])
      for (const way of ['waiver', 'mitigated'])
        expect(counts.get(`${cause}, ${way}`) ?? 0, `${cause}, ${way}`).toBeGreaterThan(least / 5);
    const several = counts.get('resources under two or more recommendations of a control') ?? 0;
    expect(several).toBeGreaterThanOrEqual(HISTORIES * 2.5);
    expect(counts.get('connectors') ?? 0).toBeGreaterThan(least);
    expect(counts.get('readings without a subscription') ?? 0).toBeGreaterThan(least);
    expect(counts.get('histories with rounding')).toBe(HISTORIES / 2);
  });
});
