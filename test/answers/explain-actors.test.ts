import { afterEach, describe, expect, test } from 'vitest';
import type { ExplainData } from '../../src/cards/data.ts';
import type { Actor } from '../../src/core/actor.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { lookUpActors } from '../../src/jobs/look-up-actors.ts';
import type { ActorReading, Sought } from '../../src/ports/actors.ts';
import { dataOf, openTestBot, recordingLog, type TestBot } from '../support/bot.ts';

const open: TestBot[] = [];
afterEach(async () => {
  for (const { stores } of open.splice(0)) await stores.close();
});

/** The demo around a day, with whatever `azure` says of who changed what; as the demo's own source by default. */
async function asked(day: string, azure = createDemoSource(day).readActors) {
  const date = Number(day.slice(-2));
  const days = [date - 2, date - 1, date].map((one) => `${day.slice(0, 8)}${String(one).padStart(2, '0')}`);
  const test = await openTestBot(days);
  open.push(test);
  const clock = () => new Date(`${day}T06:01:00Z`);
  const source = async () => ({ readActors: azure });
  await lookUpActors({ ...test.stores, source, policy: 'apps', clock, log: recordingLog().log }, 'test');
  const answer = await test.ask(`explain since ${day}`);
  return { text: answer.card.text, data: dataOf<ExplainData>(answer) };
}

const PIPELINE: Actor = { name: 'pipeline-campaign', type: 'app', client: null };
const MEGAN: Actor = { name: 'megan@contoso.example', type: 'person', client: 'Azure Portal' };

const saying =
  (who: (id: string) => Actor | null) =>
  async ({ resources, deed }: Sought): Promise<ActorReading> => {
    const one = { deed, at: '2026-11-18T04:30:00.000Z', operation: null };
    const acted = resources.flatMap((resource) => {
      const actor = who(resource);
      return actor === null ? [] : [{ ...one, ...actor, resource }];
    });
    return { acted, asked: 1, denied: false };
  };

describe('an explanation', () => {
  test('says which pipeline added what', async () => {
    const { data, text } = await asked('2026-11-18');
    const [top] = data.contributions;
    expect(top).toMatchObject({ cause: 'resource-added', count: 24 });
    expect(top?.actors).toEqual([
      {
        ...{ name: 'pipeline-campaign', type: 'app', client: 'Azure DevOps', count: 24 },
        at: expect.stringMatching(/^2026-11-18T0[0-5]:\d\d:\d\d\.000Z$/),
      },
    ]);
    expect(text).toMatch(/by pipeline-campaign \(Azure DevOps\), Wed 18 Nov 0\d:\d\d UTC/);
  });

  test('says that a person deleted or changed something, and not who', async () => {
    const { data, text } = await asked('2026-03-10');
    expect(data.contributions[0]).toMatchObject({
      cause: 'turned-unhealthy',
      actors: [{ name: null, type: 'person', client: 'Azure Portal', count: 11 }],
    });
    expect(text).toContain('last changed by a person (Azure Portal), Tue 10 Mar 0');
    expect(text).not.toContain('megan');
  });

  test('counts who changed how many, and leaves out those of which nothing is known', async () => {
    const who = (id: string) => {
      const number = Number(/\d\d$/.exec(id)?.[0] ?? 99);
      return number <= 10 ? PIPELINE : number <= 12 ? MEGAN : null;
    };
    const { data, text } = await asked('2026-11-18', saying(who));
    expect(data.contributions[0]?.actors.map(({ name, type, count }) => [name, type, count])).toEqual([
      ['pipeline-campaign', 'app', 10],
      [null, 'person', 2],
    ]);
    expect(text).toContain(
      '10 by pipeline-campaign, Wed 18 Nov 04:30 UTC; 2 by a person (Azure Portal), Wed',
    );
  });

  test('says nothing where nothing is known', async () => {
    const { data, text } = await asked(
      '2026-11-18',
      saying(() => null),
    );
    expect(data.contributions.flatMap(({ actors }) => actors)).toEqual([]);
    expect(text).not.toMatch(/\bby (?:a|pipeline)\b/);
  });
});
