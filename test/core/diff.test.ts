import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog, type Definitions, type Log } from '../../src/core/diff.ts';
import type { ControlState, FlowCause, NetFlow, RowState } from '../../src/core/explain.ts';

const HERE = { subscription: 's', control: 'c' };
const RANGE = { from: 1, to: 2 };
/** How a row can be: no row, not applicable, exempt, healthy, unhealthy. */
const ROWS: readonly RowState[] = [
  { state: 0, exempt: false, absent: true },
  { state: 0, exempt: false, absent: false },
  { state: 0, exempt: true, absent: false },
  { state: 1, exempt: false, absent: false },
  { state: 2, exempt: false, absent: false },
];
const ABSENT: RowState = { state: 0, exempt: false, absent: true };

/** Rows of each resource by recommendation, and which recommendations the control lists, at one end. */
type End = { resources: readonly (readonly RowState[])[]; listed: readonly boolean[] };

const has = ({ resources }: End, recommendation: number) =>
  resources.some((rows) => rows[recommendation]?.absent === false);
const stateIn = (rows: readonly RowState[], { listed }: End) =>
  Math.max(0, ...rows.map((row, at) => (listed[at] ? row.state : 0))) as ControlState;

/** A log of snapshots 1, 2, …, each of which took everything to the next end. */
function logOf(...ends: readonly [End, End, ...End[]]) {
  const at = (snapshot: number) => ends[snapshot - 1] ?? ends[0];
  const definitions: Definitions = {
    counts: (_, id, snapshot) => at(snapshot).listed[numberOf(id)] ?? false,
    present: (id, snapshot) => has(at(snapshot), numberOf(id)),
    controls: () => ['c'],
    readAt: (_, snapshot) => snapshot,
    since: (snapshot) => snapshot,
  };
  const log = createLog(definitions);
  for (let snapshot = 2; snapshot <= ends.length; snapshot += 1)
    addStep(log, snapshot, at(snapshot - 1), at(snapshot));
  return log;
}

const numberOf = (id: string) => Number(id.slice(1));
const isThere = (rows: readonly RowState[]) => rows.some(({ absent }) => !absent);

function addStep(log: Log, snapshot: number, before: End, after: End): void {
  for (const [resource, old] of before.resources.entries()) {
    const now = after.resources[resource] ?? [];
    const [was, is] = [stateIn(old, before), stateIn(now, after)];
    const changed = old.flatMap((row, n) => {
      const other = now[n] ?? ABSENT;
      return row === other ? [] : [{ recommendation: `r${n}`, before: row, after: other }];
    });
    const recommendations = moversOf(resource, before, after).map((n) => `r${n}`);
    const [stood, there] = [isThere(old), isThere(now)];
    log.add({
      changes: changed.map((one) => ({ snapshot, subscription: 's', resource, ...one })),
      flows: was === is ? [] : [{ ...HERE, snapshot, resource, before: was, after: is, recommendations }],
      presence: stood === there ? [] : [{ snapshot, resource, there }],
    });
  }
}

/** What a recommendation says of a resource in the control. */
const saidBy = ({ resources, listed }: End, resource: number, n: number): ControlState =>
  listed[n] ? (resources[resource]?.[n]?.state ?? 0) : 0;

/** Recommendations that took the state that a resource came to, or left the one that it went down from. */
function moversOf(resource: number, before: End, after: End): number[] {
  const stateAt = (end: End) => stateIn(end.resources[resource] ?? [], end);
  const [was, is] = [stateAt(before), stateAt(after)];
  return [...before.listed.keys()].filter((n) => {
    const [brought, brings] = [saidBy(before, resource, n), saidBy(after, resource, n)];
    return brought !== brings && (is > was ? brings === is : brought === was);
  });
}

