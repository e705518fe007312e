/** The year that is lived through, and when nothing ran in it or nothing could be read. Moments are milliseconds since 1970. */
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const START = Date.parse('2026-01-05T00:00:00Z');
export const END = Date.parse('2027-01-04T00:00:00Z');
/** Between two snapshots: shorter than Azure's 8 hours, so that half of a recalculation is seen twice. */
export const EVERY = 6 * HOUR;

export type Span = { from: number; to: number };
const span = (from: string, to: string): Span => ({ from: Date.parse(from), to: Date.parse(to) });

/** Nothing runs then. */
export const DOWN: readonly Span[] = [
  span('2026-01-20T00:10:00Z', '2026-01-20T03:00:00Z'),
  span('2026-03-08T05:00:00Z', '2026-03-08T08:45:00Z'),
  span('2026-03-28T22:00:00Z', '2026-03-29T04:00:00Z'),
  span('2026-05-01T00:00:00Z', '2026-05-23T12:00:00Z'),
  span('2026-08-30T20:00:00Z', '2026-09-01T06:00:00Z'),
  span('2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z'),
  span('2026-12-20T00:00:00Z', '2026-12-27T00:00:00Z'),
];

/** Everything runs but Azure: the first is told, the second is shorter than three snapshots. */
export const BLIND: readonly Span[] = [
  span('2026-06-10T01:00:00Z', '2026-06-12T13:00:00Z'),
  span('2026-09-15T06:00:00Z', '2026-09-15T10:00:00Z'),
];

const within = (spans: readonly Span[], at: number) => spans.find(({ from, to }) => at >= from && at < to);
export const downAt = (at: number): Span | undefined => within(DOWN, at);
export const blindAt = (at: number): boolean => within(BLIND, at) !== undefined;

/** Whoever failed for long tries again after some hours only. */
const UNSEEN: readonly Span[] = [...DOWN, ...BLIND.map(({ from, to }) => ({ from, to: to + EVERY }))];

/** No snapshot can have been taken in all that time. */
export const isHidden = ({ from, to }: Span): boolean =>
  [...DOWN, ...BLIND].some((one) => one.from <= from && to <= one.to);

/** The moment by which that many hours have passed in which snapshots were surely taken. */
export function afterSeen(from: number, hours: number): number {
  let at = from;
  for (let left = hours * HOUR; left > 0; ) {
    const unseen = within(UNSEEN, at);
    if (unseen !== undefined) at = unseen.to;
    const next = Math.min(...UNSEEN.filter((one) => one.from > at).map((one) => one.from), at + left);
    left -= next - at;
    at = next;
  }
  return at;
}
