import type { Clock } from '../../ports.ts';

/** Entries kept at most: a workspace of many thousand people must not grow a replica without bound. */
const CAPACITY = 2000;

/**
 * Remembers what `read` found out for a key, for `ttl` milliseconds. Questions that come while it reads share one
 * reading; a reading that found nothing (null) or failed is not remembered. `forget`: what was known is so no more.
 */
export function memo<T>(read: (key: string) => Promise<T | null>, ttl: number, clock: Clock) {
  const kept = new Map<string, { until: number; value: Promise<T | null> }>();
  const get = (key: string): Promise<T | null> => {
    const known = kept.get(key);
    const now = clock().getTime();
    if (known !== undefined && known.until > now) return known.value;
    kept.delete(key);
    const value = read(key);
    const entry = { until: now + ttl, value };
    kept.set(key, entry);
    if (kept.size > CAPACITY) kept.delete(kept.keys().next().value ?? key);
    const forget = () => {
      if (kept.get(key) === entry) kept.delete(key);
    };
    value.then((found) => found === null && forget(), forget);
    return value;
  };
  return Object.assign(get, { forget: (key: string) => void kept.delete(key) });
}
