import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liveScoreOf } from '../../src/answers/live.ts';
import { openWorld, type WorldDeps } from '../../src/answers/world.ts';
import type { ErrorData, ScoreData, TrendData } from '../../src/cards/data.ts';
import { Unreachable, UserError } from '../../src/core/errors.ts';
import { ALL } from '../../src/core/scope.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import type { LiveReading, PostureSource } from '../../src/ports.ts';
import { CHANNEL, dataOf, NOW, openTestBot, TERMINAL, type TestBot } from '../support/bot.ts';

const STORED = ['2026-10-24', '2026-11-15', '2026-11-22', '2026-11-23'];
const DAY_BEFORE = '2026-10-24';

/** The demo tenant as it is stored, and Azure as it says at this moment: whatever a test puts here. */
const azure = {
  say: (ids: readonly string[]): LiveReading[] => ids.map((id) => ({ id, outcome: 'no-score' })),
};
const asked: string[][] = [];

function sourceOf(): PostureSource {
  return {
    ...createDemoSource('2026-11-23'),
    readLive: async (ids) => {
      asked.push([...ids]);
      return azure.say(ids);
    },
  };
}

/** As Azure answered on another day: numbers that are not the stored ones. */
const earlier = await createDemoSource(DAY_BEFORE).readPosture();
function asOn(ids: readonly string[]): LiveReading[] {
  return ids.map((id) => {
    const score = earlier.scores.find(({ subscription }) => subscription === id)?.score;
    const controls = earlier.cells.filter(({ subscription }) => subscription === id);
    return score === undefined ? { id, outcome: 'no-score' } : { id, outcome: 'read', score, controls };
  });
}

describe('a live question', () => {
  let bot: TestBot;
  const score = async (text: string) => dataOf<ScoreData>(await bot.ask(text));
  beforeAll(async () => {
    bot = await openTestBot(STORED, { source: sourceOf() });
  });
  afterAll(() => bot.stores.close());

  test('has the numbers of this moment, compared with what is stored, and stores nothing', async () => {
    azure.say = asOn;
    const [stored, live] = [await score('score Contoso Prod'), await score('score Contoso Prod live')];
    const then = earlier.scores.find(({ subscription }) => subscription === live.scope.id)?.score;
    expect(live).toMatchObject({
      live: true,
      current: then?.current,
      max: then?.max,
      asOf: '2026-11-23T12:00:00.000Z',
    });
    expect(live.percentage).not.toBe(stored.percentage);
    expect(live.changes.map(({ since }) => since)).toEqual(stored.changes.map(({ since }) => since));
    expect(live.changes[0]?.percentage).toBeCloseTo(
      (live.percentage ?? 0) - (stored.percentage ?? 0) + (stored.changes[0]?.percentage ?? 0),
      9,
    );
    expect(live.controls.length).toBeGreaterThan(5);
    expect(live.trend.at(-1)).toEqual({ at: live.asOf, percentage: live.percentage });
    expect(live.trend.slice(0, -1)).toEqual(stored.trend);
    expect((await bot.stores.posture.latest())?.takenAt).toBe('2026-11-23T06:00:00.000Z');
    expect(await score('score Contoso Prod')).toEqual(stored);
  });

  test('says on the card where the numbers are from, instead of their age', async () => {
    azure.say = asOn;
    for (const text of ['score Contoso Prod live', 'score live of Contoso Prod']) {
      expect((await bot.ask(text)).card.text).toContain('read just now from Azure');
    }
    expect((await bot.ask('score Contoso Prod')).card.text).not.toContain('just now');
  });

  test('of a wider scope asks for each member that is not disabled, and what it cannot read stays as stored', async () => {
    azure.say = (ids) => asOn(ids).map((one, n) => (n === 0 ? { id: one.id, outcome: 'not-visible' } : one));
    asked.length = 0;
    const [stored, live] = [await score('score'), await score('score live')];
    const members = stored.subscriptions.filter(({ state }) => state !== 'disabled').map(({ id }) => id);
    expect(asked.map((ids) => ids.toSorted())).toEqual([members.toSorted()]);
    const hidden = asked[0]?.[0];
    const row = (data: ScoreData) => data.subscriptions.find(({ id }) => id === hidden);
    expect(row(live)).toMatchObject({ state: 'not-visible', percentage: row(stored)?.percentage });
    expect(live.notVisible.subscriptions).toBeGreaterThan(0);
    expect(live.percentage).not.toBe(stored.percentage);
    expect(live.subscriptions.filter(({ state }) => state === 'ok').length).toBeGreaterThan(5);
  });

  test('of what cannot be read at all is the stored answer, and says that it is not visible', async () => {
    azure.say = (ids) => ids.map((id) => ({ id, outcome: 'not-visible' }));
    const [stored, live] = [await score('score Contoso Prod'), await score('score Contoso Prod live')];
    expect(live).toMatchObject({ live: false, percentage: stored.percentage, asOf: stored.asOf });
    expect(live.subscriptions[0]?.state).toBe('not-visible');
  });

  test('of what has no score any more is null, never 0', async () => {
    azure.say = (ids) => ids.map((id) => ({ id, outcome: 'no-score' }));
    const live = await score('score Contoso Prod live');
    expect(live).toMatchObject({ percentage: null, current: null, max: null, controls: [], live: true });
    expect(live.subscriptions[0]?.state).toBe('no-score');
  });

  test('is not for more than 25 subscriptions, and offers some', async () => {
    const posture = bot.stores.posture;
    const estate = await posture.estate();
    const [one] = estate.subscriptions;
    const subscriptions = Array.from({ length: 26 }, (_, n) => ({ ...one, id: `id-${n}`, name: `Lab ${n}` }));
    const source = () => Promise.reject(new Error('Azure is not asked'));
    const deps = {
      posture: { ...posture, estate: async () => ({ ...estate, subscriptions }) },
      source,
      now: NOW,
    };
    const world = await openWorld(deps as WorldDeps, [], TERMINAL);
    const refused = await liveScoreOf(world, ALL).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect(refused).toMatchObject({
      message: expect.stringMatching(/at most 25, and these are 26/),
      suggestions: ["score 'Lab 0' live", "score 'Lab 1' live", "score 'Lab 2' live", 'score'],
    });
    await expect(liveScoreOf(world, { ...ALL, id: 'id-1', kind: 'subscription' })).rejects.toThrow(
      /not asked/,
    );
  });

  test('says so where Azure does not answer, and asks nothing where nothing is granted', async () => {
    azure.say = () => {
      throw new Unreachable('Azure does not answer.');
    };
    const answer = await bot.ask('score Contoso Prod live');
    expect([answer.outcome, answer.card.text.includes('Azure does not answer.')]).toEqual(['failed', true]);
    asked.length = 0;
    expect((await bot.ask('score live', { conversation: CHANNEL, addressed: 'named' })).outcome).toBe(
      'refused',
    );
    expect(asked).toEqual([]);
  });
});

