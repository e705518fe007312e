import { describe, expect, it } from 'vitest';
import { type Concerned, eventsIn } from '../../src/core/events.ts';

const span = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });
const YEAR = span('2026-01-01', '2027-01-01');
const scope = (environments: readonly string[], over: Partial<Concerned> = {}): Concerned => ({
  ...{ environments: new Set(environments), wide: false, china: false },
  ...over,
});
const days = (of: { from: Date; to: Date }, concerned: Concerned) =>
  eventsIn(of, concerned).map(({ at }) => at);

describe('what Microsoft changed for everybody', () => {
  it.each([
    ['an Azure subscription', scope(['Azure']), ['2026-07-31']],
    ['an AWS account', scope(['AWS']), ['2026-06-30', '2026-07-31']],
    ['a GCP project', scope(['GCP']), ['2026-06-30', '2026-07-31']],
    ['an organisation in GitHub', scope(['GitHub']), []],
    ['Azure subscriptions', scope(['Azure'], { wide: true }), ['2026-07-31', '2026-10-27']],
    ['everything', scope(['Azure', 'AWS'], { wide: true }), ['2026-06-30', '2026-07-31', '2026-10-27']],
    ['Azure China', scope(['Azure'], { china: true }), ['2026-07-31', '2026-08-18']],
    ['nothing', scope([], { wide: true }), []],
  ])('concerns %s', (_, concerned, expected) => expect(days(YEAR, concerned)).toEqual(expected));

  it('is in a time that its day touches', () => {
    const azure = scope(['Azure']);
    expect(days(span('2026-07-31T23:59:59Z', '2026-08-02'), azure)).toEqual(['2026-07-31']);
    expect(days(span('2026-07-01', '2026-07-31T00:00:01Z'), azure)).toEqual(['2026-07-31']);
    expect(days(span('2026-08-01T00:00:00Z', '2026-08-02'), azure)).toEqual([]);
    expect(days(span('2026-07-01', '2026-07-31T00:00:00Z'), azure)).toEqual([]);
  });
});
