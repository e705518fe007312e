import { beforeAll, describe, expect, test } from 'vitest';
import {
  assessmentsQuery,
  containersQuery,
  controlsQuery,
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
const QUERIES = NARROW.flatMap((narrow) => [
  scoresQuery(narrow),
  controlsQuery(narrow, true),
  controlsQuery(narrow, false),
  assessmentsQuery(narrow, true),
  assessmentsQuery(narrow, false),
  recommendationsQuery(narrow),
  containersQuery(narrow),
]);

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
      expect(query).toMatch(/\| order by (id|assessmentKey) asc$/);
      expect(query).not.toMatch(/\b(limit|take|sample|top)\b/);
    }
  });

  test('take nothing but a GUID into their text', () => {
    expect(() => scoresQuery({ tenant: "x' or '1' =~ '1" })).toThrow('not a GUID');
  });
});
