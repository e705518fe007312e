import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExplainData, TrendData } from '../../src/cards/data.ts';
import { teamsActivity } from '../../src/cards/message.ts';
import { Unreachable } from '../../src/core/errors.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { dataOf, openTestBot, type TestBot } from '../support/bot.ts';

const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}`;
/** Daily, and nothing from the 14th to the 18th: the service was down for five days. */
const DAYS = [9, 10, 11, 12, 13, 19, 20, 21, 22, 23].map(day);

let test: TestBot;
beforeAll(async () => {
  test = await openTestBot(DAYS);
}, 60_000);
afterAll(() => test.stores.close());

describe('five days without the service', () => {
  it('are a gap in the chart and in the words of a trend', async () => {
    const { card } = await test.ask('trend contoso prod 30d');
    const { points } = card.data as TrendData;
    expect(points.map(({ at }) => at.slice(0, 10))).toEqual(DAYS);
    expect(card.text).toContain('Nothing is known between Fri 13 Nov 06:00 UTC and Thu 19 Nov 06:00 UTC.');
    const [, spark = ''] = card.text.split('\n');
    expect(spark).toMatch(/^[▁-█]{5} +[▁-█]{5}$/u);
  });

  it('break the line of the score, whose ends are the days around them', async () => {
    const { card } = await test.ask('score contoso prod');
    const chart = JSON.parse(JSON.stringify(teamsActivity(card))).attachments[0].content.body.find(
      ({ type }: { type: string }) => type === 'Chart.Line',
    );
    const ends = chart.data.map(({ values }: { values: { x: string }[] }) => [
      values[0]?.x,
      values.at(-1)?.x,
    ]);
    expect(ends).toEqual([
      [day(9), day(13)],
      [day(19), day(23)],
    ]);
    expect(card.text).toMatch(/^[▁-█]{5} +[▁-█]{5}$/mu);
    expect(card.text).toContain('Nothing is known between Fri 13 Nov 06:00 UTC and Thu 19 Nov 06:00 UTC.');
  });

  it('are explained from the last snapshot before them, which is named', async () => {
    const data = dataOf<ExplainData>(await test.ask('explain contoso prod since 7d'));
    expect(data.before.takenAt).toBe('2026-11-13T06:00:00.000Z');
    expect((await test.ask('score contoso prod')).card.text).toContain('since Fri 13 Nov 06:00 UTC');
  });
});

describe('a clock that was set back', () => {
  it('stores no snapshot before the newest, and answers stay as they were', async () => {
    const { posture } = test.stores;
    const before = (await test.ask('trend contoso prod 30d')).card.text;
    const late = createDemoSource(day(15)).readSnapshot(await posture.known());
    await expect(posture.ingest(new Date(`${day(15)}T06:00:00Z`), late)).rejects.toBeInstanceOf(Unreachable);
    expect((await test.ask('trend contoso prod 30d')).card.text).toBe(before);
    expect((await posture.latest())?.takenAt).toBe('2026-11-23T06:00:00.000Z');
  });
});
