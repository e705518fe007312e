import { setImmediate as turn } from 'node:timers/promises';
import type { ExplainData } from '../cards/data.ts';
import { type Attribution, attributing, type MemberChange, type Side } from '../core/attribution.ts';
import type { Contribution } from '../core/explain.ts';
import { type Period, resolvePeriod } from '../core/period.ts';
import type { Scope } from '../core/scope.ts';
import { type Cell, scopePercentage, standing } from '../core/secure-score.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { ScorePoint } from '../ports.ts';
import { eventsOf } from './events.ts';
import { withActors } from './explain-actors.ts';
import { readMoves } from './explain-moves.ts';
import { told } from './explain-told.ts';
import { stateOf, weighed } from './standing.ts';
import { idsOf, isSingle, membersOf, notVisible, pointsIn, type World } from './world.ts';

/** Azure takes up to a day to count what its assessments say. */
export const CARRIED_HOURS = 24;
const HOUR = 3_600_000;
/** A turn for each subscription would cost more than most of them. */
const GIVE_WAY_MS = 5;

/** The scope's points and cells at one snapshot, and of the points those that belong to it. */
type End = {
  snapshot: Snapshot;
  points: readonly ScorePoint[];
  own: readonly ScorePoint[];
  cells: readonly Cell[];
};
/** Up to `before` Azure may still owe what happened after `early`. */
export type Window = { early: Snapshot; before: Snapshot; after: Snapshot };

/** `causes`: what `data.contributions` were told from, in their order, with every resource. */
export type Explanation = { data: ExplainData; causes: readonly Contribution[] };

/** What moved the score of a scope between two stored snapshots, end against end. `zone`: IANA, for days. */
export async function explainOf(
  world: World,
  scope: Scope,
  period: Period,
  zone: string,
): Promise<ExplainData> {
  return (await explanationOf(world, scope, period, zone)).data;
}

/** The same with all that it was told from. */
export async function explanationOf(
  world: World,
  scope: Scope,
  period: Period,
  zone: string,
): Promise<Explanation> {
  const span = resolvePeriod(period, world.now, zone);
  const window = await windowOf(world, span, period);
  const [before, after] = await endsOf(world, scope, window);
  const percentage = (end: End) =>
    isSingle(scope) ? standing(end.own[0]?.score ?? null).percentage : scopePercentage(end.own.map(weighed));
  const values = { before: percentage(before), after: percentage(after) };
  const known = values.before !== null && values.after !== null;
  const found = known ? await attributed(world, scope, window, before, after) : NOTHING;
  const { causes, ...rest } = await told(world, found, values);
  const range = { from: window.early.id, to: window.after.id };
  const data = {
    scope,
    before: { takenAt: window.before.takenAt, percentage: values.before },
    after: { takenAt: window.after.takenAt, percentage: values.after },
    ...rest,
    contributions: await withActors(world, rest.contributions, causes, range),
    asked: { from: span.from.toISOString(), to: span.to.toISOString() },
    state: stateOf(world, scope, after.own.map(weighed)),
    asOf: world.latest.takenAt,
    frozen: membersOf(world, scope).flatMap(({ name, unreadSince }) =>
      unreadSince === null ? [] : [{ name, since: unreadSince }],
    ),
    notVisible: notVisible(world, scope),
    events: eventsOf(world, scope, {
      from: new Date(window.before.takenAt),
      to: new Date(window.after.takenAt),
    }),
  };
  return { data, causes };
}

const NOTHING: Attribution = { contributions: [], residualParts: [], pending: [] };

async function windowOf(world: World, span: { from: Date; to: Date }, period: Period): Promise<Window> {
  const [before, last] = await world.posture.snapshotsAt([span.from, span.to]);
  const after = period.kind === 'since' ? world.latest : (last ?? world.latest);
  const start = before ?? after;
  const carried = new Date(Date.parse(start.takenAt) - CARRIED_HOURS * HOUR);
  const [early] = await world.posture.snapshotsAt([carried]);
  return { early: early ?? start, before: start, after };
}

async function endsOf(world: World, scope: Scope, { before, after }: Window): Promise<[End, End]> {
  const ids = idsOf(scope);
  const points = await world.posture.scores([...new Set([before.id, after.id])], ids);
  const at = async (snapshot: Snapshot): Promise<End> => {
    const all = points.filter((point) => point.snapshot === snapshot.id);
    const cells = await world.posture.cells(snapshot.id, ids);
    return { snapshot, points: all, own: pointsIn(world, scope, all), cells };
  };
  return [await at(before), await at(after)];
}

async function attributed(
  world: World,
  scope: Scope,
  window: Window,
  before: End,
  after: End,
): Promise<Attribution> {
  const members = await membersIn(world, scope, window, before, after);
  const movesOf = await readMoves(world, scope, window);
  const work = attributing(members, movesOf);
  for (let last = performance.now(); ; ) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - last < GIVE_WAY_MS) continue;
    await turn();
    last = performance.now();
  }
}

async function membersIn(
  world: World,
  scope: Scope,
  window: Window,
  before: End,
  after: End,
): Promise<MemberChange[]> {
  const [old, now] = [sidesOf(before, isSingle(scope)), sidesOf(after, isSingle(scope))];
  const range = { from: window.before.id, to: window.after.id };
  const visible = new Set(
    [...now.keys()].every((id) => old.has(id)) ? [] : await world.posture.log.becameVisible(range),
  );
  const stood = (end: End, id: string) => end.points.some(({ subscription }) => subscription.id === id);
  const belongs = (end: End, id: string) => end.own.some(({ subscription }) => subscription.id === id);
  const whyOf = (id: string) => {
    const both = stood(before, id) && stood(after, id);
    const crossed = belongs(before, id) !== belongs(after, id) && !isOff(before, id) && !isOff(after, id);
    if (both) return crossed ? 'moved' : 'stays';
    return !stood(before, id) && visible.has(id) ? 'became-visible' : null;
  };
  return [...new Set([...old.keys(), ...now.keys()])].map((id) => {
    const sides = { before: old.get(id) ?? null, after: now.get(id) ?? null };
    return { id, ...sides, why: sides.before === null || sides.after === null ? whyOf(id) : null };
  });
}

/** Azure switched it off: it leaves every aggregate, and moves nowhere. */
const isOff = (end: End, id: string): boolean =>
  end.points.some(({ subscription }) => subscription.id === id && subscription.state === 'disabled');

/** Those that count in the scope's percentage; of a single one the weight does not matter. */
function sidesOf({ own, cells }: End, single: boolean): Map<string, Side> {
  const rows = Map.groupBy(cells, ({ subscription }) => subscription);
  return new Map(
    own.flatMap(({ subscription: { id }, score }) => {
      const weight = single ? 1 : (score?.weight ?? null);
      if (score === null || weight === null || !(score.max > 0)) return [];
      const percentage = (100 * score.current) / score.max;
      return [[id, { percentage, weight, cells: rows.get(id) ?? [] }] as const];
    }),
  );
}
