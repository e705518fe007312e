import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorData, FixData } from '../../src/cards/data.ts';
import type { FixToReachData } from '../../src/cards/fix-to-reach-data.ts';
import type { WhatIfData } from '../../src/cards/what-if-data.ts';
import { dataOf, openTestBot, type TestBot } from '../support/bot.ts';

describe('fix to reach', () => {
  let test: TestBot;
  beforeAll(async () => {
    test = await openTestBot(['2026-11-23']);
  });
  afterAll(() => test.stores.close());
  const ask = async (text: string) => dataOf<FixToReachData>(await test.ask(text));

  it.each([
    ['fix to reach 80%', 80, 'all'],
    ['fix to reach 80 percent for contoso prod', 80, 'Contoso Prod'],
    ['recommendations to reach 82,5 % of the subscription Data Lake', 82.5, 'Data Lake'],
  ])('reads %j', async (text, target, scope) => {
    const data = await ask(text);
    expect(data).toMatchObject({ target, outcome: 'reached' });
    expect(scope === 'all' ? data.scope.kind : data.scope.name).toBe(scope);
  });

  it.each([
    ['fix to reach', /Reach what/, 'fix to reach 80%'],
    ['fix to reach contoso prod', /Reach what/, 'fix to reach 80% contoso prod'],
    ['fix to reach -5%', /Reach what/, 'fix to reach 80%'],
    ['fix to reach 101%', /more than a score/, 'fix to reach 100%'],
    ['fix to reach 101 % of contoso prod', /more than a score/, 'fix to reach 100% of contoso prod'],
    ['fix to reach 0%', /every score/, 'fix to reach 80%'],
    ['fix to reach 80% contso prod', /called "contso prod"/, "fix to reach 80% 'Contoso Prod'"],
  ])('says what is wrong with %j', async (text, message, suggestion) => {
    const answer = await test.ask(text);
    expect(answer.outcome).toBe('refused');
    const error = dataOf<ErrorData>(answer);
    expect(error.message).toMatch(message);
    expect(error.suggestions).toContain(suggestion);
    for (const line of error.suggestions) expect((await test.ask(line)).outcome, line).toBe('answered');
  });

  it('its steps are rows of fix, and what if says the same of the first five', async () => {
    const { steps, before } = await ask('fix to reach 95% contoso prod');
    expect(steps.length).toBeGreaterThan(5);
    const { recommendations } = dataOf<FixData>(await test.ask('fix contoso prod'));
    for (const { gain: _, percentage: __, ...row } of steps) expect(recommendations).toContainEqual(row);
    const { card } = await test.ask('fix to reach 95% contoso prod');
    const line = card.view.buttons.find(({ title }) => title === 'What if the first 5')?.line.verbatim ?? '';
    const told = dataOf<WhatIfData>(await test.ask(line));
    expect(told.before).toEqual(before);
    expect(told.after.percentage).toBeCloseTo(steps[4]?.percentage ?? 0, 9);
  });

  it('every button works', async () => {
    for (const text of ['fix to reach 80%', 'fix to reach 95% contoso prod', 'fix to reach 10%']) {
      const { card } = await test.ask(text);
      for (const { line } of card.view.buttons) {
        const answer = await test.ask(line.verbatim, { addressed: 'pressed' });
        expect(answer.outcome, line.verbatim).toBe('answered');
      }
    }
  });

  it('says so where the score is there already', async () => {
    const { outcome, steps, before } = await ask('fix to reach 10%');
    expect({ outcome, steps }).toEqual({ outcome: 'already', steps: [] });
    expect(before.percentage).toBeGreaterThan(10);
  });
});
