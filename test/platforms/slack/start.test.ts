import { expect, test } from 'vitest';
import { startFakeSlack, TOKEN } from '../../support/slack/fake-slack.ts';
import { directMessage } from '../../support/slack/payloads.ts';
import { slackWorld } from '../../support/slack/world.ts';
import { until } from '../../support/until.ts';

test('a token that Slack refuses is one line that says what to do, and holds up nothing else', async () => {
  const slack = await startFakeSlack();
  slack.script('auth.test', { body: { ok: false, error: 'invalid_auth' } });
  const world = await slackWorld({ slack });
  expect(world.log.lines).toEqual([expect.stringMatching(/refused.*SLACK_BOT_TOKEN/)]);
  expect(world.log.lines.join()).not.toContain(TOKEN);
  await world.close();
});

test('a Slack that cannot be reached is asked again with the first question', async () => {
  const slack = await startFakeSlack();
  slack.script('auth.test', { status: 503, body: 'away' });
  const world = await slackWorld({ slack });
  expect(world.log.lines).toEqual([expect.stringContaining('not connected yet')]);
  await world.client.event(directMessage('score'));
  await until('an answer', () => slack.called('chat.postMessage')[0]);
  expect(slack.called('auth.test')).toHaveLength(2);
  await world.close();
});

test('the platform opens no port and closes twice', async () => {
  const world = await slackWorld();
  expect(Object.keys(world.platform.routes)).toEqual(['/slack/events']);
  expect(world.platform.name).toBe('slack');
  await world.platform.close();
  await world.close();
});
