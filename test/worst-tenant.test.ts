import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slackMessage, teamsActivity } from '../src/cards/message.ts';
import { commands } from '../src/commands/index.ts';
import { ALL } from '../src/core/scope.ts';
import type { Answer, Invocation } from '../src/ports.ts';
import { ANYBODY, CHANNEL, NOW, openTestBot, type TestBot } from './support/bot.ts';
import { LONG } from './support/card-facts.ts';
import { brokenWords, slackPings, teamsPings } from './support/pings.ts';
import { copy, partsOf, rescore } from './support/posture.ts';
import { slackFaults } from './support/slack-limits.ts';
import { teamsFaults } from './support/teams-limits.ts';
import { COUNT, worstTenant } from './support/worst-tenant.ts';

const HOUR = 3_600_000;
let people = 0;
/** In a channel, each by another person: nobody may ask without end. */
const there = () => {
  people += 1;
  const person = { ...ANYBODY, key: `slack:T1/U${people}` };
  return { person, conversation: CHANNEL, addressed: 'named', private: true } as const;
};
/** Buttons that change what the next question may see; each is asked once, and not from a button. */
const CHANGING =
  /^(?:grant|revoke|refuse|forget|ask for access|alias|timezone|target (?:\d|off)|order|snooze|acknowledge|digest (?!preview)|alert (?!test))\b/;
/** Each page of an explanation reads it anew, and the fourth looks like the third. */
const DEEP = /\bexplain .* page (?:[4-9]|\d\d+)$/;

