import { describe, expect, test } from 'vitest';
import { seekings } from '../../src/jobs/seekings.ts';
import type { Moved } from '../../src/ports/actors.ts';

const moved = (snapshot: number, deed: Moved['deed'], resource = 1): Moved => ({
  ...{ snapshot, deed, resource, id: `/r${resource}` },
  unseenAt: `2026-11-${10 + snapshot}T06:00:00.000Z`,
  seenAt: `2026-11-${11 + snapshot}T06:00:00.000Z`,
});

describe('questions about who did it', () => {
  test('are about one deed and snapshot each, the newest first', () => {
    const asked = seekings([
      moved(1, 'created'),
      moved(3, 'changed'),
      moved(2, 'deleted'),
      moved(3, 'created'),
    ]);
    expect(asked.map(({ sought: { deed, until } }) => [deed, until.slice(8, 10)])).toEqual([
      ['changed', '14'],
      ['created', '14'],
      ['deleted', '13'],
      ['created', '12'],
    ]);
    expect(seekings([])).toEqual([]);
  });

  test.each([
    ['created', '2026-10-31T06:00:00.000Z'],
    ['deleted', '2026-10-31T06:00:00.000Z'],
    ['changed', '2026-11-12T06:00:00.000Z'],
  ] as const)('reach back as far as what was %s can have been so', (deed, since) => {
    const [asked] = seekings([moved(3, deed)]);
    expect(asked?.sought).toEqual({ deed, since, until: '2026-11-14T06:00:00.000Z', resources: ['/r1'] });
  });

  test('are about 500 resources at most, each of which is known again', () => {
    const all = Array.from({ length: 1001 }, (_, at) => moved(1, 'changed', at));
    const asked = seekings(all);
    expect(asked.map(({ sought }) => sought.resources.length)).toEqual([500, 500, 1]);
    expect(asked[2]?.of.get('/r1000')?.resource).toBe(1000);
  });
});
