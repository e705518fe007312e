import { beforeAll, describe, expect, test } from 'vitest';
import { aChange, type Weighed, weigh } from '../../bench/bytes/grown.ts';
import { PER_RESOURCE, RESOURCES } from '../../bench/tenant.ts';

const DAYS = 60;
/** 10,000 assessments, and 42,000. */
const SMALL = { subscriptions: 5 };
const LARGE = { subscriptions: 20 };

/** As many changes in all, whether they come in one snapshot a day or in many. */
function history(scale: { subscriptions: number }, aDay: number): Promise<Weighed> {
  const anHour = Math.round((0.0035 * scale.subscriptions * RESOURCES * PER_RESOURCE) / 24);
  return weigh(scale, DAYS * aDay, (24 / aDay) * anHour);
}

/** Counted in pages of SQLite's file, between its first two snapshots and the end of the history. */
describe('what a change takes on disk, scores included', () => {
  let short: Weighed;
  let daily: Weighed;
  beforeAll(async () => {
    short = await weigh(SMALL, 2);
    daily = await history(SMALL, 1);
  }, 120_000);

  test('is 120 bytes at most, daily and at the three times a day at which Azure moves a score', async () => {
    expect(daily.changes).toBeGreaterThan(2_000);
    expect(aChange(short, daily)).toBeLessThanOrEqual(120);
    expect(aChange(short, await history(SMALL, 3))).toBeLessThanOrEqual(120);
  }, 120_000);

  test('is 150 at most with a new score every hour, and of the log hardly more than daily', async () => {
    const hourly = await history(SMALL, 24);
    expect(aChange(short, hourly)).toBeLessThanOrEqual(150);
    const log = ['change'];
    expect(aChange(short, hourly, log) / aChange(short, daily, log)).toBeLessThanOrEqual(1.1);
  }, 120_000);

  test('is the same in a tenant of four times the size', async () => {
    const large = aChange(await weigh(LARGE, 2), await history(LARGE, 1));
    const ratio = large / aChange(short, daily);
    expect(Math.max(ratio, 1 / ratio)).toBeLessThanOrEqual(1.25);
  }, 120_000);
});
