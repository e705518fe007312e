import { describe, expect, it } from 'vitest';
import { companions, turnedHealthy } from '../../src/core/what-if.ts';

const row = (resource: number, recommendation: string, subscription = 's') => ({
  ...{ subscription, resource, recommendation },
});
const membership = new Map([
  ['a', ['mfa']],
  ['b', ['mfa', 'access']],
  ['c', ['access']],
]);
const turned = (rows: Parameters<typeof turnedHealthy>[0], ...fixed: string[]) =>
  turnedHealthy(rows, membership, new Set(fixed)).map(({ control, resources }) => `${control} ${resources}`);

describe('what turns healthy', () => {
  it.each([
    ['one that fails only what is fixed', [row(1, 'a')], ['a'], ['mfa 1']],
    ['not one that fails another there', [row(1, 'a'), row(1, 'b')], ['a'], []],
    ['in each control by itself', [row(1, 'b'), row(1, 'c')], ['b'], ['mfa 1']],
    ['both together, in every control', [row(1, 'a'), row(1, 'b')], ['a', 'b'], ['mfa 1', 'access 1']],
    ['each resource once', [row(1, 'a'), row(1, 'b'), row(2, 'a')], ['a', 'b'], ['mfa 2', 'access 1']],
    ['nothing for what counts in no control', [row(1, 'x'), row(2, 'a')], ['x'], []],
    ['although it fails what counts in no control', [row(1, 'a'), row(1, 'x')], ['a'], ['mfa 1']],
    ['nothing where nothing is fixed', [row(1, 'a')], [], []],
  ])('%s', (_, rows, fixed, expected) => expect(turned(rows, ...fixed)).toEqual(expected));

  it('keeps subscriptions apart', () => {
    const rows = [row(1, 'a', 's'), row(2, 'a', 't'), row(3, 'a', 't')];
    expect(turnedHealthy(rows, membership, new Set(['a']))).toEqual([
      { subscription: 's', control: 'mfa', resources: 1 },
      { subscription: 't', control: 'mfa', resources: 2 },
    ]);
  });
});

it('counts what else the same resources fail, of others nothing', () => {
  const rows = [row(1, 'a'), row(1, 'b'), row(2, 'a'), row(2, 'b'), row(2, 'c'), row(3, 'c')];
  expect([...companions(rows, new Set(['a']))]).toEqual([
    ['b', 2],
    ['c', 1],
  ]);
  expect([...companions(rows, new Set(['a', 'b']))]).toEqual([['c', 1]]);
});
