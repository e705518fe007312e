import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type AzureFake, startAzureFake } from '../support/azure/fake.ts';
import { createTenant, subscriptionId } from '../support/azure/tenant.ts';
import { freshUrl } from '../support/database.ts';
import { ROOT, runScript } from '../support/script.ts';
import { endServices, spawnService, startService } from '../support/service.ts';
import { SIGNING_SECRET, slackClient } from '../support/slack/client.ts';
import { type FakeSlack, startFakeSlack, TEAM, TOKEN } from '../support/slack/fake-slack.ts';
import { slashCommand } from '../support/slack/payloads.ts';
import { until } from '../support/until.ts';

const TENANT = createTenant();
const open: (() => unknown)[] = [];

afterEach(async () => {
  await endServices();
  for (const close of open.splice(0)) await close();
});

async function azure(): Promise<AzureFake> {
  const fake = await startAzureFake(TENANT);
  open.push(() => fake.close());
  return fake;
}

const stored = async (env: Record<string, string>) => ({ ...env, DATABASE_URL: await freshUrl() });

async function slackOn(): Promise<{ slack: FakeSlack; env: Record<string, string> }> {
  const slack = await startFakeSlack();
  open.push(() => slack.close());
  const env = {
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    SLACK_RESPONSE_HOSTS: slack.host,
    OPERATORS: `slack:${TEAM}/U0ADA`,
  };
  return { slack, env };
}

