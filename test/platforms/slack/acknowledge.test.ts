import { afterEach, expect, test } from 'vitest';
import type { Answer } from '../../../src/ports.ts';
import { directMessage, mention, press, slashCommand } from '../../support/slack/payloads.ts';
import { type SlackWorld, slackWorld } from '../../support/slack/world.ts';
import { until } from '../../support/until.ts';

let world: SlackWorld;
afterEach(() => world.close());

/** Answers of a bot that thinks until it is told to stop. */
function thinking() {
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  return { stop, answer: (): Promise<Partial<Answer>> => stopped.then(() => ({})) };
}

test('everything is acknowledged while the bot still thinks, also under load', async () => {
  const { stop, answer } = thinking();
  world = await slackWorld({ answer });
  const url = world.slack.responseUrl();
  const requests = Array.from({ length: 20 }, () => [
    world.client.command(slashCommand('score', url)),
    world.client.event(mention('score')),
    world.client.event(directMessage('score')),
    world.client.press(press('score', url)),
  ]);
  const statuses = (await Promise.all(requests.flat())).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200]));
  await until('80 questions', () => world.asked.length === 80);
  expect(world.slack.responses).toEqual([]);
  expect(world.slack.called('chat.postMessage')).toEqual([]);
  stop();
  await world.platform.close();
  expect(world.slack.responses).toHaveLength(20);
  expect(world.slack.called('chat.postMessage')).toHaveLength(60);
});

test('a stopped or silent Slack delays no acknowledgement', async () => {
  world = await slackWorld();
  world.slack.script('users.info', { drop: true }, 9);
  expect((await world.client.event(directMessage('score'))).status).toBe(200);
  await until('an answer', () => world.slack.called('chat.postMessage')[0]);
  expect(world.asked[0]?.person.member).toBe(false);
});

test('Slack’s check of the address is answered', async () => {
  world = await slackWorld();
  const received = await world.client.event({ type: 'url_verification', challenge: '3eZbrw1a' });
  expect(await received.json()).toEqual({ challenge: '3eZbrw1a' });
});
