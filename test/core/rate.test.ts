import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Admission, admit, expired, MOST, type Window, waitOf } from '../../src/core/rate.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23);

/** What becomes of questions asked at these milliseconds. */
function admissions(asked: readonly number[]): Admission[] {
  let window: Window | undefined;
  return asked.map((at) => {
    const after = admit(window, START + at);
    window = after.window;
    return after.admission;
  });
}

const every = (pause: number, count: number, from = 0) =>
  Array.from({ length: count }, (_, nth) => from + nth * pause);
const times = (what: Admission, count: number) => Array<Admission>(count).fill(what);

describe('questions in a minute', () => {
  test('twenty are answered, one is told, and the rest is silence until the minute has passed', () => {
    expect(admissions([...every(10, 30), MINUTE - 1, MINUTE, MINUTE + 10])).toEqual([
      ...times('answer', 20),
      'tell',
      ...times('ignore', 9),
      'ignore',
      'answer',
      'answer',
    ]);
  });

  test('who goes on is told once a minute at most', () => {
    const asked = admissions(every(1000, 600));
    expect(asked.filter((admission) => admission === 'tell').length).toBeLessThanOrEqual(10);
    expect(asked.filter((admission) => admission === 'answer')).toHaveLength(200);
  });

  test('who asks slowly is never stopped', () => {
    expect(admissions(every(MINUTE / 20, 200))).toEqual(times('answer', 200));
  });

  test('a clock that is set back silences nobody', () => {
    expect(admissions([...every(0, 21, 100 * MINUTE), 0])).toEqual([
      ...times('answer', 20),
      'tell',
      'answer',
    ]);
  });

  test('says how long to wait', () => {
    const { window } = every(1000, 20).reduce<{ window: Window | undefined }>(
      (before, at) => admit(before.window, START + at),
      { window: undefined },
    );
    expect(window && waitOf(window, START + 20_000)).toBe(40);
    expect(window && waitOf(window, START + MINUTE - 1)).toBe(1);
  });

  test('no minute holds more than twenty answers, nor two that tell, whatever is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 200 }), (pauses) => {
        let last = 0;
        const asked = pauses.map((pause) => {
          last += pause;
          return last;
        });
        const given = admissions(asked);
        const at = (what: Admission) => asked.filter((_, nth) => given[nth] === what);
        const within = (all: readonly number[], end: number) =>
          all.filter((one) => one > end - MINUTE && one <= end).length;
        for (const end of asked) {
          expect(within(at('answer'), end)).toBeLessThanOrEqual(MOST);
          expect(within(at('tell'), end)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('the people remembered', () => {
  const window = (at: number, told: number | null = null): Window => ({ answered: [START + at], told });

  test('are those of the last minute', () => {
    const people = new Map([
      ['old', window(0)],
      ['told', window(0, START + MINUTE)],
      ['new', window(MINUTE)],
    ]);
    expect(expired(people, START + MINUTE)).toEqual(['old']);
    expect(expired(people, START + MINUTE - 1)).toEqual([]);
  });

  test('are never more than ten thousand, the longest silent forgotten first', () => {
    const crowd = new Map(every(1, 10_003).map((nth) => [`person ${nth}`, window(nth)]));
    expect(expired(crowd, START + 20_000)).toEqual(['person 0', 'person 1', 'person 2']);
  });
});
