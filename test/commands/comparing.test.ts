import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompareData } from '../../src/cards/compare-data.ts';
import type { ErrorData, ScoreData } from '../../src/cards/data.ts';
import type { MoversData } from '../../src/cards/movers-data.ts';
import { ANYBODY, CHANNEL, dataOf, openTestBot, type TestBot } from '../support/bot.ts';

const inChannel = { person: ANYBODY, conversation: CHANNEL, addressed: 'named' } as const;

describe('movers and compare, asked of the demo', () => {
  let test: TestBot;
  beforeAll(async () => {
    test = await openTestBot(['2026-10-20', '2026-11-15', '2026-11-22', '2026-11-23']);
    await test.ask('grant Contoso Prod to slack:T1/C1');
    await test.ask('grant Data Lake to slack:T1/C1');
  });
  afterAll(() => test.stores.close());

  it('movers have the changes that score has of the week', async () => {
    const { rose, fell, since, unmoved } = dataOf<MoversData>(await test.ask('movers'));
    const { subscriptions, changes } = dataOf<ScoreData>(await test.ask('score'));
    expect(since).toBe(changes[1]?.since);
    const known = subscriptions.filter(({ change, state }) => change !== null && state === 'ok');
    const moved = [...rose, ...fell];
    expect(moved.length).toBeGreaterThan(3);
    expect(moved.length + unmoved).toBe(known.length);
    for (const { scope, percentage, change } of moved)
      expect(known.find(({ id }) => id === scope.id)).toMatchObject({ percentage, change });
  });

  it('last month is another answer, and a line of a group narrows it', async () => {
    const [week, month] = [await test.ask('movers'), await test.ask('movers last month')];
    expect(dataOf<MoversData>(month).since?.slice(0, 10)).toBe('2026-10-20');
    expect(dataOf<MoversData>(month).fell).not.toEqual(dataOf<MoversData>(week).fell);
    const group = dataOf<MoversData>(await test.ask('movers Corp last month'));
    const inside = dataOf<ScoreData>(await test.ask('score Corp')).subscriptions.map(({ id }) => id);
    expect(group.scope.kind).toBe('management-group');
    const all = dataOf<MoversData>(month);
    const only = (rows: MoversData['rose']) => rows.filter(({ scope }) => inside.includes(scope.id));
    expect([group.rose, group.fell]).toEqual([only(all.rose), only(all.fell)]);
    expect(group.rose.length + group.fell.length).toBeGreaterThan(0);
  });

  it('says nothing of the controls of what cannot be seen', async () => {
    const { card } = await test.ask('compare Payroll with Innovation Lab');
    expect(card.text).toContain('Payroll: not visible, points unknown');
    expect(card.text).not.toMatch(/not counted|neither|one side|^Payroll: no score/m);
    const control = await test.ask('control Enable MFA Payroll');
    expect(control.card.text).toContain('Payroll is not visible to Scoreline');
    expect(control.card.text).not.toContain('assessed here');
  });

  it('each row has a button that explains what it says', async () => {
    const answer = await test.ask('movers last month');
    const { rose, fell } = dataOf<MoversData>(answer);
    const buttons = answer.card.view.rowButtons ?? [];
    expect(buttons.length).toBe(Math.min(10, rose.length + fell.length));
    for (const { title, line } of buttons) {
      const told = await test.ask(line.verbatim, { addressed: 'pressed' });
      const { scope, delta } = told.card.data as { scope: { id: string; name: string }; delta: number };
      expect(title).toBe(`Explain ${scope.name}`);
      const mover = [...rose, ...fell].find((one) => one.scope.id === scope.id);
      expect(delta).toBeCloseTo(mover?.change ?? Number.NaN, 9);
    }
  });

  it('what a channel may not see is in no answer', async () => {
    const { rose, fell, unmoved } = dataOf<MoversData>(await test.ask('movers last month', inChannel));
    const names = [...rose, ...fell].map(({ scope }) => scope.name);
    expect(names.toSorted()).toEqual(['Contoso Prod', 'Data Lake']);
    expect(unmoved).toBe(0);
    const compared = dataOf<CompareData>(await test.ask('compare prod with lake', inChannel));
    expect(compared.scopes.map(({ scope }) => scope.name)).toEqual(['Contoso Prod', 'Data Lake']);
    const wide = dataOf<CompareData>(await test.ask('compare prod with all', inChannel));
    expect(wide.scopes[1].subscriptions.map(({ name }) => name).toSorted()).toEqual([
      'Contoso Prod',
      'Data Lake',
    ]);
  });

  it('a scope that is not granted is answered like one that does not exist', async () => {
    for (const line of ['compare prod with X', 'compare X with prod', 'compare X', 'movers X']) {
      const refusal = async (name: string) => {
        const answer = await test.ask(line.replace('X', name), inChannel);
        expect(answer.outcome, line).toBe('refused');
        const { message, suggestions } = dataOf<ErrorData>(answer);
        return JSON.stringify({ message, suggestions }).replaceAll(name, 'X');
      };
      // Both as far from what is granted: a near miss would be offered what it is near to.
      expect(await refusal('Web Shop'), line).toBe(await refusal('Web Shxp'));
    }
  });

  it('compare gives both scores and the share of each control', async () => {
    const answer = await test.ask('compare Contoso Prod with Contoso Dev');
    const { scopes, controls } = dataOf<CompareData>(answer);
    const alone = dataOf<ScoreData>(await test.ask('score Contoso Prod'));
    expect(scopes[0].percentage).toBe(alone.percentage);
    const [first] = controls;
    expect(first).toMatchObject({ name: 'Enable MFA', left: 0, right: 100 });
    const lines = answer.card.view.buttons.map(({ line }) => line.verbatim);
    const weaker = (scopes[0].percentage ?? 0) < (scopes[1].percentage ?? 0) ? 'Prod' : 'Dev';
    expect(lines).toContain(`fix 'Contoso ${weaker}'`);
    for (const line of lines)
      expect((await test.ask(line, { addressed: 'pressed' })).outcome, line).toBe('answered');
  });

  it('a connector can be compared with a subscription, and everything with a part of it', async () => {
    const data = dataOf<CompareData>(await test.ask('compare AWS Retail with Contoso Prod'));
    expect(data.scopes.map(({ scope }) => scope.kind)).toEqual(['connector', 'subscription']);
    const card = (await test.ask('compare all with Contoso Prod')).card;
    expect(card.text).toMatch(/^All subscriptions are [\d.]+\u00A0pp (?:above|below) Contoso Prod/);
    expect(card.text).toContain('Contoso Prod is counted in All subscriptions too.');
  });

  it('an alias names a side', async () => {
    await test.ask('alias shop = Web Shop');
    const data = dataOf<CompareData>(await test.ask('compare shop with prod'));
    expect(data.scopes.map(({ scope }) => scope.name)).toEqual(['Web Shop', 'Contoso Prod']);
  });
});
