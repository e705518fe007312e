import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { echoBot } from '../../support/memory.ts';
import { memberOf } from '../../support/teams/fake-connector.ts';
import { ADA, BEN, GROUP, press, submit } from '../../support/teams/payloads.ts';
import { type Microsoft, startMicrosoft, startTeams, wordsOf } from '../../support/teams/world.ts';
import { until } from '../../support/until.ts';

let microsoft: Microsoft;
let world: Awaited<ReturnType<typeof startTeams>>;
let url: string;

beforeAll(async () => {
  microsoft = await startMicrosoft();
  url = microsoft.connector.serviceUrl;
});
afterAll(() => microsoft.stop());
beforeEach(async () => {
  microsoft.connector.recorded.length = 0;
  microsoft.connector.troubles.length = 0;
  world = await startTeams(microsoft);
});
afterEach(() => world.stop());

const posted = (count = 1) => until(`${count} posts`, () => world.posts().length >= count && world.posts());

describe('a button', () => {
  it('that turns the page is answered with the card', async () => {
    const { status, body } = await world.post(press(url, 'score page 2'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: { type: 'AdaptiveCard' },
    });
    expect(JSON.stringify(body)).toContain('You asked: score page 2');
    expect(world.asked[0]).toMatchObject({ text: 'score page 2', addressed: 'pressed' });
    expect(world.posts()).toEqual([]);
  });

  it('of a person who is not answered any more gets a line and nothing else', async () => {
    await world.stop();
    world = await startTeams(microsoft, { bot: async () => null, patience: 60_000 });
    for (const line of ['score page 2', 'score']) {
      const { status, body } = await world.post(press(url, line));
      expect(status).toBe(200);
      expect(body).toEqual({
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value: 'You asked more than I answer in a minute. Please wait a little.',
      });
    }
    await world.post(submit(url, 'score'));
    await world.teams.close();
    expect(world.posts()).toEqual([]);
    expect(world.log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('that turns the page too slowly says so, and the card changes later', async () => {
    const gate = Promise.withResolvers<void>();
    const { bot, asked } = echoBot(async () => {
      await gate.promise;
      return {};
    });
    await world.stop();
    world = await startTeams(microsoft, { bot, patience: 20 });
    const { body } = await world.post(press(url, 'score page 2'));
    expect(body.type).toBe('application/vnd.microsoft.activity.message');
    await until('the bot is asked', () => asked.length === 1);
    gate.resolve();
    const [post] = await posted();
    expect(post).toMatchObject({
      method: 'PUT',
      path: '/teams/v3/conversations/a:personal-of-ada/activities/1700000000002',
    });
    expect(wordsOf(post)).toContain('You asked: score page 2');
  });

  it('of any other kind is answered in words at once, and the card is a new message', async () => {
    const { body } = await world.post(press(url, 'fix'));
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.activity.message' });
    expect(typeof body.value).toBe('string');
    const [post] = await posted();
    expect(post).toMatchObject({ method: 'POST', body: { summary: 'You asked: fix' } });
  });

  it('whose answer takes long is answered in words meanwhile, and one that fails is told in the log', async () => {
    const gate = Promise.withResolvers<void>();
    const { bot } = echoBot(async () => {
      await gate.promise;
      return {};
    });
    await world.stop();
    world = await startTeams(microsoft, { bot, patience: 20 });
    expect((await world.post(press(url, 'fix'))).body).toMatchObject({ value: 'Coming up.' });
    expect(world.posts()).toEqual([]);
    gate.resolve();
    expect((await posted())[0]).toMatchObject({ method: 'POST', body: { summary: 'You asked: fix' } });
    await world.stop();
    world = await startTeams(microsoft, { bot: () => Promise.reject(new Error('fault')) });
    expect((await world.post(press(url, 'fix'))).body).toMatchObject({ value: 'Coming up.' });
    await until('the log tells', () => world.log.lines.some((line) => line.startsWith('error')));
  });

  it('pressed twice in one event acts once', async () => {
    const payload = press(url, 'grant all');
    await world.post(payload);
    expect((await world.post(payload)).body.type).toBe('application/vnd.microsoft.activity.message');
    await posted();
    expect(world.asked).toHaveLength(1);
  });

  it('acts for the person who pressed, whatever it carries', async () => {
    microsoft.connector.members.set(BEN.id, memberOf(BEN));
    const data = { line: 'grant all', person: ADA, from: ADA, conversation: 'terminal' };
    const value = { action: { type: 'Action.Execute', verb: 'ask', data }, trigger: 'manual' };
    await world.post(press(url, '', { value, from: BEN, conversation: GROUP }));
    await posted();
    expect(world.asked[0]).toMatchObject({
      text: 'grant all',
      person: { key: `teams:${BEN.aadObjectId}`, member: true },
      conversation: { key: `teams:${GROUP.id}` },
    });
  });

  it('without a command is an error, and another invoke is not implemented', async () => {
    const value = { action: { type: 'Action.Execute', verb: 'delete', data: { line: 'score' } } };
    expect((await world.post(press(url, '', { value }))).body).toMatchObject({ statusCode: 400 });
    expect((await world.post(press(url, 'x', { name: 'signin/verifyState' }))).status).toBe(501);
    expect(world.asked).toEqual([]);
  });

  it('works through Action.Submit, in a group without a mention too', async () => {
    await world.post(submit(url, 'score', { conversation: GROUP }));
    await posted();
    expect(world.asked[0]).toMatchObject({ text: 'score', addressed: 'pressed' });
  });
});
