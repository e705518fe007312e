import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBot, type TestBot } from '../support/bot.ts';
import { engines } from './engines.ts';

/** Sixty days until the bot's now: enough for every comparison, and a sixth of what a year takes to fill. */
const DAYS = Array.from({ length: 60 }, (_, index) =>
  new Date(Date.UTC(2026, 8, 25 + index)).toISOString().slice(0, 10),
);

const SCOPES = ['', "'Contoso Prod'", "mg 'Contoso'", "'Contoso Dev'"];
/** All but `status`, which names the engine. */
const QUESTIONS = [
  ...['score', 'controls', 'fix', 'resources', 'trend'].flatMap((name) =>
    SCOPES.map((scope) => `${name} ${scope}`.trim()),
  ),
  ...["control 'Enable MFA'", "control 'Enable MFA' 'Contoso Prod'", 'fix page 2', 'controls page 2'],
  ...["what if 'Enable MFA'", "what if 'Enable MFA' and 'Encrypt data in transit'", 'trend 90d'],
  ...[
    "alias shop = 'Contoso Prod'",
    "alias Ämter = 'Contoso Dev'",
    'alias',
    'timezone Europe/Oslo',
    'score shop',
  ],
  ...[
    "grant 'Contoso Prod' to slack:T1/C1",
    'grant all to slack:T1/UBEN',
    "grant mg 'Contoso' to teams:19:a",
  ],
  ...["revoke 'Contoso Prod' from slack:T1/C1", 'access', 'access log', 'score contso prd', 'help'],
];

describe.skipIf(engines.length < 2)('the same history on both engines', () => {
  const bots: TestBot[] = [];
  beforeAll(async () => {
    for (const { name: engine } of engines) bots.push(await openTestBot(DAYS, { engine }));
  });
  afterAll(() => Promise.all(bots.map(({ stores }) => stores.close())));

  test('gives the same bytes for every question', async () => {
    const printed = [];
    for (const bot of bots) printed.push(await answersOf(bot));
    const [sqlite, postgres] = printed;
    expect(sqlite?.map(({ name }) => name)).toEqual(
      QUESTIONS.map((question) =>
        question.includes('contso') ? 'error' : expect.not.stringMatching('error'),
      ),
    );
    for (const [index, question] of QUESTIONS.entries()) {
      expect(postgres?.[index]?.text, question).toBe(sqlite?.[index]?.text);
    }
  });
});

/** As `ask --json` prints them. */
async function answersOf(bot: TestBot): Promise<{ name: string; text: string }[]> {
  const answers = [];
  for (const question of QUESTIONS) {
    const { card } = await bot.ask(question);
    const { name, data, text } = card;
    answers.push({ name, text: JSON.stringify({ name, data, text }) });
  }
  return answers;
}
