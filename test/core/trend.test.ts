import { describe, expect, it } from 'vitest';
import type { MemberHistory, Place } from '../../src/core/history.ts';
import { belongsTo, singleTrend, wideTrend } from '../../src/core/trend.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const snapshots = [1, 2, 3, 4].map((id) => ({ id, at: START + id * DAY }));
const place = (id: string, of: Partial<Place> = {}): Place => ({
  ...{ id, kind: 'subscription', state: 'enabled', ancestors: ['prod', 'root'] },
  ...of,
});
const score = (snapshot: number, current: number, max: number, weight: number | null = 1) => ({
  snapshot,
  score: { current, max, weight },
});
const history = (id: string, of: Partial<MemberHistory>): MemberHistory => ({
  ...{ id, places: [{ snapshot: 1, place: place(id) }], scores: [], maxima: [] },
  ...of,
});
const everywhere = () => true;
const percentages = (points: readonly { percentage: number | null }[]) =>
  points.map(({ percentage }) => percentage);

describe('what belongs to a trend', () => {
  it('is of the scope, may be seen, and is switched on', () => {
    const prod = belongsTo({ kind: 'management-group', id: 'prod' }, everywhere);
    expect(prod(place('a'))).toBe(true);
    expect(prod(place('a', { ancestors: ['root'] }))).toBe(false);
    expect(prod(place('a', { state: 'disabled' }))).toBe(false);
    expect(prod(place('a', { state: 'no-score' }))).toBe(true);
    expect(belongsTo({ kind: 'all', id: 'all' }, ({ id }) => id === 'b')(place('a'))).toBe(false);
  });
});

describe('the trend of one subscription', () => {
  it("is Azure's own rows, each carried forward to the next change, at the times of the snapshots", () => {
    const member = history('a', { scores: [score(1, 10, 40), score(3, 30, 40)] });
    const points = singleTrend(snapshots, member, everywhere);
    expect(percentages(points)).toEqual([25, 25, 75, 75]);
    expect(points[2]).toEqual({
      at: '2026-01-04T00:00:00.000Z',
      percentage: 75,
      current: 30,
      max: 40,
      imported: false,
    });
  });

  it('is unknown before it was seen, where it did not belong, was gone or had no score', () => {
    const scores = [score(1, 10, 40), { snapshot: 4, score: null }];
    const places = [
      { snapshot: 2, place: place('a') },
      { snapshot: 3, place: null },
      { snapshot: 4, place: place('a') },
    ];
    expect(percentages(singleTrend(snapshots, history('a', { places, scores }), everywhere))).toEqual([
      null,
      25,
      null,
      null,
    ]);
    const later = history('a', { scores: [score(3, 10, 40)] });
    expect(percentages(singleTrend(snapshots, later, everywhere))).toEqual([null, null, 25, 25]);
    const elsewhere = belongsTo({ kind: 'subscription', id: 'b' }, everywhere);
    const points = singleTrend(snapshots, history('a', { scores: [score(1, 10, 40)] }), elsewhere);
    expect(percentages(points)).toEqual([null, null, null, null]);
    expect(
      percentages(singleTrend(snapshots, history('a', { scores: [score(1, 0, 0)] }), everywhere)),
    ).toEqual([null, null, null, null]);
  });
});

describe('the trend of several subscriptions', () => {
  const a = history('a', {
    scores: [score(1, 10, 40, 3), score(3, 30, 40, 1)],
    maxima: [
      { snapshot: 1, control: 'mfa', max: 10 },
      { snapshot: 1, control: 'ports', max: 8 },
      { snapshot: 4, control: 'mfa', max: 6 },
      { snapshot: 4, control: 'late', max: 1 },
    ],
  });
  const b = history('b', {
    places: [
      { snapshot: 2, place: place('b') },
      { snapshot: 4, place: null },
    ],
    scores: [score(2, 20, 20, 1)],
    maxima: [
      { snapshot: 2, control: 'mfa', max: 12 },
      { snapshot: 2, control: 'tls', max: 4 },
    ],
  });
  const trendOf = (...members: MemberHistory[]) => {
    const wide = wideTrend(snapshots, everywhere);
    for (const member of members) wide.add(member);
    return wide.points();
  };

  it('is the weighted mean of who was there, out of the largest maximum of each control then', () => {
    const points = trendOf(a, b);
    expect(percentages(points)).toEqual([25, (100 * (3 * 0.25 + 1)) / 4, (100 * (0.75 + 1)) / 2, 75]);
    expect(points.map(({ max }) => max)).toEqual([18, 12 + 8 + 4, 12 + 8 + 4, 6 + 8 + 1]);
    for (const { percentage, max, current } of points)
      expect(current).toBeCloseTo(((percentage ?? 0) * (max ?? 0)) / 100, 12);
    expect(trendOf(b, a)).toEqual(points);
    expect(points[0]).toMatchObject({ at: '2026-01-02T00:00:00.000Z', imported: false });
  });

  it('leaves out who has no weight, no maximum or no score, and is unknown without anybody', () => {
    const odd = [
      history('c', { scores: [score(1, 5, 10, null)] }),
      history('d', { scores: [score(1, 0, 0, 9)] }),
      history('e', { scores: [{ snapshot: 1, score: null }] }),
      history('f', { scores: [score(1, 5, 10, 0)] }),
    ];
    expect(percentages(trendOf(a, ...odd))).toEqual(percentages(trendOf(a)));
    for (const point of trendOf(...odd))
      expect(point).toMatchObject({ percentage: null, current: null, max: null });
    expect(percentages(trendOf())).toEqual([null, null, null, null]);
  });

  it('has no part of what does not belong', () => {
    const wide = wideTrend(snapshots, ({ id }) => id !== 'b');
    wide.add(a);
    wide.add(b);
    expect(wide.points()).toEqual(trendOf(a));
  });
});