describe('a tenant of 300 subscriptions with the worst names', () => {
  let test: TestBot;
  const reading = worstTenant();
  beforeAll(async () => {
    test = await openTestBot([]);
    const before = copy(reading);
    for (const { assessments } of before.subscriptions)
      for (const one of assessments.slice(0, 9))
        one.status = one.status === 'healthy' ? 'unhealthy' : 'healthy';
    await test.stores.posture.ingest(new Date(NOW.getTime() - 200 * HOUR), partsOf(rescore(before)));
    await test.stores.posture.ingest(new Date(NOW.getTime() - HOUR), partsOf(copy(reading)));
    await test.stores.access.grant({
      ...{ conversation: CHANNEL.key, scope: ALL, by: 'x' },
      at: NOW.toISOString(),
    });
  }, 120_000);
  afterAll(() => test.stores.close());

  /** Whatever is wrong with an answer, on both platforms; `failed` is always wrong. */
  const faults = (line: string, { card, outcome }: Answer): string[] => {
    const [slack, teams] = [slackMessage(card), teamsActivity(card)];
    return [
      ...(outcome === 'failed' ? ['failed'] : []),
      ...slackFaults(slack),
      ...slackPings(slack),
      ...teamsFaults(teams),
      ...teamsPings(teams),
      ...[slack, teams, { text: card.text }].flatMap(brokenWords),
    ].map((fault) => `${line.slice(0, 80)}: ${fault.slice(0, 300)}`);
  };
  const ask = (text: string, from: Partial<Invocation> = {}) => test.ask(text, from);

  const everywhere = [
    'score',
    'controls',
    'fix',
    'fix to reach 90%',
    'target',
    'resources',
    'trend',
    'movers',
    'explain',
    'help',
    'access',
    'access log',
    'status',
  ];
  const ids = reading.subscriptions.map(({ subscription }) => subscription.id);
  const scoped = ids
    .slice(0, 17)
    .flatMap((id) => ['score', 'controls', 'fix', 'resources', 'trend'].map((command) => `${command} ${id}`));
  const named = [
    ...reading.catalog.controls.flatMap(({ id }) => [`control ${id}`, `what if ${id}`]),
    ...reading.catalog.recommendations.slice(0, 20).map(({ id }) => `what if ${id}`),
    ...['what if rec-0 and rec-1 and rec-24 and rec-48 and rec-72', 'what if rec-11 and rec-24'],
    ...ids.slice(1, 9).map((id, n) => `compare ${ids[n]} with ${id}`),
    `compare everything with ${ids[0]}`,
    ...commands.filter(({ name }) => name !== 'ask for access').map(({ name }) => `help ${name}`),
  ];
  const bad = [
    ...[`score ${LONG}`, `score '${LONG.replaceAll("'", '')}'`, 'score help', 'score and', 'score all'],
    ...[
      'control x',
      `control ${LONG}`,
      `what if ${LONG}`,
      'score aaaaaaaaab',
      LONG,
      'score мир',
      `compare ${LONG}`,
      `compare ${LONG} with all`,
      'compare and with all',
      `compare ${'with '.repeat(40)}`,
      'what if 👩‍👩‍👧‍👦',
    ],
    ...[
      `grant ${LONG}`,
      `revoke ${ids[0]}`,
      `alias ${LONG} = all`,
      `timezone ${LONG}`,
      `ask for access ${LONG}`,
    ],
  ];

  it('every question, every page and every button is inside the limits, pings nobody and stays whole', async () => {
    const waiting = [...everywhere, ...scoped, ...named];
    const seen = new Set(waiting);
    const wrong: string[] = [];
    const pages = new Map<string, number>();
    for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) {
      const answer = await ask(line, { addressed: 'pressed' });
      wrong.push(...faults(line, answer));
      if (answer.outcome !== 'answered')
        wrong.push(`${line.slice(0, 80)}: ${answer.card.text.slice(0, 300)}`);
      pages.set(answer.card.name, (pages.get(answer.card.name) ?? 0) + 1);
      const { buttons, rowButtons = [] } = answer.card.view;
      for (const { line: next } of [...buttons, ...rowButtons.slice(0, 1)]) {
        if (seen.has(next.verbatim) || DEEP.test(next.verbatim) || CHANGING.test(next.verbatim)) continue;
        seen.add(next.verbatim);
        waiting.push(next.verbatim);
      }
    }
    expect(wrong).toEqual([]);
    console.info(`${seen.size} questions were asked`);
    // 300 subscriptions are 30 pages; 24 controls 3, 110 counting recommendations 11, 40 types 4.
    expect(pages.get('score')).toBeGreaterThanOrEqual(30 + 17);
    expect(pages.get('controls')).toBeGreaterThanOrEqual(3 + 17);
    expect(pages.get('fix')).toBeGreaterThanOrEqual(8 + 17);
    expect(pages.get('resources')).toBeGreaterThanOrEqual(4 + 17);
  }, 300_000);

  it('a private answer in a channel is too', async () => {
    const wrong: string[] = [];
    for (const line of [
      ...everywhere,
      ...scoped.slice(0, 10),
      ...named.slice(0, 12),
      'score page 30',
      'fix page 3',
    ])
      wrong.push(...faults(line, await ask(line, there())));
    expect(wrong).toEqual([]);
  }, 120_000);

  it('what cannot be understood, or fits too much, is said within the limits, and each way out works', async () => {
    const wrong: string[] = [];
    for (const line of bad) {
      for (const from of [{}, there()]) {
        const answer = await ask(line, from);
        wrong.push(...faults(line, answer));
        for (const { line: next } of answer.card.view.buttons) {
          const then = await ask(next.verbatim, {
            ...('person' in from ? there() : {}),
            addressed: 'pressed',
          });
          wrong.push(...faults(next.verbatim, then));
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('all 300 stand on the pages once, and no two look the same', async () => {
    const rows: string[] = [];
    for (let page = 1; page <= COUNT / 10; page += 1) {
      const { view } = (await ask(`score page ${page}`, { addressed: 'pressed' })).card;
      rows.push(...(view.subscriptions as { name: string }[]).map(({ name }) => name));
    }
    expect(rows).toHaveLength(COUNT);
    expect(new Set(rows).size).toBe(COUNT);
    expect(rows.filter((name) => /\(…?[^()]{4,}\)$/.test(name)).length).toBe(COUNT);
  }, 120_000);
});
