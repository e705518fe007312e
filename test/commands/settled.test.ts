import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  AccessData,
  AliasesData,
  ErrorData,
  HelpData,
  NoticeData,
  ScoreData,
} from '../../src/cards/data.ts';
import { Unreachable } from '../../src/core/errors.ts';
import type { PostureSource } from '../../src/ports.ts';
import {
  ANYBODY,
  CHANNEL,
  dataOf,
  NOW,
  OPERATOR,
  openTestBot,
  SHARED,
  type TestBot,
} from '../support/bot.ts';

const inChannel = { person: ANYBODY, conversation: CHANNEL, addressed: 'named' } as const;
const operatorThere = { ...inChannel, person: OPERATOR } as const;
const guest = { ...inChannel, person: { key: 'slack:T9/UEVE', name: 'Eve', member: false } } as const;

let test: TestBot;
beforeEach(async () => {
  test = await openTestBot(['2026-11-22', '2026-11-23']);
});
afterEach(() => test.stores.close());

const noticeOf = async (text: string, from: Parameters<TestBot['ask']>[1] = inChannel) => {
  const answer = await test.ask(text, from);
  expect(answer.outcome, answer.card.text).toBe('answered');
  return dataOf<NoticeData>(answer);
};
const refusalOf = async (text: string, from: Parameters<TestBot['ask']>[1] = inChannel) => {
  const answer = await test.ask(text, from);
  expect(answer.outcome, answer.card.text).toBe('refused');
  return dataOf<ErrorData>(answer);
};
const grant = (what: string) => test.ask(`grant ${what} to ${CHANNEL.key}`);

