import { afterEach, expect, test } from 'vitest';
import { startAzureFake } from '../../support/azure/fake.ts';
import { createTenant } from '../../support/azure/tenant.ts';
import { freshUrl } from '../../support/database.ts';
import { endServices, startService } from '../../support/service.ts';
import { startFakeSlack, TEAM, TOKEN } from '../../support/slack/fake-slack.ts';
import { slashCommand } from '../../support/slack/payloads.ts';
import { startSocketSide } from '../../support/slack/socket.ts';
import { APP_TOKEN } from '../../support/slack/world.ts';
import { until } from '../../support/until.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  await endServices();
  for (const close of open.splice(0)) await close();
});

test('the service starts in Socket Mode with a refused token, answers once it is taken, and stops in order', async () => {
  const [slack, side] = await Promise.all([startFakeSlack(), startSocketSide()]);
  const azure = await startAzureFake(createTenant());
  open.push(slack.close, side.close, azure.close);
  slack.script('apps.connections.open', { body: { ok: false, error: 'invalid_auth' } });
  slack.script('apps.connections.open', { body: { ok: true, url: side.url } }, 99);
  const service = await startService({
    ...azure.env,
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_API_URL: slack.apiUrl,
    SLACK_RESPONSE_HOSTS: slack.host,
    OPERATORS: `slack:${TEAM}/U0ADA`,
    DATABASE_URL: await freshUrl(),
  });
  await service.said('check SLACK_APP_TOKEN');
  expect((await fetch(`${service.origin}/readyz`)).status).toBe(200);
  expect((await fetch(`${service.origin}/slack/events`, { method: 'POST' })).status).toBe(404);
  const line = await side.line(1);
  await side.acknowledged(line.envelope('slash_commands', slashCommand('grant all', slack.responseUrl())));
  const { body } = await until('an answer', () => slack.responses[0]);
  expect(body.text).toContain('may now ask');
  service.signal('SIGTERM');
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(line.closed).toBe(true);
  expect(service.text()).not.toMatch(new RegExp(`${TOKEN}|${APP_TOKEN}|ticket`));
});
