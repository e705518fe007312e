import { beforeAll, describe, expect, test } from 'vitest';
import {
  assessmentsQuery,
  changesQuery,
  changesSeenQuery,
  containersQuery,
  controlsQuery,
  identitiesQuery,
  isQuotable,
  type Narrow,
  recommendationsQuery,
  scoresQuery,
} from '../../src/azure/queries.ts';
import { diagnose } from '../support/azure/kql-check.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const NARROW: Narrow[] = [
  { tenant: null },
  { tenant: TENANT, slice: null },
  { tenant: null, slice: { k: 1, of: 3 } },
  { tenant: TENANT, slice: { k: 0, of: 11 } },
];
const CHANGES = {
  since: new Date('2026-11-09T06:00:00Z'),
  until: new Date('2026-11-23T06:00:00Z'),
  ids: ['/subscriptions/1/resourcegroups/rg (x)/providers/a.b/c/d-é_1', '/subscriptions/1'],
};
const TABLES = ['resourcechanges', 'resourcecontainerchanges'] as const;
const TYPES = ['Create', 'Update', 'Delete'] as const;
const ACTORS = [
  ...TABLES.flatMap((table) => TYPES.map((type) => changesQuery({ ...CHANGES, table, type }))),
  changesSeenQuery(),
  identitiesQuery([TENANT, TENANT]),
];
const QUERIES = NARROW.flatMap((narrow) => [
  scoresQuery(narrow),
  controlsQuery(narrow, true),
  controlsQuery(narrow, false),
  assessmentsQuery(narrow, true),
  assessmentsQuery(narrow, false),
  recommendationsQuery(narrow),
  containersQuery(narrow),
]).concat(ACTORS);

describe('queries', () => {
  // Loading the binder, 18 MB of it, takes seconds on a busy machine.
  beforeAll(() => void diagnose('securityresources'), 60_000);

  test('pass the real binder, each in every form', () => {
    expect(QUERIES.flatMap(diagnose)).toEqual([]);
  });

  test.each([
    [
      'a column that is not there',
      scoresQuery({ tenant: null }).replace('| order by id', '| order by nothing'),
    ],
    ['a misspelt operator', containersQuery({ tenant: null }).replace('| project', '| projekt')],
    ['an open bracket', assessmentsQuery({ tenant: null }, false).replace('tolower(id)', 'tolower(id')],
    ['a function that is not there', recommendationsQuery({ tenant: null }).replace('any(', 'anyone(')],
  ])('are refused by it with %s', (_, query) => {
    expect(diagnose(query)).not.toEqual([]);
  });

  test('sort by a unique key and never cut their answer, or pages could not be trusted', () => {
    for (const query of QUERIES) {
      expect(query).toMatch(/\| order by (id|assessmentKey|target|subscription) asc$/);
      expect(query).not.toMatch(/\b(limit|take|sample|top)\b/);
    }
  });

  test('take nothing but a GUID into their text', () => {
    expect(() => scoresQuery({ tenant: "x' or '1' =~ '1" })).toThrow('not a GUID');
  });

  test.each(["a'b", 'a"b', 'a\\b', 'a\nb', 'a\u2028b', '', 'x'.repeat(1001)])('and no id like %j', (id) => {
    expect(isQuotable(id)).toBe(false);
    const asked = { ...CHANGES, table: 'resourcechanges', type: 'Create', ids: ['/a', id] } as const;
    expect(() => changesQuery(asked)).toThrow('does not fit');
    expect(() => identitiesQuery([id])).toThrow('does not fit');
  });
});