describe('trend as a question', () => {
  let bot: TestBot;
  beforeAll(async () => {
    bot = await openTestBot(STORED);
  });
  afterAll(() => bot.stores.close());

  test('is 30 days unless a time is said, in the zone of the asker', async () => {
    const trend = async (text: string) => dataOf<TrendData>(await bot.ask(text, { timezone: 'Europe/Oslo' }));
    const all = await trend('trend');
    expect(all).toMatchObject({
      scope: { kind: 'all' },
      from: '2026-10-24T12:00:00.000Z',
      to: '2026-11-23T12:00:00.000Z',
    });
    expect(all.points.map(({ at }) => at.slice(0, 10))).toEqual(STORED);
    expect((await trend('trend Contoso Prod since sunday')).from).toBe('2026-11-21T23:00:00.000Z');
    expect(
      (await trend('trend between 2026-11-15 and 2026-11-22')).points.map(({ at }) => at.slice(0, 10)),
    ).toEqual(STORED.slice(0, 3));
  });

  test('its last point is the score', async () => {
    for (const of of ['', 'Contoso Prod']) {
      const last = dataOf<TrendData>(await bot.ask(`trend ${of}`)).points.at(-1);
      const { percentage, current, max, trend } = dataOf<ScoreData>(await bot.ask(`score ${of}`));
      expect(last).toEqual({ at: '2026-11-23T06:00:00.000Z', percentage, current, max, imported: false });
      expect(trend.at(-1)?.percentage).toBe(percentage);
    }
  });

  test('is refused in words where the time is none or still to come', async () => {
    const answer = await bot.ask('trend 5x');
    expect(answer.outcome).toBe('refused');
    expect(dataOf<ErrorData>(answer).suggestions).toEqual(['trend 7d', 'trend 3 months']);
    expect((await bot.ask('trend since 2027-01-01')).card.text).toMatch(/still to come/);
  });

  test('before any snapshot is the one reading of this question', async () => {
    const empty = await openTestBot([]);
    const answer = await empty.ask('trend Contoso Prod');
    expect(dataOf<TrendData>(answer).points).toMatchObject([
      { at: '2026-11-23T12:00:00.000Z', imported: false },
    ]);
    expect(answer.card.text).toMatch(/one reading, and no trend yet/);
    expect(answer.card.text).toMatch(/history starts with the first snapshot/);
    await empty.stores.close();
  });
});
