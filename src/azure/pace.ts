/**
 * Waiting, in milliseconds. `now` only ever goes forward and means nothing by itself: the clock of the product may be
 * simulated and stand still.
 */
export type Timer = { now(): number; sleep(milliseconds: number): Promise<unknown> };

/** Reads one response header; undefined where it is missing. */
export type Header = (name: string) => string | undefined;

/** When the next request to Resource Graph may leave. */
export type Pace = { turn(): Promise<void>; heard(header: Header): void };

/**
 * Resource Graph allows about 15 requests per 5 s and principal: ten are ours, a third is left to people. The service
 * may change both numbers, so what its answers say counts more.
 */
const REQUESTS = 10;
const WINDOW = 5_000;

/** No header makes us wait longer than this; a quota window is seconds, and a snapshot has an hour. Milliseconds. */
export const LONGEST_WAIT = 30_000;

/** Ten requests per 5 s, and none while the last answer said that the quota is used up. */
export function createPace({ now, sleep }: Timer): Pace {
  const sent: number[] = [];
  let emptyUntil = Number.NEGATIVE_INFINITY;
  return {
    async turn() {
      const oldest = sent.length === REQUESTS ? (sent.shift() ?? 0) + WINDOW : Number.NEGATIVE_INFINITY;
      const wait = Math.max(oldest, emptyUntil) - now();
      if (wait > 0) await sleep(wait);
      sent.push(now());
    },
    heard(header) {
      const wait = quotaWait(header);
      if (wait !== null) emptyUntil = now() + wait;
    },
  };
}

/** Milliseconds until the quota is full again, where an answer says that it is used up; else null. */
export function quotaWait(header: Header): number | null {
  if (header('x-ms-user-quota-remaining')?.trim() !== '0') return null;
  const span = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(header('x-ms-user-quota-resets-after')?.trim() ?? '');
  if (span === null) return WINDOW;
  const seconds = Number(span[1]) * 3600 + Number(span[2]) * 60 + Number(span[3]);
  return Math.min(Math.ceil(seconds * 1000), LONGEST_WAIT);
}

/** Milliseconds before attempt `attempt + 1`: what the answer asks for, capped, else 1, 2, 4, … seconds. */
export function backoff(attempt: number, header: Header): number {
  const asked = retryAfter(header);
  return Math.min(asked ?? 1000 * 2 ** (attempt - 1), LONGEST_WAIT);
}

/** Seconds, or a date, which is compared with Azure's own clock. */
function retryAfter(header: Header): number | null {
  const text = header('retry-after')?.trim() ?? '';
  if (text === '') return null;
  const seconds = Number(text);
  const wait = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(text) - Date.parse(header('date') ?? '');
  return Number.isFinite(wait) && wait >= 0 ? wait : null;
}
