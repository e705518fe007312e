import { describe, expect, test } from 'vitest';
import type { SnapshotPart } from '../../src/core/snapshot.ts';
import { demoDays } from '../../src/demo/calendar.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';

describe('the days of the demo', () => {
  test.each([
    ['2026-11-23T18:00:00Z', '2025-11-24T06:00:00.000Z', '2026-11-23T06:00:00.000Z', 365],
    ['2026-11-23T06:00:00Z', '2025-11-24T06:00:00.000Z', '2026-11-23T06:00:00.000Z', 365],
    ['2026-11-23T05:59:59Z', '2025-11-23T06:00:00.000Z', '2026-11-22T06:00:00.000Z', 365],
    ['2026-11-23T00:00:00Z', '2025-11-23T06:00:00.000Z', '2026-11-22T06:00:00.000Z', 365],
    ['2028-11-23T18:00:00Z', '2027-11-24T06:00:00.000Z', '2028-11-23T06:00:00.000Z', 366],
    ['2028-02-29T12:00:00Z', '2027-03-02T06:00:00.000Z', '2028-02-29T06:00:00.000Z', 365],
    ['2026-01-01T00:00:00Z', '2025-01-01T06:00:00.000Z', '2025-12-31T06:00:00.000Z', 365],
  ])('until %s', (now, first, last, count) => {
    const days = demoDays(new Date(now)).map((day) => day.toISOString());
    expect([days[0], days.at(-1), days.length]).toEqual([first, last, count]);
    expect(new Set(days).size).toBe(count);
  });
});

describe('the demo as a posture source', () => {
  test('streams the catalogue, each subscription once, and an end', async () => {
    const parts = await read('2026-11-23', []);
    expect(parts[0]?.kind).toBe('catalog');
    expect(parts.at(-1)).toEqual({ kind: 'end', requests: 0, rejected: {} });
    const ids = parts.flatMap((part) => (part.kind === 'subscription' ? [part.subscription.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(parts.filter(({ kind }) => kind === 'unread')).toHaveLength(1);
    expect(parts.filter(({ kind }) => kind === 'disabled')).toHaveLength(1);
  });

  test('says that a known subscription is gone once it is, and only then', async () => {
    const portal = '67b1a8e7-722f-4dde-9a00-961b2412c837';
    const known = [portal, 'daa0c599-2623-45da-abc3-595cc8e1768f', '8d033c72-ffbc-4c14-9e75-2a39ddf59c5e'];
    const gone = async (day: string) => (await read(day, known)).filter(({ kind }) => kind === 'gone');
    expect(await gone('2026-10-05')).toEqual([]);
    expect(await gone('2026-10-06')).toEqual([{ kind: 'gone', id: portal }]);
    expect((await read('2026-10-06', [])).some(({ kind }) => kind === 'gone')).toBe(false);
  });

  test('gives scores and controls alone as it gives them in a snapshot', async () => {
    const posture = await createDemoSource('2026-11-23').readPosture();
    const parts = await read('2026-11-23', []);
    const scored = parts.flatMap((part) =>
      part.kind === 'subscription' && part.score !== null ? [part] : [],
    );
    expect(posture.scores).toEqual(
      scored.map(({ subscription, score }) => ({ subscription: subscription.id, score })),
    );
    expect(posture.cells).toHaveLength(scored.reduce((sum, { controls }) => sum + controls.length, 0));
    expect(posture.estate.subscriptions.filter(({ unreadSince }) => unreadSince !== null)).toHaveLength(1);
  });
});

async function read(day: string, subscriptions: string[]): Promise<SnapshotPart[]> {
  const parts: SnapshotPart[] = [];
  for await (const part of createDemoSource(day).readSnapshot({ subscriptions, groups: [] }))
    parts.push(part);
  return parts;
}
