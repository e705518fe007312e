import { describe, expect, test } from 'vitest';
import { backoff, createPace, LONGEST_WAIT, quotaWait } from '../../src/azure/pace.ts';
import { virtualTimer } from '../support/azure/source.ts';

const headers = (of: Record<string, string>) => (name: string) => of[name];
const quota = (remaining: number | string, resets: string) =>
  headers({ 'x-ms-user-quota-remaining': String(remaining), 'x-ms-user-quota-resets-after': resets });

describe('pace', () => {
  test.each([1, 10, 11, 20, 21, 250])('%i requests take (ceil(n / 10) − 1) × 5 s', async (requests) => {
    const timer = virtualTimer();
    const pace = createPace(timer);
    for (let sent = 0; sent < requests; sent += 1) await pace.turn();
    expect(timer.now()).toBe((Math.ceil(requests / 10) - 1) * 5000);
  });

  test('slow answers leave the window by themselves', async () => {
    const timer = virtualTimer();
    const pace = createPace(timer);
    for (let sent = 0; sent < 30; sent += 1) {
      await pace.turn();
      await timer.sleep(600);
    }
    expect(timer.waits.every((wait) => wait === 600)).toBe(true);
  });

  test('a quota of 0 is waited for as told', async () => {
    const timer = virtualTimer();
    const pace = createPace(timer);
    await pace.turn();
    pace.heard(quota(0, '00:00:03'));
    await pace.turn();
    expect(timer.waits).toEqual([3000]);
  });

  test.each([
    ['some left', quota(1, '00:00:03'), null],
    ['no header', headers({}), null],
    ['used up', quota(0, '00:00:05'), 5000],
    ['a fraction', quota(0, '00:00:00.25'), 250],
    ['illegible', quota(0, 'soon'), 5000],
    ['absurd', quota(0, '12:00:00'), LONGEST_WAIT],
  ])('quota: %s', (_, header, wait) => {
    expect(quotaWait(header)).toBe(wait);
  });

  test.each([
    ['no header, first', {}, 1, 1000],
    ['no header, fourth', {}, 4, 8000],
    ['seconds', { 'retry-after': '2' }, 1, 2000],
    ['a year', { 'retry-after': '31536000' }, 1, LONGEST_WAIT],
    [
      'a date',
      { 'retry-after': 'Mon, 23 Nov 2026 10:00:07 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' },
      1,
      7000,
    ],
    ['rubbish', { 'retry-after': 'later' }, 2, 2000],
    ['below zero', { 'retry-after': '-5' }, 1, 1000],
  ])('backoff: %s', (_, of, attempt, wait) => {
    expect(backoff(attempt, headers(of as Record<string, string>))).toBe(wait);
  });
});
