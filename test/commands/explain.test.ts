import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorData, ExplainData } from '../../src/cards/data.ts';
import { dataOf, openTestBot, type TestBot } from '../support/bot.ts';

/** Monday to Monday; it is asked on the last one at noon. */
const DAYS = ['16', '17', '18', '19', '20', '21', '22', '23'].map((day) => `2026-11-${day}`);
const NOW = '2026-11-23T12:00:00.000Z';

let test: TestBot;
beforeAll(async () => {
  test = await openTestBot(DAYS);
});
afterAll(() => test.stores.close());

const explained = async (line: string) => {
  const answer = await test.ask(line);
  expect(answer.outcome, answer.card.text).toBe('answered');
  expect(answer.card.name).toBe('explain');
  const { scope, asked, before, after } = dataOf<ExplainData>(answer);
  return { scope: scope.name, from: asked.from, to: asked.to, before: before.takenAt, after: after.takenAt };
};

const WEEK = { from: '2026-11-16T12:00:00.000Z', to: NOW };
/** On a Monday, the one before. */
const MONDAY = { from: '2026-11-16T00:00:00.000Z', to: NOW };
const ALL = 'All subscriptions';
const PROD = 'Contoso Prod';

describe('how one asks why', () => {
  it.each([
    ['explain', ALL, WEEK],
    ['explain contoso prod', PROD, WEEK],
    ['why did Contoso Prod drop', PROD, WEEK],
    ['why did Contoso Prod drop?', PROD, WEEK],
    ['why did the score drop', ALL, WEEK],
    ['Why did the score of Contoso Prod go down', PROD, WEEK],
    ['why has Contoso Prod fallen since yesterday', PROD, { from: '2026-11-22T12:00:00.000Z', to: NOW }],
    ['why did it drop since monday', ALL, MONDAY],
    ['why did it drop', ALL, WEEK],
    ['why did Contoso Prod drop since monday', PROD, MONDAY],
    ['explain Contoso Prod since 2 days', PROD, { from: '2026-11-21T12:00:00.000Z', to: NOW }],
    ["explain 'Contoso Prod' between 2026-11-18 and 2026-11-20", PROD, between('18', '21')],
    ['explain contoso prod between wednesday and friday', PROD, between('18', '21')],
    ['explain between 2026-11-18 and 2026-11-20', ALL, between('18', '21')],
  ])('%s', async (line, scope, asked) => {
    const found = await explained(line);
    expect(found).toMatchObject({ scope, ...asked });
  });

  function between(first: string, end: string) {
    return { from: `2026-11-${first}T00:00:00.000Z`, to: `2026-11-${end}T00:00:00.000Z` };
  }

  it('compares the newest snapshots at both ends', async () => {
    expect(await explained('explain between 2026-11-18 and 2026-11-20')).toMatchObject({
      before: '2026-11-17T06:00:00.000Z',
      after: '2026-11-20T06:00:00.000Z',
    });
  });

  it('reads a day in the zone of the line', async () => {
    expect(await explained('explain between 2026-11-18 and 2026-11-20 Europe/Oslo')).toMatchObject({
      from: '2026-11-17T23:00:00.000Z',
      to: '2026-11-20T23:00:00.000Z',
    });
  });

  it.each([
    ['why did contoso prd drop', 'Contoso Prod'],
    ['explain contoso prod between friday and wednesday', 'earlier day first'],
    ['explain contoso prod since 2026-02-30', '2026-02-30'],
    ['explain since 2027-03-01', 'still to come'],
  ])('refuses "%s" with what to do', async (line, says) => {
    const answer = await test.ask(line);
    expect(answer.outcome).toBe('refused');
    const { message, suggestions } = dataOf<ErrorData>(answer);
    expect(`${message} ${suggestions.join(' ')}`).toContain(says);
  });
});
