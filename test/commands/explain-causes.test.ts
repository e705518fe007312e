import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExplainData, MovedData, ScoreData, TrendData } from '../../src/cards/data.ts';
import { slackMessage, teamsActivity } from '../../src/cards/message.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { dataOf, openTestBot, type TestBot } from '../support/bot.ts';

/** Storage accounts were added to Contoso Prod on 17 November. */
const DAYS = ['2026-11-15', '2026-11-16', '2026-11-19', '2026-11-22'];

let test: TestBot;
beforeAll(async () => {
  test = await openTestBot(DAYS);
}, 60_000);
afterAll(() => test.stores.close());

const answered = async (text: string) => {
  const answer = await test.ask(text);
  expect(answer.outcome, answer.card.text).toBe('answered');
  return answer;
};
const refused = async (text: string) => {
  const answer = await test.ask(text);
  expect(answer.outcome, answer.card.text).toBe('refused');
  return answer.card;
};
const linesOf = (card: { view: { buttons: readonly { line: { verbatim: string } }[] } }) =>
  card.view.buttons.map(({ line }) => line.verbatim);

describe('the line "Why" of a score', () => {
  it.each(['score contoso prod', 'score', 'score landing zones'])(
    '%s: says what explain says',
    async (line) => {
      const { card } = await answered(line);
      const { why, changes } = card.data as ScoreData;
      const explained = dataOf<ExplainData>(await answered(line.replace('score', 'explain')));
      expect(explained.before.takenAt).toBe(changes[1]?.since);
      const { delta, contributions } = explained;
      const first = contributions.find((one) => Math.sign(one.delta) === Math.sign(delta ?? 0));
      if (Math.abs(delta ?? 0) < 0.05) {
        expect(why).toBeNull();
        return;
      }
      expect(why?.[0]).toMatchObject({ cause: first?.cause, control: first?.control, delta: first?.delta });
      expect(card.text.match(/^Why: /gm)).toHaveLength(1);
    },
  );

  it('is one sentence on each platform, and Explain is the first button', async () => {
    const { card } = await answered('score contoso prod');
    const said =
      'Why: 24 storage accounts were added (Secure transfer to storage accounts should be enabled, −1.2';
    expect(card.text).toContain(said);
    expect(JSON.stringify(teamsActivity(card))).toContain(said);
    expect(JSON.stringify(slackMessage(card).blocks)).toContain(said);
    expect(linesOf(card)[0]).toBe("explain 'Contoso Prod'");
  });

  it('is left out where nothing moved', async () => {
    const { card } = await answered('score management');
    expect((card.data as ScoreData).why).toBeNull();
    expect(card.text).not.toContain('Why:');
  });
});

