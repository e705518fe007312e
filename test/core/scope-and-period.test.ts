import { describe, expect, it } from 'vitest';
import type { Scope } from '../../src/core/scope.ts';
import { scopeAndPeriod } from '../../src/core/scope-and-period.ts';
import { splitWords } from '../../src/core/words.ts';

const scope = (name: string): Scope => ({ kind: 'subscription', id: name.toLowerCase(), name });
const NAMES = [
  'Contoso Prod',
  'Contoso Dev',
  '7d',
  'March',
  'Marching Band',
  'Last Week Lab',
  'Web',
  'Data since 2024',
];
const SCOPES = NAMES.map(scope);

function read(line: string): [string, string | null] {
  const { scope, period } = scopeAndPeriod(splitWords(line), SCOPES, (address) => `trend ${address}`);
  if (period === null) return [scope.name, null];
  const text = period.kind === 'since' ? period.when.text : `${period.from.text} to ${period.to.text}`;
  return [scope.name, text];
}
const ALL = 'All subscriptions';

describe('a scope and a time', () => {
  it.each([
    ['', ALL, null],
    ['all', ALL, null],
    ['30d', ALL, '30d'],
    ['for the last 30 days', ALL, 'last 30 days'],
    ['Contoso Prod', 'Contoso Prod', null],
    ['Contoso Prod 30d', 'Contoso Prod', '30d'],
    ['30d Contoso Prod', 'Contoso Prod', '30d'],
    ['of contoso dev for the last 3 months', 'Contoso Dev', 'last 3 months'],
    ['last week in Contoso Prod', 'Contoso Prod', 'last week'],
    ['prod since monday', 'Contoso Prod', 'monday'],
    ['subscription web between 1 march and 3 march', 'Web', '1 march to 3 march'],
    ['Web since monday Europe/Oslo', 'Web', 'monday'],
    // An exact name wins over a time, a time over part of a name.
    ['7d', '7d', null],
    ['March', 'March', null],
    ['March 30d', 'March', '30d'],
    ['7d 7d', '7d', '7d'],
    ['april', ALL, 'april'],
    ["'last week lab'", 'Last Week Lab', null],
    ['last week', ALL, 'last week'],
    ['Data since 2024', 'Data since 2024', null],
    ['Data since 2024 since monday', 'Data since 2024', 'monday'],
  ])('%j', (line, name, when) => expect(read(line)).toEqual([name, when]));

  it.each([
    ['Contoso 30d', /fits several: Contoso Prod, Contoso Dev/],
    ['Contso Prod 30d', /I don't know a scope called "Contso Prod"/],
    ['Contoso Prod 30x', /I don't know a scope/],
    ['30 fortnights', /can't read "30 fortnights" as a time/],
    ['since forever', /can't read "since forever" as a time/],
    ['Web 2026-02-30', /is no day/],
  ])('%j is told what is wrong', (line, message) => expect(() => read(line)).toThrow(message));
});
