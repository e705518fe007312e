import { expect, test } from 'vitest';
import type { Health } from '../../src/core/snapshot.ts';
import { controlRows, scoreRow } from '../../src/demo/control-rows.ts';

const TRANSIT = '0e55495e-034f-4abc-8293-767229250176';
const AUDITING = '27b24961-75ba-4fe4-8909-97286d5dd5ee';
const COUNTING = new Map([
  ['secure-transfer', [TRANSIT]],
  ['https', [TRANSIT]],
  ['diagnostics', [AUDITING, TRANSIT]],
  ['custom', []],
]);

test('5 of 6 healthy of at most 4 points is 3.33, as Azure rounds it', () => {
  const statuses: Health[] = ['healthy', 'healthy', 'healthy', 'healthy', 'healthy', 'unhealthy'];
  const rows = statuses.map((as, index) => counted(`r${index}`, 'https', as));
  expect(controlRows(rows, COUNTING, new Map())).toEqual([control(TRANSIT, 3.33, 4, [5, 1, 0])]);
});

test('a resource is as bad as the worst that counts of it, in every control of it', () => {
  const rows = [
    counted('a', 'https', 'healthy'),
    counted('a', 'diagnostics', 'unhealthy'),
    counted('b', 'https', 'not-applicable'),
    counted('b', 'secure-transfer', 'healthy'),
    counted('b', 'custom', 'unhealthy'),
    counted('b', 'unknown', 'unhealthy'),
  ];
  expect(controlRows(rows, COUNTING, new Map())).toEqual([
    control(TRANSIT, 2, 4, [1, 1, 0]),
    control(AUDITING, 0, 1, [0, 1, 0]),
  ]);
});

test('a control without a scored resource has neither current nor maximum', () => {
  const rows = controlRows([counted('a', 'https', 'not-applicable')], COUNTING, new Map([[TRANSIT, 6]]));
  expect(rows).toEqual([control(TRANSIT, 0, 0, [0, 0, 1])]);
  expect(scoreRow(rows, 7)).toEqual({ current: 0, max: 0, weight: 7 });
});

test('a subscription has the sum of its rounded controls: 23.53 of 39 in the published sample', () => {
  const points = [10, 0.2, 2, 3.33, 4, 4, 0];
  const maxima = [10, 1, 4, 4, 4, 4, 12];
  const rows = points.map((current, index) => control(`c${index}`, current, maxima[index] ?? 0, [1, 0, 0]));
  expect(scoreRow(rows, 67)).toEqual({ current: 23.53, max: 39, weight: 67 });
});

function counted(resource: string, recommendation: string, as: Health) {
  const row = {
    resource,
    recommendation,
    type: 't',
    source: 'Azure',
    status: as,
    cause: '',
    changedAt: null,
  };
  return { row, as };
}

function control(
  id: string,
  current: number,
  max: number,
  [healthy, unhealthy, notApplicable]: [number, number, number],
) {
  return { control: id, current, max, healthy, unhealthy, notApplicable };
}
