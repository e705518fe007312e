import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AccessData,
  AccessRequestData,
  ErrorData,
  FixData,
  HelpData,
  NoticeData,
  ScoreData,
} from '../src/cards/data.ts';
import { Unreachable } from '../src/core/errors.ts';
import { createDemoSource } from '../src/demo/demo-source.ts';
import type { PostureSource } from '../src/ports.ts';
import { ANYBODY, CHANNEL, dataOf, OPERATOR, openTestBot, SHARED, type TestBot } from './support/bot.ts';

const inChannel = { person: ANYBODY, conversation: CHANNEL, addressed: 'named' } as const;
const operatorThere = { ...inChannel, person: OPERATOR } as const;

describe('the bot', () => {
  let test: TestBot;
  beforeAll(async () => {
    test = await openTestBot(['2026-11-15', '2026-11-22', '2026-11-23']);
  });
  afterAll(() => test.stores.close());

  it('answers the terminal about everything', async () => {
    const answer = await test.ask('score');
    expect(answer.outcome).toBe('answered');
    expect(dataOf<ScoreData>(answer).scope.kind).toBe('all');
    expect(dataOf<ScoreData>(answer).percentage).toBeGreaterThan(50);
  });

  it('compares with the stored snapshots at or before yesterday, last week and last month', async () => {
    const { changes } = dataOf<ScoreData>(await test.ask('score'));
    expect(changes.map(({ since }) => since.slice(0, 10))).toEqual([
      '2026-11-22',
      '2026-11-15',
      '2026-11-15',
    ]);
  });

  it('tells a conversation without a grant nothing, whatever it names', async () => {
    const known = await test.ask('score Contoso Prod', inChannel);
    const unknown = await test.ask('score No Such Thing', inChannel);
    const garbled = await test.ask('grnt all', inChannel);
    const forbidden = await test.ask('grant all', inChannel);
    expect(known.outcome).toBe('refused');
    for (const other of [unknown, garbled, forbidden]) expect(other.card).toEqual(known.card);
    expect(dataOf<ErrorData>(known).suggestions).toContain('ask for access');
  });

  it('lets anybody ask for help and for access, and asks the operators once a day', async () => {
    expect((await test.ask('help', inChannel)).outcome).toBe('answered');
    expect((await test.ask('ask for access', inChannel)).outcome).toBe('answered');
    expect((await test.ask('ask for access', inChannel)).outcome).toBe('answered');
    expect(test.sent.map(({ key }) => key)).toEqual([OPERATOR.key]);
    const request = test.sent[0]?.card.data as AccessRequestData;
    expect(request).toMatchObject({ conversation: CHANNEL.key, by: ANYBODY.key });
    expect((await test.ask(request.refuseLine)).outcome).toBe('answered');
    expect(test.sent[1]?.key).toBe(CHANNEL.key);
  });

  it('says of a command that it is there and for whom, where it may not be used', async () => {
    const trend = dataOf<ErrorData>(await test.ask('help trend', inChannel));
    expect(trend.message).toMatch(/^"trend" answers here once an operator has granted/);
    expect(trend.suggestions).toEqual(['ask for access', 'help']);
    const grant = dataOf<ErrorData>(await test.ask('help grant', inChannel));
    expect(grant.message).toBe('Only an operator of Scoreline can do that.');
    expect(dataOf<ErrorData>(await test.ask('help trnd', inChannel)).message).toContain("I don't know");
  });

  it('offers no grant that could only fail', async () => {
    const there = dataOf<ErrorData>(await test.ask('grant', operatorThere));
    expect(there.suggestions).toEqual(['grant all']);
    const here = dataOf<ErrorData>(await test.ask('grant'));
    expect(here.message).toContain('"grant <scope> to <conversation or person>"');
    expect(here.suggestions).toEqual(['access', 'help grant']);
    for (const line of here.suggestions) expect((await test.ask(line)).outcome).toBe('answered');
    expect(dataOf<ErrorData>(await test.ask('grant to slack:T1/C9')).suggestions).toEqual([
      'grant all to slack:T1/C9',
    ]);
    const { commands } = dataOf<HelpData>(await test.ask('help'));
    expect(commands.find(({ name }) => name === 'grant')?.examples).toEqual([]);
  });

  it('grants a scope, answers about it alone, and takes it back', async () => {
    expect((await test.ask('grant Contoso Prod', operatorThere)).outcome).toBe('answered');
    const mine = dataOf<ScoreData>(await test.ask('score', inChannel));
    expect(mine.subscriptions.map(({ name }) => name)).toEqual(['Contoso Prod']);
    const other = await test.ask('score Contoso Dev', inChannel);
    const none = await test.ask('score Contoso Dvv', inChannel);
    const message = (name: string) => dataOf<ErrorData>(name === 'Dev' ? other : none).message;
    expect(message('Dev').replace('Contoso Dev', 'X')).toBe(message('Dvv').replace('Contoso Dvv', 'X'));
    expect(JSON.stringify(other.card)).not.toContain('Data Lake');
    const listed = dataOf<AccessData>(await test.ask('access log'));
    expect(listed.grants).toMatchObject([
      { conversation: CHANNEL.key, scope: { name: 'Contoso Prod' }, by: OPERATOR.key },
    ]);
    expect(listed.log[0]?.change).toBe('granted');
    expect((await test.ask('revoke Contoso Prod from slack:T1/C1')).outcome).toBe('answered');
    expect((await test.ask('score', inChannel)).outcome).toBe('refused');
    expect((await test.ask('revoke Contoso Prod from slack:T1/C1')).outcome).toBe('refused');
    await test.ask('grant Contoso Prod shared to slack:T1/C1');
    const { undo } = dataOf<NoticeData>(await test.ask('revoke Contoso Prod from slack:T1/C1'));
    expect(undo).toBe("grant 'Contoso Prod' shared to slack:T1/C1");
  });

  it('keeps operators to what the conversation sees, except in grant', async () => {
    await test.ask('grant Data Lake to slack:T1/C1');
    expect((await test.ask('score Contoso Prod', operatorThere)).outcome).toBe('refused');
    expect((await test.ask('access', inChannel)).card.text).toContain('Only an operator');
    await test.ask('revoke Data Lake from slack:T1/C1');
  });

  it('grants a management group with what lies below it, and not its parents', async () => {
    const everything = await test.stores.posture.estate();
    const group = everything.groups.find(({ id }) =>
      everything.subscriptions.some(({ ancestors }) => ancestors[0] === id && ancestors.length > 1),
    );
    await test.ask(`grant mg ${group?.id} to slack:T1/C1`);
    const seen = dataOf<ScoreData>(await test.ask('score', inChannel));
    const inside = everything.subscriptions.filter(({ ancestors }) => ancestors.includes(group?.id ?? ''));
    expect(seen.subscriptions.map(({ id }) => id).sort()).toEqual(inside.map(({ id }) => id).sort());
    const parent = inside[0]?.ancestors.at(-1);
    expect((await test.ask(`score ${parent}`, inChannel)).outcome).toBe('refused');
    await test.ask(`revoke ${group?.id} from slack:T1/C1`);
  });

  it('wants the word shared for a channel of another company', async () => {
    const there = { ...operatorThere, conversation: SHARED };
    const refused = await test.ask('grant Contoso Prod', there);
    expect(refused.outcome).toBe('refused');
    const [line = ''] = dataOf<ErrorData>(refused).suggestions;
    expect((await test.ask(line, there)).outcome).toBe('answered');
  });

  it('wants a conversation for grant and revoke in the terminal, and a scope', async () => {
    for (const line of ['grant all', 'revoke all', 'grant', 'grant all to nowhere', 'grant to slack:T1/C1']) {
      expect((await test.ask(line)).outcome, line).toBe('refused');
    }
  });

  it('shares with the channel only on request, and pages', async () => {
    expect((await test.ask('share score')).audience).toBe('channel');
    const first = await test.ask('score');
    const second = await test.ask('score page 2');
    expect(second.card.data).toEqual(first.card.data);
    expect(second.card.text).not.toBe(first.card.text);
  });

  it('writes help from the list of commands, with the operator\u2019s own only for operators', async () => {
    const names = (answer: Awaited<ReturnType<TestBot['ask']>>) =>
      dataOf<HelpData>(answer).commands.map(({ name }) => name);
    expect(names(await test.ask('help'))).toContain('grant');
    expect(names(await test.ask('help', inChannel))).not.toContain('grant');
    expect(dataOf<HelpData>(await test.ask('help fix')).of).toBe('fix');
    expect((await test.ask('help fxi')).outcome).toBe('refused');
    for (const line of ['help me', 'help me out please'])
      expect(dataOf<HelpData>(await test.ask(line)).of).toBeNull();
    expect(dataOf<HelpData>(await test.ask('help me with trend')).of).toBe('trend');
  });
});

