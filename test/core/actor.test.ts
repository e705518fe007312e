import { describe, expect, test } from 'vitest';
import { type Actor, deedOf, fairly, keptAs, sharesOf } from '../../src/core/actor.ts';
import { CAUSES } from '../../src/core/explain.ts';

const actor = (name: string | null, at: string, over: Partial<Actor> = {}): Actor & { at: string } => ({
  ...{ name, type: 'app', client: 'Azure CLI', at, ...over },
});

describe('who acted', () => {
  test('is put together by name, kind and client: most resources first, then the latest, then by name', () => {
    expect(
      sharesOf([
        actor('b', '2026-11-01'),
        actor('a', '2026-11-01'),
        actor('late', '2026-11-02'),
        actor('many', '2026-10-01'),
        actor('many', '2026-10-03'),
        actor('many', '2026-10-02'),
        actor('many', '2026-10-02', { client: null }),
        actor('many', '2026-10-02', { type: 'person' }),
      ]).map(({ name, type, client, at, count }) => [name, type, client, at, count]),
    ).toEqual([
      ['many', 'app', 'Azure CLI', '2026-10-03', 3],
      ['late', 'app', 'Azure CLI', '2026-11-02', 1],
      ['a', 'app', 'Azure CLI', '2026-11-01', 1],
      ['b', 'app', 'Azure CLI', '2026-11-01', 1],
      ['many', 'app', null, '2026-10-02', 1],
      ['many', 'person', 'Azure CLI', '2026-10-02', 1],
    ]);
    expect(sharesOf([])).toEqual([]);
  });

  test.each([
    ['apps', 'person', null],
    ['apps', 'app', 'x'],
    ['all', 'person', 'x'],
    ['all', 'app', 'x'],
  ] as const)('with %s, a %s is kept as %s', (policy, type, name) => {
    const acted = {
      resource: 'r',
      deed: 'created',
      operation: null,
      ...actor('x', '2026', { type }),
    } as const;
    expect(keptAs(acted, policy)).toEqual({ ...acted, name });
  });

  test('explains what was added, deleted and turned, and nothing else', () => {
    expect(CAUSES.flatMap((cause) => (deedOf(cause) === null ? [] : [[cause, deedOf(cause)]]))).toEqual([
      ['resource-added', 'created'],
      ['resource-deleted', 'deleted'],
      ['turned-unhealthy', 'changed'],
      ['turned-healthy', 'changed'],
    ]);
  });
});

describe('a fair choice', () => {
  test.each([
    [[[1, 2, 3, 4, 5], [10], [20, 21]], 5, [1, 10, 20, 2, 21]],
    [[[1, 2], [10]], 9, [1, 10, 2]],
    [[[1, 2], [10]], 0, []],
    [[], 3, []],
    [[[], [1]], 3, [1]],
  ])('of %j, at most %i', (groups, most, chosen) => {
    expect(fairly<number>(groups, most)).toEqual(chosen);
  });
});
