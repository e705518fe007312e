import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog, type Definitions } from '../../src/core/diff.ts';
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

/** A log of one snapshot that took everything from the one end to the other. */
function logOf(before: End, after: End) {
  const at = (snapshot: number) => (snapshot < 2 ? before : after);
  const number = (id: string) => Number(id.slice(1));
  const definitions: Definitions = {
    counts: (_, id, snapshot) => at(snapshot).listed[number(id)] ?? false,
    present: (id, snapshot) => has(at(snapshot), number(id)),
    controls: () => ['c'],
    readAt: (_, snapshot) => snapshot,
    since: (snapshot) => snapshot,
  };
  const log = createLog(definitions);
  for (const [resource, old] of before.resources.entries()) {
    const now = after.resources[resource] ?? [];
    const [was, is] = [stateIn(old, before), stateIn(now, after)];
    const changed = old.flatMap((row, n) => {
      const other = now[n] ?? ABSENT;
      return row === other ? [] : [{ recommendation: `r${n}`, before: row, after: other }];
    });
    const recommendations = old.flatMap((row, n) => {
      const brought = before.listed[n] ? row.state : 0;
      const brings = after.listed[n] ? (now[n]?.state ?? 0) : 0;
      return brought !== brings && (is > was ? brings === is : brought === was) ? [`r${n}`] : [];
    });
    const there = [old, now].map((rows) => rows.some(({ absent }) => !absent));
    log.add({
      changes: changed.map((one) => ({ snapshot: 2, subscription: 's', resource, ...one })),
      flows: was === is ? [] : [{ ...HERE, snapshot: 2, resource, before: was, after: is, recommendations }],
      presence: there[0] === there[1] ? [] : [{ snapshot: 2, resource, there: there[1] ?? false }],
    });
  }
  return log;
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

  it('holds every change of an assessment that counts: it moved a state, or it is idle', () => {
    fc.assert(
      fc.property(ends, ([before, after]) => {
        const log = logOf(before, after);
        const moved = new Set(log.net('s', 'c', RANGE).map(({ resource }) => resource));
        const idle = (log.idle('s', RANGE).get('c') ?? []).map(
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
