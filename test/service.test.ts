import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { createDemoSource } from '../src/demo/demo-source.ts';
import { type App, wire } from '../src/main.ts';
import { answerText } from '../src/platforms/terminal/terminal.ts';
import { type Listening, listen } from '../src/server.ts';
import { echo } from './fixtures/commands/echo.ts';
import { ANYBODY, given, NOW, openTestBot, recordingLog, TERMINAL } from './support/bot.ts';
import { SIGNING_SECRET, type SlackClient, slackClient } from './support/slack/client.ts';
import { type FakeSlack, startFakeSlack, TEAM, TOKEN } from './support/slack/fake-slack.ts';
import {
  directMessage,
  mention as slackMention,
  press as slackPress,
  slashCommand,
} from './support/slack/payloads.ts';
import { ADA, BEN, CHANNEL_ID, mention, message, PERSONAL, press } from './support/teams/payloads.ts';
import { type Microsoft, postTo, startMicrosoft, wordsOf } from './support/teams/world.ts';
import { until } from './support/until.ts';

/** The whole service as `npm start` wires it, with one command more, between a fake Slack and a fake Microsoft. */
let app: App;
let server: Listening;
let slack: FakeSlack;
let microsoft: Microsoft;
let client: SlackClient;
let url: string;

beforeAll(async () => {
  [slack, microsoft] = await Promise.all([startFakeSlack(), startMicrosoft()]);
  const { stores } = await openTestBot(['2026-11-15', '2026-11-22', '2026-11-23']);
  app = wire({
    stores,
    source: async () => createDemoSource('2026-11-23'),
    teams: microsoft.config,
    slack: {
      botToken: TOKEN,
      transport: { kind: 'http', signingSecret: SIGNING_SECRET },
      apiUrl: slack.apiUrl,
      responseHosts: [slack.host],
      teams: [],
    },
    operators: [`slack:${TEAM}/U0ADA`, `teams:${ADA.aadObjectId}`],
    portal: 'https://portal.azure.com',
    staleAfter: 2 * 86_400_000,
    snapshotEvery: null,
    clock: () => NOW,
    log: recordingLog().log,
    commands: [...commands, echo],
  });
  const routes = Object.assign({}, ...(await app.platforms()).map((platform) => platform.routes));
  server = await listen({ routes, ready: async () => true }, 0, '127.0.0.1');
  client = slackClient(`http://127.0.0.1:${server.port}`);
  url = `http://127.0.0.1:${server.port}/api/messages`;
});

afterAll(async () => {
  await server.close();
  await app.close();
  await slack.close();
  await microsoft.stop();
});

const inTerminal = async (text: string) =>
  answerText(
    given(await app.bot({ text, person: ANYBODY, conversation: TERMINAL, addressed: 'direct' })).card,
  );

/** Posts a Teams activity and gives the words of the card that comes back in the conversation. */
async function teams(make: (serviceUrl: string) => Parameters<typeof postTo>[1]): Promise<string> {
  const before = microsoft.connector.posts().length;
  const payload = make(microsoft.connector.serviceUrl);
  expect(
    (await postTo(url, payload, await microsoft.issuer.token(microsoft.connector.serviceUrl))).status,
  ).toBe(200);
  return wordsOf(await until('a post in Teams', () => microsoft.connector.posts()[before]));
}

/** Runs `/score` and gives the private answer. */
async function slash(text: string): Promise<string> {
  const before = slack.responses.length;
  expect((await client.command(slashCommand(text, slack.responseUrl()))).status).toBe(200);
  const { body } = await until('an answer to /score', () => slack.responses[before]);
  expect(body.response_type).toBe('ephemeral');
  return JSON.stringify(body);
}

/** The percentage that an answer leads with. */
const percent = (words: string) => /(\d+\.\d).%/.exec(words)?.[1];

describe('one command more in the list', () => {
  it('is in the help, the grammar, the terminal, Teams and Slack', async () => {
    expect(await inTerminal('help')).toContain('echo: Says what it was told.');
    expect(await inTerminal('help echo')).toContain('echo <words>');
    expect(await inTerminal('please echo all of it')).toContain('You said: all of it');
    expect(await inTerminal('ehco x')).toContain('echo x');
    expect(await teams((to) => message(to, 'say it in Teams'))).toContain('You said: it in Teams');
    expect(await slash('echo it in Slack')).toContain('You said: it in Slack');
    expect(await slash('help')).toContain('echo');
  });
});

