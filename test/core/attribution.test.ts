import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Attribution,
  attribute,
  type MemberChange,
  type Moves,
  type MovesOf,
  type Side,
} from '../../src/core/attribution.ts';
import { countsOf, perResource } from '../../src/core/attribution-cells.ts';
import type { Cause, ControlState, FlowCause, NetFlow } from '../../src/core/explain.ts';
import type { ControlRow } from '../../src/core/snapshot.ts';
import example from '../fixtures/explain/worked-example.json' with { type: 'json' };

const row = (control: string, max: number, healthy: number, unhealthy: number): ControlRow => ({
  ...{ control, max, healthy, unhealthy, notApplicable: 0 },
  current: healthy + unhealthy === 0 ? 0 : (max * healthy) / (healthy + unhealthy),
});
/** A side without any rounding. */
const side = (weight: number, cells: readonly ControlRow[]): Side => {
  const scored = cells.filter(({ healthy, unhealthy, max }) => max > 0 && healthy + unhealthy > 0);
  const sum = (of: (cell: ControlRow) => number) => scored.reduce((total, cell) => total + of(cell), 0);
  return { weight, cells, percentage: (100 * sum(({ current }) => current)) / sum(({ max }) => max) };
};
const flow = (resource: number, cause: FlowCause, before: number, after: number, of = ['r']): NetFlow => ({
  ...{ resource, cause, recommendations: of },
  ...{ before: before as ControlState, after: after as ControlState },
});
const absorbing = (flows: Record<string, NetFlow[]>): MovesOf => {
  return (member, control) => ({
    ...{
      absorbed: flows[`${member} ${control}`] ?? flows[control] ?? [],
      pending: [],
      idle: [],
      mitigated: false,
    },
  });
};
const waiting = (flows: NetFlow[]): Moves => ({ absorbed: [], pending: flows, idle: [], mitigated: false });
const total = ({ contributions, residualParts }: Attribution) =>
  [...contributions, ...residualParts].reduce((sum, { delta }) => sum + delta, 0);
const percentOf = (members: readonly MemberChange[], at: 'before' | 'after') => {
  const sides = members.flatMap((member) => member[at] ?? []);
  const weight = sides.reduce((sum, one) => sum + one.weight, 0);
  return sides.reduce((sum, one) => sum + one.weight * one.percentage, 0) / weight;
};
const deltaOf = (members: readonly MemberChange[]) =>
  percentOf(members, 'after') - percentOf(members, 'before');
const single = (before: ControlRow[], after: ControlRow[]): MemberChange[] => [
  { id: 's', why: null, before: side(1, before), after: side(1, after) },
];
const told = ({ contributions }: Attribution) =>
  Object.fromEntries(contributions.map((one) => [`${one.cause} ${one.control}`, one.delta]));

describe('the worked example', () => {
  const members = ['A', 'B', 'C'].map((id): MemberChange => {
    const at = (when: 'before' | 'after') => {
      const one = example[when].subscriptions.find((subscription) => subscription.id === id);
      if (one === undefined) return null;
      if (one.percentage !== undefined) return { weight: one.weight, percentage: one.percentage, cells: [] };
      return side(
        one.weight,
        (one.controls ?? []).map(({ name, max, healthy, unhealthy }) => row(name, max, healthy, unhealthy)),
      );
    };
    return { id, why: null, before: at('before'), after: at('after') };
  });
  const moves = absorbing({
    'A Ports': [
      ...[1, 2].map((n) => flow(n, 'turned-unhealthy', 1, 2)),
      flow(3, 'resource-deleted', 1, 0),
      flow(4, 'resource-added', 0, 2),
      flow(5, 'exempted', 2, 0),
    ],
    'A Transit': [flow(6, 'turned-healthy', 2, 1)],
  });

  it('has the delta and the contributions that were computed elsewhere', () => {
    const found = attribute(members, moves);
    expect(deltaOf(members)).toBeCloseTo(example.expected.delta, 9);
    expect(found.contributions).toHaveLength(example.expected.contributions.length);
    for (const { cause, control, count, delta } of example.expected.contributions) {
      const one = found.contributions.find((of) => of.cause === cause && of.control === control);
      expect(Math.abs((one?.delta ?? Number.NaN) - delta), `${cause} ${control}`).toBeLessThan(1e-9);
      expect((one?.resources.length ?? 0) + (one?.members.length ?? 0), `${cause} ${control}`).toBe(count);
    }
    expect(Math.abs(total(found) - example.expected.delta)).toBeLessThan(1e-9);
    expect(found.residualParts.reduce((sum, { delta }) => sum + Math.abs(delta), 0)).toBeLessThan(1e-9);
  });

  it('has the contributions of its subscription by itself', () => {
    const alone = members.slice(0, 1).map((member) => ({
      ...member,
      before: member.before && { ...member.before, weight: 1 },
      after: member.after && { ...member.after, weight: 1 },
    }));
    const found = told(attribute(alone, moves));
    expect(deltaOf(alone)).toBeCloseTo(example.expectedSubscriptionA.delta, 9);
    for (const { cause, control, delta } of example.expectedSubscriptionA.contributions)
      expect(Math.abs((found[`${cause} ${control}`] ?? Number.NaN) - delta), cause).toBeLessThan(1e-9);
  });
});

