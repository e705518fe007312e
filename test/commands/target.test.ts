import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorData, NoticeData, ScoreData, TrendData } from '../../src/cards/data.ts';
import type { TargetData } from '../../src/cards/target-data.ts';
import type { Target } from '../../src/core/target.ts';
import { ANYBODY, CHANNEL, dataOf, NOW, OPERATOR, openTestBot, type TestBot } from '../support/bot.ts';

const inChannel = { person: ANYBODY, conversation: CHANNEL, addressed: 'named' } as const;
const operatorThere = { ...inChannel, person: OPERATOR } as const;
const guest = { ...inChannel, person: { key: 'slack:T9/UEVE', name: 'Eve', member: false } } as const;

let test: TestBot;
beforeEach(async () => {
  test = await openTestBot(['2026-11-22', '2026-11-23']);
  for (const scope of ["'Contoso Prod'", "'Data Lake'"]) await test.ask(`grant ${scope} to ${CHANNEL.key}`);
});
afterEach(() => test.stores.close());

const noticeOf = async (text: string) => {
  const answer = await test.ask(text, inChannel);
  expect(answer.outcome, answer.card.text).toBe('answered');
  return dataOf<NoticeData>(answer);
};
const refusalOf = async (text: string, from: Parameters<TestBot['ask']>[1] = inChannel) => {
  const answer = await test.ask(text, from);
  expect(answer.outcome, answer.card.text).toBe('refused');
  return dataOf<ErrorData>(answer);
};
const listed = async (text = 'target') => dataOf<TargetData>(await test.ask(text, inChannel)).targets;
const stored = () => test.stores.targets.of(CHANNEL.key);