const OPPOSITE: Readonly<Record<FlowCause, FlowCause>> = {
  ...{ 'resource-added': 'resource-deleted', 'resource-deleted': 'resource-added' },
  ...{ 'turned-unhealthy': 'turned-healthy', 'turned-healthy': 'turned-unhealthy' },
  ...{ 'became-not-applicable': 'became-applicable', 'became-applicable': 'became-not-applicable' },
  ...{ exempted: 'exemption-ended', 'exemption-ended': 'exempted' },
  'recommendation-added': 'recommendation-removed',
  'recommendation-removed': 'recommendation-added',
};

const RECOMMENDATIONS = 3;
const row = fc.constantFrom(...ROWS);
const end = (resources: number): fc.Arbitrary<End> =>
  fc.record({
    resources: fc.array(fc.array(row, { minLength: RECOMMENDATIONS, maxLength: RECOMMENDATIONS }), {
      minLength: resources,
      maxLength: resources,
    }),
    listed: fc.array(fc.boolean(), { minLength: RECOMMENDATIONS, maxLength: RECOMMENDATIONS }),
  });
const ends = fc.integer({ min: 1, max: 4 }).chain((resources) => fc.tuple(end(resources), end(resources)));

const several = fc
  .integer({ min: 1, max: 3 })
  .chain((resources) => fc.tuple(end(resources), end(resources), end(resources), end(resources)));

/** By the ends alone: why one recommendation moved a resource. The first that holds. */
function causeOf(resource: number, n: number, before: End, after: End): FlowCause {
  const row = (end: End) => end.resources[resource]?.[n] ?? ABSENT;
  const [counted, counts] = [before, after].map(({ listed }) => listed[n]);
  if (counts && (!counted || !has(before, n))) return 'recommendation-added';
  if (counted && (!counts || (row(after).absent && !has(after, n)))) return 'recommendation-removed';
  const [stood, stands] = [before, after].map(({ resources }) => isThere(resources[resource] ?? []));
  if (!stood && stands) return 'resource-added';
  if (stood && !stands) return 'resource-deleted';
  if (row(after).exempt) return 'exempted';
  if (row(before).exempt) return 'exemption-ended';
  if (row(after).state === 0) return 'became-not-applicable';
  if (row(before).state === 0) return 'became-applicable';
  return row(after).state === 2 ? 'turned-unhealthy' : 'turned-healthy';
}

/** In the order of precedence. */
const FIRST: readonly FlowCause[] = [
  ...(['recommendation-added', 'recommendation-removed', 'resource-added', 'resource-deleted'] as const),
  ...(['exempted', 'exemption-ended', 'became-not-applicable', 'became-applicable'] as const),
  ...(['turned-unhealthy', 'turned-healthy'] as const),
];

function flowsBetween(before: End, after: End): NetFlow[] {
  return before.resources.flatMap((old, resource) => {
    const [was, is] = [stateIn(old, before), stateIn(after.resources[resource] ?? [], after)];
    if (was === is) return [];
    const causes = moversOf(resource, before, after).map(
      (n) => [`r${n}`, causeOf(resource, n, before, after)] as const,
    );
    const cause = FIRST.find((one) => causes.some(([, of]) => of === one)) ?? 'turned-healthy';
    const alone = cause.startsWith('recommendation-');
    const recommendations = causes.filter(([, of]) => !alone || of === cause).map(([id]) => id);
    return [{ resource, cause, recommendations, before: was, after: is }];
  });
}

/** A row that never changed and came to be listed while another hid it is in no step of the log. */
const isHidden = (ends: readonly End[], resource: number, n: number): boolean => {
  const rows = ends.map(({ resources }) => resources[resource]?.[n]);
  const named = ends.slice(1).some((after, at) => {
    const before = ends[at] ?? after;
    const stateAt = (one: End) => stateIn(one.resources[resource] ?? [], one);
    return stateAt(before) !== stateAt(after) && moversOf(resource, before, after).includes(n);
  });
  return rows.every((row) => row === rows[0]) && !named;
};

/** Of four snapshots. */
const RANGES = [
  [1, 3],
  [1, 4],
  [2, 4],
  [2, 3],
  [3, 4],
] as const;

