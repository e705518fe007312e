import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackClient } from '../../test/support/slack/client.ts';
import type { FakeSlack } from '../../test/support/slack/fake-slack.ts';
import { slashCommand } from '../../test/support/slack/payloads.ts';
import { times } from '../tenant.ts';

export const PEOPLE = 20;
/** Half of what one person may ask in a minute. */
export const EACH = 10;
/** Milliseconds between two questions: all of them come within five seconds. */
const PAUSE = 25;

const person = (nth: number) => `U0PERSON${nth}`;

/** What they ask, of everything and of one subscription in turns. */
const questions = (scope: string) => [
  ...['score', `score ${scope}`, 'controls', `fix ${scope}`, 'trend 30d'],
  ...[`trend 365d ${scope}`, 'fix', `controls ${scope}`, 'resources', 'help'],
];

/** Sends all questions without waiting for answers. Milliseconds until each was acknowledged. */
export async function askAll(
  client: SlackClient,
  slack: FakeSlack,
  scopes: readonly string[],
): Promise<number[]> {
  const sent: Promise<number>[] = [];
  for (let round = 0; round < EACH; round += 1) {
    for (let nth = 0; nth < PEOPLE; nth += 1) {
      const lines = questions(scopes[(nth + round) % scopes.length] ?? '');
      const line = lines[(nth + round) % lines.length] ?? 'score';
      const url = slack.responseUrl(`answer-${nth}-${round}`);
      sent.push(acknowledged(client, slashCommand(line, url, { user_id: person(nth) })));
      await sleep(PAUSE);
    }
  }
  return Promise.all(sent);
}

async function acknowledged(client: SlackClient, form: ReturnType<typeof slashCommand>): Promise<number> {
  const start = performance.now();
  const response = await client.command(form);
  await response.text();
  if (response.status !== 200) throw new Error(`Slack was answered ${response.status}`);
  return performance.now() - start;
}

/** Questions that have an answer; throws where that is the card of a fault. */
export function answered(slack: FakeSlack): number {
  const urls = times(PEOPLE, (nth) => times(EACH, (round) => `/answer-${nth}-${round}`)).flat();
  const failed = slack.responses.find(({ body }) =>
    /logged as|don't know|may see|You asked/.test(String(body.text)),
  );
  if (failed !== undefined) throw new Error(`An answer of ${failed.url} says: ${failed.body.text}`);
  const here = new Set(slack.responses.map(({ url }) => url));
  return urls.filter((url) => here.has(url)).length;
}
