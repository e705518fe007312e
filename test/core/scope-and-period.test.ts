import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import type { Scope } from '../../src/core/scope.ts';
import { scopeAndPeriod, scopeWithoutPeriod } from '../../src/core/scope-and-period.ts';
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
    ['Contoso Prod over the last 30 days', 'Contoso Prod', 'last 30 days'],
    ['during the past week', ALL, 'last week'],
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
    ['Contoso Prod 30x', /^I can't read "30x" as a time/],
    ['Contoso Prod 0d', /^I can't read "0d" as a time/],
    ['Contso Prod 30x', /I don't know a scope/],
    ['tomorrow', /^"tomorrow" is still to come\. Name a time that has been/],
    ['in the next week', /^"next week" is still to come/],
    ['Web next month', /^"next month" is still to come/],
    ['30 fortnights', /can't read "30 fortnights" as a time/],
    ['since forever', /can't read "since forever" as a time/],
    ['Web 2026-02-30', /is no day/],
  ])('%j is told what is wrong', (line, message) => expect(() => read(line)).toThrow(message));

  it('offers a time that can be read in the place of one that cannot, beside the same name', () => {
    expect(refusal(() => read('Contoso Prod tomorrow')).suggestions).toEqual([
      'trend Contoso Prod 7d',
      'trend Contoso Prod 3 months',
    ]);
  });
});

describe('a scope alone', () => {
  const scoped = (line: string) =>
    scopeWithoutPeriod(
      splitWords(line),
      SCOPES,
      (address) => `score ${address}`,
      (rest) => new UserError('no time here', [`trend ${rest}`]),
    );

  it('is all that a question about now takes', () => {
    expect(scoped('Contoso Prod').name).toBe('Contoso Prod');
    expect(scoped('7d').name).toBe('7d');
    expect(scoped('').kind).toBe('all');
  });

  it('is told apart from a time, from a name that nobody knows and from one that several have', () => {
    for (const line of ['since monday', 'Contoso Prod last week', 'web 30d']) {
      const { message, suggestions } = refusal(() => scoped(line));
      expect([message, ...suggestions]).toEqual(['no time here', `trend ${line}`]);
    }
    expect(refusal(() => scoped('Contso Prod')).suggestions).toContain("score 'Contoso Prod'");
    expect(refusal(() => scoped('Contoso')).message).toContain('fits several');
  });
});

function refusal(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was understood');
}