describe('one control', () => {
  it('moves by the rates of its leaf', () => {
    const flows = { c: [flow(1, 'turned-unhealthy', 1, 2), flow(2, 'turned-unhealthy', 1, 2)] };
    const found = told(attribute(single([row('c', 8, 4, 4)], [row('c', 8, 2, 6)]), absorbing(flows)));
    expect(found['turned-unhealthy c']).toBeCloseTo(-25, 9);
  });

  it('has rates for one each way between equal counts, which a row that is as it was never uses', () => {
    const cells = { before: row('c', 8, 4, 4), after: row('c', 8, 4, 4) };
    const unit = perResource(cells);
    const moved = (healthy: number, unhealthy: number) => unit.healthy * healthy + unit.unhealthy * unhealthy;
    expect(moved(-1, 1)).toBeCloseTo(-0.125, 12);
    expect(moved(1, -1)).toBeCloseTo(0.125, 12);
    const flows = { c: [flow(1, 'turned-unhealthy', 1, 2), flow(2, 'turned-healthy', 2, 1)] };
    expect(attribute(single([cells.before], [cells.after]), absorbing(flows)).contributions).toEqual([]);
  });

  it('says nothing of a row that is as it was, and lets its resources wait', () => {
    const there = single([row('c', 8, 4, 4)], [row('c', 8, 4, 4)]);
    const flows = [flow(1, 'turned-unhealthy', 1, 2), flow(2, 'turned-healthy', 2, 1)];
    const found = attribute(there, (_, __, change) => {
      expect(change).toBeNull();
      return waiting(flows);
    });
    expect(found.contributions).toEqual([]);
    expect(found.pending.map(({ cause, resources }) => [cause, resources])).toEqual([
      ['turned-unhealthy', [1]],
      ['turned-healthy', [2]],
    ]);
  });

  it('gives a move that no resource explains to the residual, with its name', () => {
    const members = single([row('c', 8, 4, 4), row('d', 2, 1, 0)], [row('c', 8, 4, 7), row('d', 2, 1, 0)]);
    const found = attribute(members, absorbing({}));
    expect(found.contributions).toEqual([]);
    expect(found.residualParts.map(({ why, control }) => [why, control])).toContainEqual([
      'counts-ahead',
      'c',
    ]);
    expect(Math.abs(total(found) - deltaOf(members))).toBeLessThan(1e-9);
  });

  it('splits a flow among the recommendations that moved it', () => {
    const flows = { c: [flow(1, 'turned-unhealthy', 1, 2, ['one', 'other'])] };
    const { contributions } = attribute(single([row('c', 8, 4, 4)], [row('c', 8, 3, 5)]), absorbing(flows));
    expect(contributions.map(({ recommendation, resources }) => [recommendation, resources])).toEqual([
      ['one', [1]],
      ['other', [1]],
    ]);
    expect(contributions[0]?.delta).toBeCloseTo(-6.25, 9);
    expect(contributions[1]?.delta).toBe(contributions[0]?.delta);
  });

  it('tells rounding, a total that disagrees, and a control that disagrees apart', () => {
    const cells = [row('c', 4, 5, 1), row('d', 4, 1, 1)];
    const rounded = cells.map((cell) => ({ ...cell, current: Math.round(100 * cell.current) / 100 }));
    const why = (now: Side) =>
      attribute([{ id: 's', why: null, before: side(1, cells), after: now }], absorbing({}))
        .residualParts.filter(({ delta }) => Math.abs(delta) > 1e-9)
        .map((part) => [part.why, part.control]);
    expect(why({ ...side(1, rounded) })).toEqual([['rounding', 'c']]);
    expect(why({ ...side(1, cells), percentage: 60 })).toEqual([['totals-disagree', null]]);
    const wrong = cells.map((cell) => (cell.control === 'd' ? { ...cell, current: 3 } : cell));
    expect(why(side(1, wrong))).toEqual([['totals-disagree', 'd']]);
    const back = { id: 's', why: null, before: side(1, wrong), after: side(1, cells) };
    expect(attribute([back], absorbing({})).residualParts.map((part) => part.why)).toEqual([
      'totals-disagree',
    ]);
  });

  it('names the resources of a control that came or went, or whose it is', () => {
    const kept = row('c', 8, 4, 4);
    const of = (before: ControlRow[], after: ControlRow[]) =>
      attribute(
        single(before, after),
        absorbing({ new: [flow(2, 'resource-added', 0, 1), flow(1, 'resource-added', 0, 1)] }),
      ).contributions.map(({ cause, control, resources, members }) => [cause, control, resources, members]);
    expect(of([kept], [kept, row('new', 2, 2, 0)])).toEqual([['control-added', 'new', [1, 2], []]]);
    expect(of([kept], [kept, row('other', 2, 2, 0)])).toEqual([['control-added', 'other', [], ['s']]]);
    expect(of([kept, row('other', 2, 2, 0)], [kept])).toEqual([['control-removed', 'other', [], ['s']]]);
    expect(of([kept], [{ ...kept, max: 10, current: 5 }, row('d', 2, 2, 0)])).toContainEqual([
      ...['control-max-changed', 'c'],
      ...[[], ['s']],
    ]);
  });

  it('is put together over subscriptions, and told apart by why', () => {
    const [before, after] = [side(1, [row('c', 8, 4, 4)]), side(1, [row('c', 8, 4, 7)])];
    const same = { before, after: before };
    const members: MemberChange[] = [
      { id: 'b', why: null, before, after },
      { id: 'a', why: null, before, after },
      { id: 'y', why: null, ...same },
      { id: 'x', why: null, ...same },
      { id: 'w', why: 'moved', before, after: null },
      { id: 'v', why: null, before, after: null },
    ];
    const later = flow(9, 'turned-healthy', 2, 1, []);
    const found = attribute(members, () => ({
      ...{ absorbed: [flow(3, 'turned-unhealthy', 1, 2, [])], pending: [later, later], mitigated: false },
      idle: [flow(2, 'turned-healthy', 2, 1)],
    }));
    expect(found.pending).toEqual([
      {
        cause: 'turned-healthy',
        control: 'c',
        recommendation: null,
        resources: [9],
        why: 'not-recalculated',
      },
      {
        cause: 'turned-healthy',
        control: 'c',
        recommendation: 'r',
        resources: [2],
        why: 'another-recommendation',
      },
    ]);
    expect(found.residualParts.map(({ why, control }) => [why, control])).toEqual([['counts-ahead', 'c']]);
    expect(
      found.contributions.map(({ cause, why, recommendation, resources, members }) => [
        ...[cause, why, recommendation, resources, members],
      ]),
    ).toEqual([
      ['turned-unhealthy', null, null, [3], []],
      ['subscription-removed', 'moved', null, [], ['w']],
      ['subscription-removed', null, null, [], ['v']],
    ]);
    expect(Math.abs(total(found) - deltaOf(members))).toBeLessThan(1e-9);
  });

  it('keeps the kinds of rest of one control apart, and names members in order', () => {
    const old = row('c', 4, 5, 1);
    const now = { ...row('c', 4, 4, 2), current: Math.round(100 * row('c', 4, 4, 2).current) / 100 };
    const moved = (id: string): MemberChange => ({
      id,
      why: null,
      before: side(1, [old]),
      after: side(1, [now]),
    });
    const came = (id: string): MemberChange => ({ id, why: null, before: null, after: side(1, [old]) });
    const members = [moved('x'), moved('y'), came('b'), came('a')];
    const found = attribute(members, absorbing({}));
    const parts = found.residualParts.filter(({ delta }) => Math.abs(delta) > 1e-12);
    expect(parts.map(({ why, control }) => [why, control])).toEqual([
      ['counts-ahead', 'c'],
      ['rounding', 'c'],
    ]);
    expect(found.contributions.map((one) => [one.cause, one.members])).toEqual([
      ['subscription-added', ['a', 'b']],
    ]);
    expect(Math.abs(total(found) - deltaOf(members))).toBeLessThan(1e-9);
  });

  it('leaves a subscription whose controls count on one side only to its totals, and its moves untold', () => {
    const without: Side = { percentage: 50, weight: 1, cells: [] };
    const counting = side(1, [row('c', 8, 1, 3)]);
    const pairs = [
      [without, counting],
      [counting, without],
    ] as const;
    for (const [before, after] of pairs) {
      const members: MemberChange[] = [{ id: 's', why: null, before, after }];
      const found = attribute(members, () => waiting([flow(1, 'turned-unhealthy', 1, 2)]));
      expect([found.contributions, found.pending]).toEqual([[], []]);
      expect(found.residualParts.map(({ why }) => why)).toEqual(['totals-disagree']);
      expect(Math.abs(total(found) - deltaOf(members))).toBeLessThan(1e-9);
    }
  });

  it('asks what a row took in that has other points and the same counts', () => {
    const asked: unknown[] = [];
    attribute(single([row('c', 8, 4, 4)], [row('c', 10, 4, 4)]), (_, __, change) => {
      asked.push(change);
      return waiting([]);
    });
    expect(asked).toEqual([{ healthy: 0, unhealthy: 0 }]);
  });

  it('never counts a control without points, and lets one without a row wait', () => {
    const flows = [flow(1, 'turned-unhealthy', 1, 2)];
    const members = single(
      [row('c', 8, 4, 4), row('zero', 0, 1, 0)],
      [row('c', 8, 4, 4), row('zero', 0, 0, 1)],
    );
    expect(attribute(members, () => waiting(flows)).pending.map(({ control }) => control)).toEqual(['c']);
    const empty = single(
      [row('c', 8, 4, 4), row('none', 2, 0, 0)],
      [row('c', 8, 4, 4), row('none', 2, 0, 0)],
    );
    expect(attribute(empty, () => waiting(flows)).pending.map(({ control }) => control)).toEqual([
      'c',
      'none',
    ]);
  });
});

