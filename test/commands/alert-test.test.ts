import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertTestData } from '../../src/cards/alert-test-data.ts';
import type { ControlData, ErrorData, TrendData } from '../../src/cards/data.ts';
import { CHANNEL, dataOf, openTestBot, type TestBot } from '../support/bot.ts';

let people = 0;
/** Somebody else each time: a person may ask 20 questions a minute. */
const inChannel = () => {
  people += 1;
  const person = { key: `slack:T1/U${people}`, name: 'Ben', member: true };
  return { person, conversation: CHANNEL, addressed: 'named' } as const;
};

describe('alert test, asked of the demo', () => {
  let test: TestBot;
  beforeAll(async () => {
    test = await openTestBot([
      '2026-08-01',
      '2026-11-03',
      '2026-11-05',
      '2026-11-17',
      '2026-11-18',
      '2026-11-19',
      '2026-11-23',
    ]);
    await test.ask('grant Contoso Prod to slack:T1/C1');
  });
  afterAll(() => test.stores.close());

  const tried = async (line: string) => dataOf<AlertTestData>(await test.ask(line, inChannel()));
  const value = async (day: string) => {
    const { points } = dataOf<TrendData>(await test.ask('trend contoso prod 365d'));
    return points.find(({ at }) => at.startsWith(day))?.percentage ?? Number.NaN;
  };

  it('tells what would have been told, and from what', async () => {
    const { alerts, snapshots, from } = await tried('alert test drop 3 for contoso prod');
    expect([snapshots, from]).toEqual([7, '2026-08-01T06:00:00.000Z']);
    expect(alerts).toEqual([
      {
        at: '2026-11-18T06:00:00.000Z',
        // Held from the one to the other.
        from: {
          value: Math.min(await value('2026-11-03'), await value('2026-11-05')),
          at: '2026-11-03T06:00:00.000Z',
        },
        value: await value('2026-11-18'),
        ...{ again: false, recovered: null },
      },
    ]);
  });

  it('of one control goes by that control’s own percentage, a snapshot a day', async () => {
    const { alerts, control, snapshots } = await tried(
      "alert test control 'Encrypt data in transit' drop 5 for contoso prod",
    );
    expect([control, snapshots]).toEqual(['Encrypt data in transit', 7]);
    const [alert] = alerts;
    expect((alert?.from.value ?? 0) - (alert?.value ?? 0)).toBeGreaterThanOrEqual(5);
    const now = dataOf<ControlData>(await test.ask("control 'Encrypt data in transit' contoso prod"));
    const [row] = now.controls;
    // It has stood there since.
    expect(alerts.at(-1)?.value).toBeCloseTo((100 * (row?.current ?? 0)) / (row?.max ?? 1), 0);
  });

  it('each row has a button that explains it', async () => {
    const answer = await test.ask('alert test drop 3 for contoso prod', inChannel());
    const { alerts } = dataOf<AlertTestData>(answer);
    const [button] = answer.card.view.rowButtons ?? [];
    const told = await test.ask(button?.line.verbatim ?? '', { ...inChannel(), addressed: 'pressed' });
    const { delta } = told.card.data as { delta: number };
    const [alert] = alerts;
    expect(delta).toBeCloseTo((alert?.value ?? 0) - (alert?.from.value ?? 0), 9);
  });

  it.each([
    ['alert test', { of: 'drop', points: 5 }],
    ['test alert', { of: 'drop', points: 5 }],
    ['alert test contoso prod', { of: 'drop', points: 5 }],
    ['alert test drop 2,5 pp for contoso prod', { of: 'drop', points: 2.5 }],
    ['alert test drop by 3% contoso prod', { of: 'drop', points: 3 }],
    ['alert test contoso prod drops 4 percentage points', { of: 'drop', points: 4 }],
    ['alert test below 62.5%', { of: 'below', percentage: 62.5 }],
    ['alert test under 40 percent in contoso prod', { of: 'below', percentage: 40 }],
  ])('"%s" is understood', async (line, rule) => {
    const data = await tried(line);
    expect(data.rule).toEqual({ kind: 'alert', ...rule });
    expect(data.scope.name).toBe(line.includes('contoso') ? 'Contoso Prod' : 'All subscriptions');
  });

  it.each([
    ['alert test drop 0.4', /0\.5 to 100 percentage points/],
    ['alert test drop 101', /0\.5 to 100 percentage points/],
    ['alert test below 0', /1 to 100/],
    ['alert test drop 5 for data lake', /don't know a scope called "data lake"/],
    ['alert test control nothing drop 5', /don't know a control called "nothing"/],
  ])('"%s" is refused with a line that works', async (line, message) => {
    const answer = await test.ask(line, inChannel());
    expect(answer.outcome).toBe('refused');
    const { message: said, suggestions } = dataOf<ErrorData>(answer);
    expect(said).toMatch(message);
    for (const suggestion of suggestions.slice(0, 1))
      expect((await test.ask(suggestion, inChannel())).outcome).toBe('answered');
  });
});