describe('the resources of a cause', () => {
  it('are its own, ten a page, by name, with type, resource group and a link', async () => {
    const explained = await answered('explain contoso prod');
    const [top] = dataOf<ExplainData>(explained).contributions;
    const [show] = explained.card.view.rowButtons ?? [];
    expect(show?.title).toBe('Show 24');
    const first = await answered(show?.line.verbatim ?? '');
    const moved = dataOf<MovedData>(first);
    expect(moved.count).toBe(24);
    expect(moved.resources.map(({ id }) => id).toSorted()).toEqual(top?.resources.toSorted());
    const names = moved.resources.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    const [one] = moved.resources;
    expect(one?.resourceGroup).toBeTruthy();
    expect(one?.subscription).toBe('Contoso Prod');
    expect(first.card.text).toContain(`${one?.name}: Storage account · ${one?.resourceGroup}`);
    expect(JSON.stringify(teamsActivity(first.card))).toContain(
      `https://portal.azure.com/#@/resource${one?.id}/overview`,
    );
    const seen = new Set<string>();
    let answer = first;
    for (let page = 1; page <= 3; page += 1) {
      for (const row of answer.card.view.rows as { name: string }[]) seen.add(row.name);
      const [next] = answer.card.view.buttons;
      expect(next?.title).toBe(['Show next 10 of 24', 'Show next 4 of 24', 'Explain'][page - 1]);
      if (page < 3) answer = await answered(next?.line.verbatim ?? '');
    }
    expect(seen.size).toBe(24);
  });

  it('can be typed, of one cause and of all of them', async () => {
    const all = dataOf<MovedData>(await answered('explain contoso prod since 7d resources'));
    const { contributions } = dataOf<ExplainData>(await answered('explain contoso prod since 7d'));
    expect(all.contributions).toHaveLength(contributions.length);
    expect(all.count).toBe(contributions.reduce((sum, { count }) => sum + count, 0));
    expect(all.resources).toHaveLength(all.count);
    const second = dataOf<MovedData>(await answered('explain contoso prod since 7d cause 2'));
    expect(second.resources.map(({ id }) => id)).toEqual(contributions[1]?.resources);
    const why = dataOf<MovedData>(await answered('why did contoso prod drop since 7d cause 1'));
    expect(why.count).toBe(24);
  });

  it('stay those of the card when a newer snapshot is stored', async () => {
    const fresh = await openTestBot(DAYS.slice(0, 3));
    const { card } = await fresh.ask('explain contoso prod');
    const lines = [...(card.view.rowButtons ?? []), ...card.view.buttons]
      .map(({ line }) => line.verbatim)
      .filter((line) => /cause|resources/.test(line));
    expect(lines.length).toBeGreaterThan(1);
    const of = async (line: string) => {
      const answer = await fresh.ask(line);
      expect(answer.outcome, answer.card.text).toBe('answered');
      return answer;
    };
    const before = await Promise.all(lines.map(async (line) => dataOf<MovedData>(await of(line))));
    const known = await fresh.stores.posture.known();
    const parts = createDemoSource('2026-11-23').readSnapshot(known);
    await fresh.stores.posture.ingest(new Date('2026-11-23T06:00:00Z'), parts);
    for (const [at, line] of lines.entries()) {
      const now = dataOf<MovedData>(await of(line));
      expect(now.resources).toEqual(before[at]?.resources);
      expect(now.after).toEqual(before[at]?.after);
    }
    await fresh.stores.close();
  });

  it('does not say that nothing moved a score that nobody knows', async () => {
    for (const name of ['Payroll', 'Hackathon']) {
      const { card } = await answered(`explain ${name} resources`);
      const none = await refused(`explain ${name} cause 1`);
      for (const { text } of [card, none]) {
        expect(text).toContain('is not known at both ends');
        expect(text).not.toContain('Nothing moved');
      }
    }
  });

  it('says when the snapshot of a button is gone, and which causes there are', async () => {
    const gone = await refused(
      'explain contoso prod between 2026-01-05T06:00:00Z and 2026-11-22T06:00:00Z cause 1',
    );
    expect(gone.text).toContain(
      'Nothing is stored of 2026-01-05 06:00 UTC any more: history starts at 2026-11-15',
    );
    expect(linesOf(gone)).toEqual(["explain 'Contoso Prod'"]);
    const none = await refused('explain contoso prod cause 99');
    expect(none.text).toMatch(/There is no cause 99\. There are \d+ causes, counted from 1\./);
    const earlier = await refused('explain contoso prod since 2026-11-16 Europe/Oslo cause 99');
    for (const line of linesOf(earlier)) {
      const { after, before } = dataOf<MovedData | ExplainData>(await answered(line));
      expect([before.takenAt, after.takenAt]).toEqual([
        '2026-11-15T06:00:00.000Z',
        '2026-11-22T06:00:00.000Z',
      ]);
    }
    for (const text of ['explain contoso prod cause 0', 'explain contoso prod cause x'])
      expect((await refused(text)).text).toContain('is no cause; they count from 1');
  });
});

describe('dated marks', () => {
  it('stand below the trend and the explanation whose time holds them, in UTC', async () => {
    const wide = await openTestBot(['2026-10-26', '2026-10-29']);
    const said = '27 Oct, for everybody: new Azure subscriptions begin without a score';
    for (const line of ['trend 30d', 'explain since 30d', 'score']) {
      const { card } = await wide.ask(line);
      expect(card.text, line).toContain(said);
      expect((card.data as TrendData).events).toHaveLength(1);
      for (const shown of [teamsActivity(card), slackMessage(card).blocks])
        expect(JSON.stringify(shown), line).toContain(said);
    }
    for (const line of ['trend contoso prod 30d', 'explain contoso prod since 30d', 'trend 7d'])
      expect((await wide.ask(line)).card.text, line).not.toContain('for everybody');
    await wide.stores.close();
  });
});