describe('alias', () => {
  beforeEach(() => grant("'Contoso Prod'").then(() => grant("'Data Lake'")));

  it('names a scope in its conversation, and in no other', async () => {
    const { undo } = await noticeOf("alias Prod = 'Contoso Prod'");
    const scored = dataOf<ScoreData>(await test.ask('score for the prod', inChannel));
    expect(scored.scope).toEqual({ kind: 'subscription', id: scored.scope.id, name: 'Contoso Prod' });
    expect((await test.ask('prod', inChannel)).card.data).toEqual(scored);
    expect((await test.ask("control 'Enable MFA' prod", inChannel)).outcome).toBe('answered');
    await test.ask("grant 'Contoso Prod' to slack:T1/C9");
    const elsewhere = { ...inChannel, conversation: { ...CHANNEL, key: 'slack:T1/C9' } };
    expect(dataOf<AliasesData>(await test.ask('alias', elsewhere)).aliases).toEqual([]);
    await test.ask(undo ?? '', inChannel);
    expect(dataOf<AliasesData>(await test.ask('alias', inChannel)).aliases).toEqual([]);
  });

  it('is listed, shown, replaced, and taken back with a way back', async () => {
    await noticeOf('alias prod=Contoso Prod');
    await noticeOf("alias 'a = b' = Data Lake");
    expect(dataOf<AliasesData>(await test.ask('alias', inChannel)).aliases).toMatchObject([
      { name: 'a = b', scope: { name: 'Data Lake' } },
      { name: 'prod', scope: { name: 'Contoso Prod' }, by: ANYBODY.key, at: NOW.toISOString() },
    ]);
    expect((await noticeOf('alias PROD')).message).toContain('Contoso Prod');
    const moved = await noticeOf('alias prod = Data Lake');
    expect(moved).toMatchObject({ undo: "alias 'prod' = 'Contoso Prod'" });
    await noticeOf(moved.undo ?? '');
    for (const off of ['alias prod off', 'alias prod =']) {
      const removed = await noticeOf(off);
      expect(removed.undo).toBe("alias 'prod' = 'Contoso Prod'");
      await refusalOf('alias prod');
      await noticeOf(removed.undo ?? '');
    }
    expect((await test.ask("score 'a = b'", inChannel)).card.text).toContain('Data Lake');
  });

  it.each([
    ['alias score = Contoso Prod', 'command'],
    ['alias status page = Contoso Prod', 'command'],
    ['alias explain it = Contoso Prod', 'command'],
    ['alias data lake = Contoso Prod', 'already'],
    ['alias all = Contoso Prod', 'something else'],
    ['alias prod = all', 'called "all" already'],
    ['alias prod = Contoso Dev', "don't know a scope"],
    [`alias ${'x'.repeat(61)} = Contoso Prod`, '60'],
    ['alias = Contoso Prod', 'Name what'],
    ['alias nothing off', 'no short name "nothing"'],
    ['alias nothing', 'no short name "nothing"'],
  ])('refuses %s in a sentence', async (line, why) => {
    const { message, suggestions } = await refusalOf(line);
    expect(message).toContain(why);
    expect(suggestions.length).toBeGreaterThan(0);
    expect((await test.stores.preferences.of(CHANNEL.key)).aliases).toEqual([]);
  });

  it('has an end', async () => {
    for (let nth = 0; nth < 50; nth += 1) {
      const made = { scope: { kind: 'subscription', id: 'gone' }, by: 'x', at: NOW.toISOString() } as const;
      await test.stores.preferences.setAlias(CHANNEL.key, { name: `n${nth}`, ...made });
    }
    expect((await refusalOf('alias prod = Contoso Prod')).message).toContain('50');
    await noticeOf('alias n7 = Contoso Prod');
  });

  it('whose scope may not be seen any more answers like one that does not exist', async () => {
    await noticeOf('alias secret = Data Lake');
    await test.ask(`revoke 'Data Lake' from ${CHANNEL.key}`);
    for (const line of ['score %', 'alias %', 'alias % off', 'controls %', 'alias x = %']) {
      const [gone, never] = [
        await refusalOf(line.replace('%', 'secret')),
        await refusalOf(line.replace('%', 'sacred')),
      ];
      expect(JSON.stringify(gone).replaceAll('secret', 'sacred')).toBe(JSON.stringify(never));
    }
    expect(dataOf<AliasesData>(await test.ask('alias', inChannel)).aliases).toEqual([]);
    expect((await noticeOf('alias secret = Contoso Prod')).undo).toBe("alias 'secret' off");
  });

  it('can be used by an operator to grant and to revoke', async () => {
    await noticeOf('alias lake = Data Lake');
    expect((await noticeOf('revoke lake', operatorThere)).message).toContain('Data Lake');
    expect((await noticeOf('grant lake', operatorThere)).message).toContain('Data Lake');
  });

  it('is for members, where something is granted', async () => {
    for (const line of ['alias', 'alias prod = Contoso Prod', 'timezone', 'timezone UTC'])
      expect((await refusalOf(line, guest)).message).toContain('people of the organization');
    const strangers = { ...guest, conversation: SHARED };
    await test.ask(`grant 'Contoso Prod' shared to ${SHARED.key}`);
    expect((await test.ask('score', strangers)).outcome).toBe('answered');
    await refusalOf('alias prod = Contoso Prod', strangers);
    const nowhere = { ...inChannel, conversation: { ...CHANNEL, key: 'slack:T1/C0' } };
    expect((await refusalOf('alias', nowhere)).message).toContain('may not see any score');
    const names = (from: typeof inChannel | typeof guest) =>
      test.ask('help', from).then((answer) => dataOf<HelpData>(answer).commands.map(({ name }) => name));
    expect(await names(inChannel)).toEqual(expect.arrayContaining(['alias', 'timezone']));
    expect(await names(guest)).not.toEqual(expect.arrayContaining(['alias']));
    expect(await names(inChannel)).not.toContain('forget');
  });
});

describe('timezone', () => {
  const oslo = { ...inChannel, timezone: 'America/New_York' };
  beforeEach(() => grant('all'));

  it('is the conversation\u2019s, else that of the asker\u2019s profile, else UTC', async () => {
    expect((await noticeOf('timezone')).message).toMatch(/UTC: no zone is set.*Mon 23 Nov 12:00 UTC/);
    expect((await noticeOf('timezone', oslo)).message).toMatch(
      /America\/New_York, the zone of your profile.*07:00/,
    );
    expect((await test.ask('score', inChannel)).card.text).toContain('Mon 23 Nov 06:00 UTC');
    const set = await noticeOf('timezone europe/oslo');
    expect(set).toMatchObject({ undo: 'timezone off', message: expect.stringContaining('Mon 23 Nov 13:00') });
    expect((await test.ask('score', oslo)).card.text).toContain('Mon 23 Nov 07:00');
    expect((await noticeOf('timezone', oslo)).message).toMatch(/told times in Europe\/Oslo\./);
    const [first, second] = [await noticeOf('timezone asia/tokyo'), await noticeOf('timezone asia/tokyo')];
    expect([first.undo, second.undo]).toEqual(['timezone Europe/Oslo', null]);
    expect((await noticeOf('timezone off')).undo).toBe('timezone Asia/Tokyo');
    expect((await test.ask('score', inChannel)).card.text).toContain('06:00 UTC');
    expect((await test.stores.preferences.of('terminal')).zone).toBeNull();
  });

  it('is offered where a city or an abbreviation is typed, and nothing is set', async () => {
    expect((await refusalOf('timezone Oslo')).suggestions).toEqual(['timezone Europe/Oslo']);
    expect((await refusalOf('timezone CET')).suggestions).toContain('timezone Europe/Berlin');
    expect((await test.stores.preferences.of(CHANNEL.key)).zone).toBeNull();
  });
});