describe('any change', () => {
  /** Resources of each control with their state before and after. */
  const states = fc.array(
    fc.record({ before: fc.integer({ min: 0, max: 2 }), after: fc.integer({ min: 0, max: 2 }) }),
    { minLength: 1, maxLength: 9 },
  );
  const world = fc.array(
    fc.record({
      weights: fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 })),
      there: fc.constantFrom('both', 'both', 'both', 'before', 'after'),
      controls: fc.array(fc.tuple(states, fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 })), {
        minLength: 1,
        maxLength: 5,
      }),
    }),
    { minLength: 1, maxLength: 4 },
  );
  type World = typeof world extends fc.Arbitrary<infer T> ? T : never;
  const OPPOSITE: Partial<Record<Cause, Cause>> = {
    ...{ 'turned-healthy': 'turned-unhealthy', 'turned-unhealthy': 'turned-healthy' },
    ...{ 'resource-added': 'resource-deleted', 'resource-deleted': 'resource-added' },
    ...{ 'control-added': 'control-removed', 'control-removed': 'control-added' },
    ...{ 'subscription-added': 'subscription-removed', 'subscription-removed': 'subscription-added' },
  };
  const causeOf = (before: number, after: number): FlowCause => {
    if (before === 0) return 'resource-added';
    if (after === 0) return 'resource-deleted';
    return after === 2 ? 'turned-unhealthy' : 'turned-healthy';
  };
  /** One resource of each kind that never moves, so that there is a score on both sides. */
  const rowsAt = (made: World[number], at: 'before' | 'after') => [
    row('always', 5, 1, 1),
    ...made.controls.map(([of, ...max], c) => {
      const count = (state: number) => of.filter((one) => one[at] === state).length;
      return row(`c${c}`, max[at === 'before' ? 0 : 1] ?? 1, count(1), count(2));
    }),
  ];
  const build = (made: World, scale = 1) => {
    const anchor = { id: 'anchor', why: null };
    const still = side(7 * scale, [row('always', 5, 1, 1)]);
    const members: MemberChange[] = [
      { ...anchor, before: still, after: still },
      ...made.map((one, s) => ({
        ...{ id: `s${s}`, why: null },
        before: one.there === 'after' ? null : side(one.weights[0] * scale, rowsAt(one, 'before')),
        after: one.there === 'before' ? null : side(one.weights[1] * scale, rowsAt(one, 'after')),
      })),
    ];
    const flows: Record<string, NetFlow[]> = {};
    for (const [s, one] of made.entries())
      for (const [c, [of]] of one.controls.entries())
        flows[`s${s} c${c}`] = of.flatMap(({ before, after }, n) =>
          before === after
            ? []
            : [flow(100 * s + 10 * c + n, causeOf(before, after), before, after, [`r${n % 2}`])],
        );
    return { members, flows };
  };
  const keyed = ({ contributions }: Attribution) =>
    new Map(contributions.map((one) => [`${one.cause} ${one.control} ${one.recommendation}`, one.delta]));
  const close = (a: Map<string, number>, b: Map<string, number>) => {
    expect([...a.keys()].sort()).toEqual([...b.keys()].sort());
    for (const [key, delta] of a)
      expect(Math.abs(delta - (b.get(key) ?? Number.NaN)), key).toBeLessThan(1e-9);
  };

  it('is the sum of its contributions and has no residual where nothing is rounded', () => {
    fc.assert(
      fc.property(world, (made) => {
        const { members, flows } = build(made);
        const found = attribute(members, absorbing(flows));
        expect(Math.abs(total(found) - deltaOf(members))).toBeLessThan(1e-9);
        for (const { delta } of found.residualParts) expect(Math.abs(delta)).toBeLessThan(1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('has a residual that makes up for what Azure rounds, within its bound', () => {
    fc.assert(
      fc.property(world, (made) => {
        const { members, flows } = build(made);
        const round = (one: Side | null) => {
          if (one === null) return null;
          const cells = one.cells.map((cell) => ({ ...cell, current: Math.round(100 * cell.current) / 100 }));
          return { ...side(one.weight, cells), cells };
        };
        const rounded = members.map((one) => ({
          ...one,
          before: round(one.before),
          after: round(one.after),
        }));
        const found = attribute(rounded, absorbing(flows));
        expect(Math.abs(total(found) - deltaOf(rounded))).toBeLessThan(1e-9);
        const residual = found.residualParts.reduce((sum, { delta }) => sum + Math.abs(delta), 0);
        expect(residual).toBeLessThanOrEqual(((2 * 100 * 0.005 * 6) / 5) * members.length);
        expect(
          new Set(found.residualParts.filter(({ delta }) => Math.abs(delta) > 1e-9).map(({ why }) => why))
            .size,
        ).toBeLessThan(2);
      }),
    );
  });

  it('turns round when before and after are swapped', () => {
    fc.assert(
      fc.property(world, (made) => {
        const { members, flows } = build(made);
        const swapped = members.map((one) => ({ ...one, before: one.after, after: one.before }));
        const back = Object.fromEntries(
          Object.entries(flows).map(([key, of]) => [
            key,
            of.map((one) => ({
              ...{ ...one, before: one.after, after: one.before },
              cause: (OPPOSITE[one.cause] ?? one.cause) as FlowCause,
            })),
          ]),
        );
        const turned = [...attribute(swapped, absorbing(back)).contributions].map(
          (one) =>
            [
              `${OPPOSITE[one.cause] ?? one.cause} ${one.control} ${one.recommendation}`,
              0 - one.delta,
            ] as const,
        );
        close(keyed(attribute(members, absorbing(flows))), new Map(turned));
      }),
    );
  });

  it('does not depend on the order of events or on the scale of weights', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 2, max: 1000 }), (made, scale) => {
        const { members, flows } = build(made);
        const found = keyed(attribute(members, absorbing(flows)));
        const shuffled = Object.fromEntries(Object.entries(flows).map(([key, of]) => [key, of.toReversed()]));
        close(found, keyed(attribute(members.toReversed(), absorbing(shuffled))));
        close(found, keyed(attribute(build(made, scale).members, absorbing(flows))));
      }),
    );
  });

  it('gives the other groups what they had when one is split', () => {
    fc.assert(
      fc.property(world, (made) => {
        const { members, flows } = build(made);
        const split = Object.fromEntries(
          Object.entries(flows).map(([key, of]) => [
            key,
            of.map((one) =>
              one.recommendations[0] === 'r1' ? { ...one, recommendations: ['x', 'y'] } : one,
            ),
          ]),
        );
        const [whole, parts] = [
          keyed(attribute(members, absorbing(flows))),
          keyed(attribute(members, absorbing(split))),
        ];
        for (const [key, delta] of whole) {
          if (key.endsWith('r1')) continue;
          expect(Math.abs(delta - (parts.get(key) ?? Number.NaN))).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it('is in percentage points: a score goes from 0 to 100 at most, and so does what moved it', () => {
    fc.assert(
      fc.property(world, (made) => {
        const { members, flows } = build(made);
        expect(Math.abs(total(attribute(members, absorbing(flows))))).toBeLessThanOrEqual(100 + 1e-9);
        expect(Math.abs(deltaOf(members))).toBeLessThanOrEqual(100 + 1e-9);
      }),
    );
    const [all, none] = [row('c', 8, 4, 0), row('c', 8, 0, 4)];
    const flows = [1, 2, 3, 4].map((n) => flow(n, 'turned-unhealthy', 1, 2));
    expect(told(attribute(single([all], [none]), absorbing({ c: flows })))).toEqual({
      'turned-unhealthy c': expect.closeTo(-100, 9),
    });
  });

  it('is nothing between a snapshot and itself', () => {
    fc.assert(
      fc.property(world, (made) => {
        const { members } = build(made);
        const same = members.flatMap((one) => (one.before === null ? [] : [{ ...one, after: one.before }]));
        expect(attribute(same, absorbing({}))).toEqual({ contributions: [], residualParts: [], pending: [] });
      }),
    );
  });

  it('never lets an unhealthy resource raise its control or a fixed one lower it', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.boolean(), (healthy, unhealthy, added) => {
        fc.pre(healthy + unhealthy > 0 && (added || unhealthy > 0));
        const now = added ? row('c', 8, healthy, unhealthy + 1) : row('c', 8, healthy + 1, unhealthy - 1);
        const one = added ? flow(1, 'resource-added', 0, 2) : flow(1, 'turned-healthy', 2, 1);
        const { contributions } = attribute(
          single([row('c', 8, healthy, unhealthy)], [now]),
          absorbing({ c: [one] }),
        );
        const delta = contributions[0]?.delta ?? Number.NaN;
        expect(added ? -delta : delta).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });
});

describe('what a flow does to the counts', () => {
  it('takes a waived resource out and makes a mitigated one healthy', () => {
    const exempted = flow(1, 'exempted', 2, 0);
    const ended = flow(1, 'exemption-ended', 0, 2);
    expect(countsOf(exempted, false)).toEqual({ healthy: 0, unhealthy: -1 });
    expect(countsOf(exempted, true)).toEqual({ healthy: 1, unhealthy: -1 });
    expect(countsOf(ended, false)).toEqual({ healthy: 0, unhealthy: 1 });
    expect(countsOf(ended, true)).toEqual({ healthy: -1, unhealthy: 1 });
    expect(countsOf(flow(1, 'exempted', 1, 0), true)).toEqual({ healthy: 0, unhealthy: 0 });
    expect(countsOf(flow(1, 'resource-deleted', 2, 0), true)).toEqual({ healthy: 0, unhealthy: -1 });
    expect(countsOf(flow(1, 'resource-added', 0, 2), true)).toEqual({ healthy: 0, unhealthy: 1 });
  });
});