describe('what happened between two ends', () => {
  it('turns each cause into its opposite when they are swapped', () => {
    fc.assert(
      fc.property(ends, ([before, after]) => {
        const turned = (flows: readonly NetFlow[]) =>
          flows.map((one) => ({
            ...{ ...one, before: one.after, after: one.before },
            cause: OPPOSITE[one.cause],
          }));
        const [there, back] = [logOf(before, after), logOf(after, before)];
        expect(turned(there.net('s', 'c', RANGE))).toEqual(back.net('s', 'c', RANGE));
        expect(turned(there.idle('s', RANGE).get('c') ?? [])).toEqual(back.idle('s', RANGE).get('c') ?? []);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is what the ends say, whatever happened in between', () => {
    let compared = 0;
    fc.assert(
      fc.property(several, (ends) => {
        const log = logOf(...ends);
        // One log is asked about several ranges, which it keeps what it worked out for.
        for (const [from, to] of RANGES) {
          const [before, after] = [ends[from - 1] ?? ends[0], ends[to - 1] ?? ends[3]];
          const between = ends.slice(from - 1, to);
          const flows = flowsBetween(before, after);
          const wanted = flows.filter(
            ({ resource }) => !moversOf(resource, before, after).some((n) => isHidden(between, resource, n)),
          );
          const told = new Map(log.net('s', 'c', { from, to }).map((flow) => [flow.resource, flow]));
          compared += wanted.length;
          expect(wanted.map(({ resource }) => told.get(resource))).toEqual(wanted);
          expect([...told.keys()].sort()).toEqual(flows.map(({ resource }) => resource));
        }
      }),
      { numRuns: 1_500 },
    );
    expect(compared).toBeGreaterThan(1_000);
  });

  it('holds every change of an assessment that counts: it moved a state, or it is idle', () => {
    fc.assert(
      fc.property(several, fc.constantFrom([1, 4], [2, 4], [2, 3]), (all, [from = 1, to = 4]) => {
        const [before, after] = [all[from - 1] ?? all[0], all[to - 1] ?? all[3]];
        const log = logOf(...all);
        const range = { from, to };
        const moved = new Set(log.net('s', 'c', range).map(({ resource }) => resource));
        const idle = (log.idle('s', range).get('c') ?? []).map(
          ({ resource, recommendations }) => `${resource} ${recommendations}`,
        );
        const wanted = before.resources.flatMap((rows, resource) =>
          rows.flatMap((old, n) => {
            const now = after.resources[resource]?.[n] ?? ABSENT;
            const brought = before.listed[n] ? old.state : 0;
            const brings = after.listed[n] ? now.state : 0;
            const changed = old.state !== now.state && brought !== brings;
            return changed && !moved.has(resource) ? [`${resource} r${n}`] : [];
          }),
        );
        expect(idle.sort()).toEqual(wanted.sort());
      }),
      { numRuns: 1_000 },
    );
  });

  it('is nothing where the ends are the same', () => {
    fc.assert(
      fc.property(end(3), (same) => {
        const log = logOf(same, same);
        expect([log.net('s', 'c', RANGE), [...log.idle('s', RANGE)]]).toEqual([[], []]);
      }),
    );
  });

  it('compares whoever was not readable with what counted when it was last read', () => {
    const log = createLog({
      counts: (_, __, snapshot) => snapshot >= 3,
      present: () => true,
      controls: () => ['c'],
      readAt: (_, snapshot) => (snapshot === 4 || snapshot === 3 ? 2 : snapshot),
      since: (snapshot) => snapshot,
    });
    const step = { ...HERE, snapshot: 5, resource: 1, before: 0, after: 2, recommendations: ['r'] } as const;
    log.add({ flows: [step] });
    expect(log.net('s', 'c', { from: 4, to: 5 }).map(({ cause }) => cause)).toEqual(['recommendation-added']);
  });
});