describe('target', () => {
  it('is set, told with score and trend, replaced and dropped, each with a way back', async () => {
    const { message, undo } = await noticeOf('target 80% by 2027-03-31 for contoso prod');
    expect(message).toMatch(
      /^Contoso Prod: Target 80\u00A0% by 31 Mar: \d+\.\d\u00A0pp to go\. No forecast: less than four/,
    );
    const score = dataOf<ScoreData>(await test.ask('score contoso prod', inChannel));
    const [made] = await stored();
    expect(made).toEqual({
      ...{ scope: { kind: 'subscription', id: score.scope.id }, percent: 80, day: '2027-03-31', zone: 'UTC' },
      ...{ start: score.percentage, by: ANYBODY.key, at: NOW.toISOString() },
    });
    expect(score.target).toMatchObject({
      ...{ percent: 80, due: '2027-04-01T00:00:00.000Z', percentage: score.percentage, state: 'open' },
      missing: 80 - (score.percentage ?? 0),
    });
    const { card } = await test.ask('score contoso prod', inChannel);
    expect(card.text).toContain('Target 80\u00A0% by 31 Mar: ');
    const trend = await test.ask('trend contoso prod', inChannel);
    expect(dataOf<TrendData>(trend).target).toEqual(score.target);
    expect(trend.card.text).toContain('Target 80\u00A0% by 31 Mar: ');
    for (const line of ['score data lake', 'score', 'trend']) {
      const other = await test.ask(line, inChannel);
      expect(dataOf<ScoreData>(other).target).toBeNull();
      expect(other.card.text).not.toContain('Target 8');
    }
    const replaced = await noticeOf('target 90% for Contoso Prod by end of year');
    expect(replaced.message).toContain('It was 80\u00A0% by 31 Mar.');
    expect(await stored()).toMatchObject([{ percent: 90, day: '2026-12-31' }]);
    await noticeOf(replaced.undo ?? '');
    expect(await stored()).toEqual([made]);
    const dropped = await noticeOf(undo ?? '');
    expect(dropped.undo).toBe("target 80% by 2027-03-31 'Contoso Prod'");
    expect(await stored()).toEqual([]);
    expect(dataOf<ScoreData>(await test.ask('score contoso prod', inChannel)).target).toBeNull();
    await noticeOf(dropped.undo ?? '');
    expect(await stored()).toHaveLength(1);
  });

  it.each([
    ['target 80% by 31 march', 'all', '2027-03-31'],
    ['target 80 percent in 3 months for the subscription contoso prod', 'Contoso Prod', '2027-02-23'],
    ['target contoso prod 80% by end of year', 'Contoso Prod', '2026-12-31'],
    ['targets 80.5 % until friday of data lake', 'Data Lake', '2026-11-27'],
    ['target 80 by 2027-03 contoso', 'Contoso Prod', '2027-03-31'],
  ])('reads %j', async (line, scope, day) => {
    await noticeOf(line);
    const [row] = await listed();
    expect(row).toMatchObject({ day, percent: line.includes('80.5') ? 80.5 : 80 });
    expect(scope === 'all' ? row?.scope.kind : row?.scope.name).toBe(scope);
  });

  it.each([
    ['target 80%', /By when/, 'target 80% in 3 months'],
    ['target 80% contoso prod', /By when/, 'target 80% by end of year contoso prod'],
    ['target 80% by zorg', /can't read "zorg"/, 'target 80% by end of year'],
    ['target 80% by 2026-11-22', /has passed/, 'target 80% in 3 months'],
    ['target 80% by 2027-02-30', /is no day/, 'help target'],
    ['target 0% by friday', /every score/, 'target 80% by friday'],
    ['target 101% by friday', /more than a score/, 'target 100% by friday'],
    ['target 20% by friday contoso prod', /reached already/, "target 65% by 2026-11-27 'Contoso Prod'"],
    [
      'target 80% by friday for contso prod',
      /scope called "contso prod"/,
      "target 80% by friday 'Contoso Prod'",
    ],
    ['target zorg', /scope called "zorg"/, 'score'],
    ['target off', /no target for All/, 'target'],
    ['target off for contoso prod', /no target for Contoso Prod/, 'target'],
  ])('refuses %j and says what would do', async (line, message, suggestion) => {
    const error = await refusalOf(line);
    expect(error.message).toMatch(message);
    expect(error.suggestions).toContain(suggestion);
    expect(await stored()).toEqual([]);
    expect((await test.ask(suggestion, inChannel)).outcome).toBe('answered');
  });

  it('is listed with where it stands, for one scope or for all', async () => {
    expect(await listed()).toEqual([]);
    await noticeOf('target 80% by 2027-03-31 contoso prod');
    await noticeOf('target 90% by 2027-03-31 data lake');
    expect((await listed()).map(({ percent }) => percent).sort()).toEqual([80, 90]);
    expect(await listed('target for contoso prod')).toMatchObject([{ percent: 80, state: 'open' }]);
    const { card } = await test.ask('target contoso prod', inChannel);
    expect(card.view.buttons.map(({ line }) => line.verbatim)).toEqual([
      "fix to reach 80% 'Contoso Prod'",
      "trend 'Contoso Prod'",
      "target off 'Contoso Prod'",
      'help target',
    ]);
    for (const { line } of card.view.buttons)
      expect((await test.ask(line.verbatim, { ...inChannel, addressed: 'pressed' })).outcome).toBe(
        'answered',
      );
  });

  it('knows the day by the zone of the conversation, and keeps it', async () => {
    await test.ask('timezone Pacific/Kiritimati', inChannel);
    await noticeOf('target 80% by tomorrow contoso prod');
    expect(await listed()).toMatchObject([{ day: '2026-11-25', due: '2026-11-25T10:00:00.000Z' }]);
    await test.ask('timezone UTC', inChannel);
    expect(await listed()).toMatchObject([{ day: '2026-11-25', due: '2026-11-25T10:00:00.000Z' }]);
  });

  it('whose scope may not be seen any more is told nowhere, and comes back with the grant', async () => {
    await noticeOf('target 90% by 2027-03-31 data lake');
    await test.ask(`revoke 'Data Lake' from ${CHANNEL.key}`);
    expect(await listed()).toEqual([]);
    const [gone, never] = [await refusalOf('target off secret'), await refusalOf('target off data lake')];
    expect(gone.message.replace('secret', '%')).toBe(never.message.replace('data lake', '%'));
    await test.ask(`grant 'Data Lake' to ${CHANNEL.key}`);
    expect(await listed()).toHaveLength(1);
  });

  it('is for members alone, and goes with what is forgotten', async () => {
    expect((await refusalOf('target 80% by 2027-03-31', guest)).message).toContain(
      'Only people of the organization',
    );
    await noticeOf('target 80% by 2027-03-31 contoso prod');
    const asked = dataOf<NoticeData>(await test.ask('forget this conversation', operatorThere));
    expect(asked.message).toContain('1 target');
    await test.ask('forget this conversation yes', operatorThere);
    expect(await stored()).toEqual([]);
  });

  it('has an end', async () => {
    const made = (nth: number): Target => ({
      ...{ scope: { kind: 'subscription', id: `gone-${nth}` }, percent: 80, day: '2027-03-31', zone: 'UTC' },
      ...{ start: null, by: 'x', at: NOW.toISOString() },
    });
    for (let nth = 0; nth < 20; nth += 1) await test.stores.targets.set(CHANNEL.key, made(nth));
    expect((await refusalOf('target 80% by 2027-03-31 contoso prod')).message).toContain('at most 20');
    await test.stores.targets.remove(CHANNEL.key, made(3).scope);
    await noticeOf('target 80% by 2027-03-31 contoso prod');
    await noticeOf('target 85% by 2027-03-31 contoso prod');
  });
});