describe('forget', () => {
  const fill = async () => {
    await grant("'Contoso Prod'");
    await grant("'Data Lake'");
    await test.ask('alias prod = Contoso Prod', inChannel);
    await test.ask('timezone Europe/Oslo', inChannel);
    await test.ask('quiet 22:00 to 07:00', inChannel);
    await test.stores.conversations.remember({ ...CHANNEL, platform: 'slack', name: null, reference: {} });
  };

  it('asks first, then deletes all of this conversation, and the access log has it', async () => {
    await fill();
    await test.ask('grant all to slack:T1/C9');
    const asked = await noticeOf('forget this conversation', operatorThere);
    expect(asked.message).toContain(
      '2 grants, 1 short name, the time zone, the quiet hours and how to reach it',
    );
    expect(asked.confirm?.line).toBe('forget this conversation yes');
    expect(await test.stores.access.grants(CHANNEL.key)).toHaveLength(2);
    const done = await noticeOf(asked.confirm?.line ?? '', operatorThere);
    expect(done.message).toContain('2 grants, 1 short name');
    expect(await test.stores.access.grants(CHANNEL.key)).toEqual([]);
    expect(await test.stores.preferences.of(CHANNEL.key)).toEqual({ aliases: [], zone: null, quiet: null });
    expect(await test.stores.conversations.find(CHANNEL.key)).toBeNull();
    expect((await refusalOf('score')).message).toContain('may not see any score');
    const { log, grants } = dataOf<AccessData>(await test.ask('access log'));
    expect(log.slice(0, 2)).toMatchObject([
      { change: 'revoked', by: OPERATOR.key },
      { change: 'revoked', by: OPERATOR.key },
    ]);
    expect(grants.map(({ conversation }) => conversation)).toEqual(['slack:T1/C9']);
    await refusalOf('forget this conversation', operatorThere);
  });

  it('forgets another by its key, from the terminal', async () => {
    await fill();
    const asked = await noticeOf(`forget ${CHANNEL.key.toLowerCase()}`, {});
    expect(asked.confirm?.line).toBe(`forget ${CHANNEL.key} yes`);
    await noticeOf(asked.confirm?.line ?? '', {});
    expect(await test.stores.conversations.find(CHANNEL.key)).toBeNull();
  });

  it('deletes nothing for anybody else, nothing unasked, and nothing it does not understand', async () => {
    await fill();
    await refusalOf('forget this conversation yes');
    for (const line of [
      'forget',
      'forget yes',
      'forget it all',
      'forget everything yes',
      'forget slack:T1/C1 slack:T1/C9 yes',
    ])
      expect((await refusalOf(line, operatorThere)).suggestions, line).toContain('access');
    expect((await refusalOf('forget slack:T1/CNONE', {})).message).toContain(
      'I keep nothing of slack:T1/CNONE',
    );
    expect(await test.stores.access.grants(CHANNEL.key)).toHaveLength(2);
  });
});

it('zone, forget, settings and status answer while nothing is stored and Azure cannot be asked', async () => {
  await test.stores.close();
  const source = {
    readPosture: () => Promise.reject(new Unreachable('Azure does not answer.')),
  } as unknown as PostureSource;
  test = await openTestBot([], { source });
  expect((await test.ask('timezone Europe/Oslo')).outcome).toBe('answered');
  expect((await test.ask('status')).card.text).toContain('No snapshot is stored yet');
  expect((await test.ask('forget this conversation')).card.text).toContain('the time zone');
  expect((await test.ask('settings')).card.text).toContain('receives nothing by itself yet');
  expect((await test.ask('score')).card.text).toContain('Azure does not answer.');
});
