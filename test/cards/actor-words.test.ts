import { describe, expect, test } from 'vitest';
import { actorWords } from '../../src/cards/actor-words.ts';
import type { ActorShare } from '../../src/core/actor.ts';

const ctx = { zone: 'Europe/Oslo', now: '2026-11-23T12:00:00.000Z' };
const actor = (over: Partial<ActorShare> = {}): ActorShare => ({
  ...{ name: 'pipeline-x', type: 'app', client: 'Azure DevOps', at: '2026-11-17T13:02:11.000Z', count: 12 },
  ...over,
});
const person = (over: Partial<ActorShare> = {}) =>
  actor({ name: null, type: 'person', client: null, ...over });
const ID = '3c6ceee6-7eae-4716-b5e7-c38e3af6e511';

describe('who caused it, in words', () => {
  test.each<[string, ActorShare[], string]>([
    ['nobody known', [], ''],
    ['one, all of them', [actor()], 'by pipeline-x (Azure DevOps), Tue 17 Nov 14:02'],
    ['one, some of them', [actor({ count: 3 })], '3 by pipeline-x (Azure DevOps), Tue 17 Nov 14:02'],
    ['somebody unnamed', [person()], 'by a person, Tue 17 Nov 14:02'],
    [
      'somebody named',
      [person({ name: 'megan@contoso.example' })],
      'by megan@contoso.example, Tue 17 Nov 14:02',
    ],
    ['an application unnamed', [actor({ name: null, client: null })], 'by an app, Tue 17 Nov 14:02'],
    ['an id', [actor({ name: ID, client: null })], `by app ${ID}, Tue 17 Nov 14:02`],
    [
      'last year',
      [actor({ at: '2025-12-31T22:59:00.000Z' })],
      'by pipeline-x (Azure DevOps), Wed 31 Dec 2025 23:59',
    ],
    [
      'two',
      [actor({ count: 9 }), person({ count: 3 })],
      '9 by pipeline-x (Azure DevOps), Tue 17 Nov 14:02; 3 by a person, Tue 17 Nov 14:02',
    ],
    [
      'five',
      [5, 4, 1, 1, 1].map((count) => person({ count })),
      '5 by a person, Tue 17 Nov 14:02; 4 by a person, Tue 17 Nov 14:02; and 3 others',
    ],
    ['a hostile name', [actor({ name: 'a\nb\u202Ec', client: '\u0007' })], 'by a bc, Tue 17 Nov 14:02'],
  ])('%s', (_, actors, words) => {
    expect(actorWords({ actors, count: 12, cause: 'resource-added' }, ctx)).toBe(words);
  });

  test('what turned was last changed by somebody, who need not be the cause', () => {
    const words = actorWords(
      { actors: [actor()], count: 12, cause: 'turned-healthy' },
      { ...ctx, zone: null },
    );
    expect(words).toBe('last changed by pipeline-x (Azure DevOps), Tue 17 Nov 13:02 UTC');
  });
});