describe('the bot in trouble', () => {
  it.each([
    ['Payroll', 'not-visible', 'not visible'],
    ['Hackathon', 'no-score', 'no score yet'],
    ['Old Intranet', 'disabled', 'disabled'],
  ])('never tells the unknown of %s as nothing to do', async (name, state, words) => {
    const test = await openTestBot(['2026-11-23']);
    for (const question of ['score', 'fix', 'controls', "control 'Enable MFA'"]) {
      const answer = await test.ask(`${question} ${name}`);
      expect(answer.card.text, question).toContain(words);
      if (question !== 'score') expect(answer.card.data).toMatchObject({ state });
    }
    await test.stores.close();
  });

  it('says what really happened to a request for access', async () => {
    const test = await openTestBot(['2026-11-23'], { delivery: { outcome: 'paused', why: 'blocked' } });
    for (const text of ['ask for access', 'ask for access']) {
      expect((await test.ask(text, inChannel)).card.text).toContain('could not reach an operator');
    }
    expect((await test.ask('refuse slack:T1/C1')).outcome).toBe('refused');
    expect((await test.ask('refuse all the things slack:T1/C1')).outcome).toBe('refused');
    await test.stores.close();
  });

  it('tells no name to a channel in answer to revoke that is not granted there', async () => {
    const test = await openTestBot(['2026-11-23']);
    await test.ask('grant Data Lake to slack:T1/C1');
    for (const text of ['revoke Cont', 'revoke Contoso Prod']) {
      expect(JSON.stringify((await test.ask(text, operatorThere)).card)).not.toMatch(/Contoso (?:Dev|Test)/);
    }
    const undone = await test.ask('revoke lake', operatorThere);
    expect(undone.card.data).toMatchObject({ undo: "grant 'Data Lake'" });
    await test.stores.close();
  });

  it('counts what a subscription without a weight can gain by itself', async () => {
    const source = createDemoSource('2026-11-23');
    const test = await openTestBot([]);
    const parts = async function* () {
      for await (const part of source.readSnapshot({ subscriptions: [], groups: [] })) {
        if (part.kind !== 'subscription' || part.score === null || part.score === 'kept') yield part;
        else yield { ...part, score: { ...part.score, weight: null } };
      }
    };
    await test.stores.posture.ingest(new Date('2026-11-23T06:00:00Z'), parts());
    const [best] = dataOf<FixData>(await test.ask("fix 'Contoso Prod'")).recommendations;
    expect(best?.potentialIncrease).toBeCloseTo(1000 / 58, 9);
    expect(dataOf<ScoreData>(await test.ask('score')).percentage).toBeNull();
    await test.stores.close();
  });

  it('owns up to a fault with a reference that the log has, and says nothing technical', async () => {
    const test = await openTestBot([]);
    await test.stores.close();
    const answer = await test.ask('score');
    const { reference = '?' } = dataOf<ErrorData>(answer);
    expect(answer.outcome).toBe('failed');
    expect(answer.card.text).toContain(reference);
    expect(answer.card.text).not.toMatch(/sqlite|database|open|Error/i);
    expect(test.logged).toMatchObject([{ level: 'error', detail: { reference } }]);
  });

  it('answers a first question before any snapshot from Azure and says that history starts later', async () => {
    const test = await openTestBot([]);
    const answer = await test.ask('score');
    expect(dataOf<ScoreData>(answer)).toMatchObject({ changes: [], scope: { kind: 'all' } });
    expect(answer.card.text).toMatch(/history starts with the first snapshot/i);
    expect((await test.ask('fix')).outcome).toBe('refused');
    expect(await test.stores.posture.latest()).toBeNull();
  });

  it('passes on what to do when Azure cannot be reached', async () => {
    const source = {
      readPosture: () => Promise.reject(new Unreachable('Azure does not answer.')),
    } as unknown as PostureSource;
    const test = await openTestBot([], { source });
    const answer = await test.ask('score');
    expect(answer.outcome).toBe('failed');
    expect(answer.card.text).toContain('Azure does not answer.');
    expect((await test.ask('Contoso Prod')).card.text).toContain('Azure does not answer.');
    expect((await test.ask('help')).outcome).toBe('answered');
    expect((await test.ask('score', inChannel)).card.text).toContain('may not see any score');
  });

  it('says so where nobody is an operator', async () => {
    const test = await openTestBot(['2026-11-23'], { operators: [] });
    expect((await test.ask('ask for access', inChannel)).card.text).toContain('OPERATORS');
  });
});