describe('npm start', () => {
  it('takes a snapshot, answers Slack from it, counts both, and stops in order', async () => {
    const { slack, env } = await slackOn();
    const service = await startService(await stored({ ...(await azure()).env, ...env }));
    await service.said('snapshot taken');
    const client = slackClient(service.origin);
    for (const text of ['grant all', 'score', 'frobnicate']) {
      const before = slack.responses.length;
      expect((await client.command(slashCommand(text, slack.responseUrl()))).status).toBe(200);
      await until(`an answer to ${text}`, () => slack.responses[before]);
      if (text === 'score') {
        expect(JSON.stringify(slack.responses[before]?.body)).toMatch(/All subscriptions/);
      }
    }
    expect((await fetch(`${service.origin}/readyz`)).status).toBe(200);
    expect(
      (await client.command(slashCommand('score', slack.responseUrl()), { secret: 'forged' })).status,
    ).toBe(401);
    await assertCounted(service.ops);
    service.signal('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.text()).not.toMatch(
      new RegExp(`${TOKEN}|${SIGNING_SECRET}|not-a-secret|token-of-the-fake`),
    );
    expect(service.text()).not.toMatch(/Ada Lovelace|frobnicate|Contoso/);
    const questions = service.lines().filter(({ msg }) => msg === 'question');
    expect(questions).toMatchObject([
      { platform: 'slack', command: 'grant', outcome: 'answered', reference: expect.any(String) },
      { platform: 'slack', command: 'score', outcome: 'answered', seconds: expect.any(Number) },
      { platform: 'slack', outcome: 'refused' },
    ]);
  });

  /** What happened above, and nobody's name: no scope, no person, no conversation. */
  async function assertCounted(ops: string): Promise<void> {
    const response = await fetch(`${ops}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await response.text();
    expect(text).toContain(
      'scoreline_questions_total{command="score",platform="slack",outcome="answered"} 1',
    );
    expect(text).toContain(
      'scoreline_questions_total{command="grant",platform="slack",outcome="answered"} 1',
    );
    expect(text).toContain('scoreline_snapshots_total{outcome="done"} 1');
    expect(text).toContain(`scoreline_snapshot_assessments ${TENANT.assessments}`);
    expect(text).toMatch(/scoreline_azure_requests_total\{outcome="answered"\} [1-9]/);
    expect(text).toMatch(/scoreline_snapshot_age_seconds \d/);
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    const names = [TEAM, 'U0ADA', 'C0SEC', 'security', TENANT.id, subscriptionId(0), 'Contoso', 'frobnicate'];
    expect(names.filter((name) => text.includes(name))).toEqual([]);
  }

  it('serves /metrics on its own listener only, and nothing else there', async () => {
    const service = await startService(await stored((await azure()).env));
    const status = async (url: string) => (await fetch(url)).status;
    expect(await status(`${service.origin}/metrics`)).toBe(404);
    expect(await status(`${service.ops}/metrics`)).toBe(200);
    expect(await status(`${service.ops}/readyz`)).toBe(404);
    expect(await status(`${service.ops}/slack/events`)).toBe(404);
  });

  it('runs without a platform, says so once, and serves no chat route', async () => {
    const service = await startService(await stored((await azure()).env));
    expect((await fetch(`${service.origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${service.origin}/api/messages`, { method: 'POST' })).status).toBe(404);
    await service.said('snapshot taken');
    expect(service.lines().filter(({ msg }) => msg.includes('no chat platform'))).toHaveLength(1);
    service.signal('SIGINT');
    expect(await service.exited).toEqual({ code: 0, signal: null });
  });

  it('takes one snapshot with two replicas on one database', async () => {
    const fake = await azure();
    const env = await stored(fake.env);
    const held = Promise.withResolvers<void>();
    fake.set({ hold: ({ graph }) => (graph === null ? undefined : held.promise) });
    const [one, two] = await Promise.all([startService(env), startService(env)]);
    await until('one of them reads', () => fake.requests.some(({ graph }) => graph !== null));
    held.resolve();
    const both = () => [...one.lines(), ...two.lines()];
    await until('a snapshot', () => both().some(({ msg }) => msg === 'snapshot taken'));
    for (const service of [one, two]) service.signal('SIGTERM');
    expect((await Promise.all([one.exited, two.exited])).map(({ code }) => code)).toEqual([0, 0]);
    expect(both().filter(({ msg }) => msg === 'snapshot taken')).toHaveLength(1);
    expect(both().filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('stops in time with a request under way that never ends', async () => {
    const service = await startService(await stored((await azure()).env));
    const { port } = new URL(service.origin);
    const socket = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.on('error', () => {});
    socket.write('POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
    await service.said('snapshot taken');
    service.signal('SIGTERM');
    expect((await service.exited).code).toBe(0);
    socket.destroy();
  });
});

describe('npm start, wrongly told', () => {
  it('exits 78 on a half-set platform', async () => {
    const { code, stderr } = await runScript('start', [], {
      MicrosoftAppId: TENANT.id,
      SLACK_BOT_TOKEN: 'xoxb-1',
    });
    expect(code).toBe(78);
    expect(stderr).toMatch(/MicrosoftAppTenantId[\s\S]*SLACK_SIGNING_SECRET/);
  });

  it('exits 2 on options, and names them', async () => {
    const { code, stderr } = await runScript('start', ['--bogus', '--port=1'], await stored({}));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^npm start takes no options, and was given --bogus --port=1\..*\n$/);
  });

  it.each(['PORT', 'OPS_PORT'])('says that the port of %s is taken', async (setting) => {
    const first = await startService(await stored((await azure()).env));
    const taken = new URL(setting === 'PORT' ? first.origin : first.ops).port;
    const env = await stored({ PORT: '0', OPS_PORT: '0', HOST: '127.0.0.1', [setting]: taken });
    const { code, stderr } = await runScript('start', [], env);
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${taken} of 127.0.0.1 is in use. Set ${setting} to a free one.`);
  });

  it('says that the machine has no such address', async () => {
    const env = await stored({ PORT: '0', OPS_PORT: '0', OPS_HOST: '192.0.2.1' });
    const { code, stderr } = await runScript('start', [], env);
    expect(code).toBe(1);
    expect(stderr).toContain('Set OPS_HOST');
  });
});

describe('a fault that nobody handles', () => {
  it.each(['exception', 'rejection'])('(%s) is one line with a reference, and exit 1', async (FAULT) => {
    const env = await stored({ FAULT, FAULT_TOKEN: 'token-of-the-fault' });
    const service = spawnService(env, [join(ROOT, 'test/support/fault.mjs')]);
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(service.lines().at(-1)).toMatchObject({
      level: 'fatal',
      reference: expect.stringMatching(/^[0-9A-Z]{4}$/),
      error: { message: 'boom' },
    });
    expect(service.lines().filter(({ level }) => level === 'fatal')).toHaveLength(1);
    expect(service.text()).not.toContain('token-of-the-fault');
    expect(service.text().trim().split('\n')).toHaveLength(service.lines().length);
  });
});