describe('the same conversation everywhere', () => {
  it('grants, asks, presses and pages in Slack', async () => {
    expect(await slash('score')).toContain('may not see any score');
    expect(await slash('grant all')).toContain('may now ask');
    const expected = percent(await inTerminal('score'));
    const answer = await slash('score');
    expect(percent(answer)).toBe(expected);
    expect(answer).toContain('"value":"share score"');
    const before = slack.called('chat.postMessage').length;
    await client.event(slackMention('score for contoso prod'));
    const posted = await until('an answer to the mention', () => slack.called('chat.postMessage')[before]);
    expect(posted).toMatchObject({ channel: 'C0SEC', thread_ts: expect.stringMatching(/^1700000000/) });
    expect(percent(JSON.stringify(posted))).toBe(percent(await inTerminal('score contoso prod')));
    const pressed = slack.responses.length + slack.called('chat.postMessage').length;
    await client.press(slackPress("fix 'Contoso Prod'", slack.responseUrl()));
    await until(
      'the next card',
      () => slack.responses.length + slack.called('chat.postMessage').length > pressed,
    );
  });

  it('answers a direct message only where it holds a grant', async () => {
    const before = slack.called('chat.postMessage').length;
    await client.event(directMessage('score'));
    const posted = await until('an answer', () => slack.called('chat.postMessage')[before]);
    expect(JSON.stringify(posted)).toContain('may not see any score');
  });

  it('grants, asks and presses in Teams', async () => {
    expect(await teams((to) => mention(to, '<at>Scoreline</at> score'))).toContain('may not see any score');
    expect(await teams((to) => mention(to, '<at>Scoreline</at> grant all'))).toContain('may now ask');
    expect((await app.stores.access.grants(`teams:${CHANNEL_ID}`)).map(({ scope }) => scope.id)).toEqual([
      'all',
    ]);
    const answer = await teams((to) => mention(to, '<at>Scoreline</at> score'));
    expect(percent(answer)).toBe(percent(await inTerminal('score')));
    expect(await teams((to) => message(to, 'score'))).toContain('may not see any score');
  });

  it('gives a person without rights nothing, from text or from a button', async () => {
    const ben = { from: BEN, conversation: { ...PERSONAL, id: 'a:personal-of-ben' } };
    for (const line of ['score', "fix 'Contoso Prod'", 'grant all', 'access']) {
      expect(await teams((to) => press(to, line, ben)), line).toContain('may not see any score');
      expect(await teams((to) => message(to, line, ben)), line).toContain('may not see any score');
    }
  });

  it('takes a request for access to the operators, on their own platform', async () => {
    const posts = microsoft.connector.posts().length;
    const before = slack.called('chat.postMessage').length;
    await client.event(directMessage('ask for access', { user: 'U0BEN', channel: 'D0BEN' }));
    const request = await until('the request', () =>
      slack
        .called('chat.postMessage')
        .slice(before)
        .find(({ channel }) => channel === 'U0ADA'),
    );
    expect(JSON.stringify(request)).toContain(`grant all to slack:${TEAM}/U0BEN`);
    await until('the request in Teams', () => microsoft.connector.posts().length > posts);
    await client.event(directMessage(`grant all to slack:${TEAM}/U0BEN`));
    await until(
      'the grant',
      async () => (await app.stores.access.grants(`slack:${TEAM}/U0BEN`)).length === 1,
    );
  });
});

describe('the listener', () => {
  it('is alive, ready, and knows no other route', async () => {
    const get = async (path: string) => (await fetch(`http://127.0.0.1:${server.port}${path}`)).status;
    expect(await Promise.all(['/healthz', '/readyz', '/metrics', '/', '/constructor'].map(get))).toEqual([
      200, 200, 404, 404, 404,
    ]);
  });

  it('is only read', async () => {
    const ask = async (path: string, method: string) =>
      (await fetch(`http://127.0.0.1:${server.port}${path}`, { method })).status;
    for (const path of ['/healthz', '/readyz']) {
      expect(await Promise.all(['HEAD', 'POST', 'PUT', 'DELETE'].map((method) => ask(path, method)))).toEqual(
        [200, 405, 405, 405],
      );
    }
  });
});
