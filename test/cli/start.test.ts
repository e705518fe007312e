import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type AzureFake, startAzureFake } from '../support/azure/fake.ts';
import { createTenant } from '../support/azure/tenant.ts';
import { ROOT, runScript } from '../support/script.ts';
import { SIGNING_SECRET, slackClient } from '../support/slack/client.ts';
import { type FakeSlack, startFakeSlack, TEAM, TOKEN } from '../support/slack/fake-slack.ts';
import { slashCommand } from '../support/slack/payloads.ts';
import { until } from '../support/until.ts';

const TENANT = createTenant();
const running: ChildProcess[] = [];
const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  for (const close of open.splice(0)) await close();
});

type Service = { origin: string; lines: string[]; stop(signal: NodeJS.Signals): Promise<number | null> };

/** `npm start` as a process of its own, on a port that the system picks. */
async function start(env: Record<string, string>): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'scoreline-start-'));
  const preflight = join(ROOT, 'src/cli/preflight.js');
  const child = spawn(process.execPath, ['--import', preflight, join(ROOT, 'src/cli/start.ts')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: 'file:./scoreline.db',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.push(child);
  const lines: string[] = [];
  child.stderr.on('data', (chunk: Buffer) =>
    lines.push(
      ...chunk
        .toString()
        .split('\n')
        .filter((line) => line !== ''),
    ),
  );
  const port = await until('the service is ready', () => /"port":(\d+)/.exec(lines.join('\n'))?.[1], 30);
  const stop = (signal: NodeJS.Signals) =>
    new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
      child.kill(signal);
    });
  return { origin: `http://127.0.0.1:${port}`, lines, stop };
}

async function azure(): Promise<AzureFake> {
  const fake = await startAzureFake(TENANT);
  open.push(() => fake.close());
  return fake;
}

async function slackOn(): Promise<{ slack: FakeSlack; env: Record<string, string> }> {
  const slack = await startFakeSlack();
  open.push(() => slack.close());
  const env = {
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    SLACK_RESPONSE_HOSTS: slack.host,
  };
  return { slack, env };
}

describe('npm start', () => {
  it('takes a snapshot, answers Slack from it, and stops in order', async () => {
    const { slack, env } = await slackOn();
    const service = await start({ ...(await azure()).env, ...env, OPERATORS: `slack:${TEAM}/U0ADA` });
    await until(
      'the first snapshot',
      () => service.lines.some((line) => line.includes('snapshot taken')),
      30,
    );
    const client = slackClient(service.origin);
    for (const text of ['grant all', 'score']) {
      const before = slack.responses.length;
      expect((await client.command(slashCommand(text, slack.responseUrl()))).status).toBe(200);
      await until(`an answer to ${text}`, () => slack.responses[before]);
    }
    expect(JSON.stringify(slack.responses.at(-1)?.body)).toMatch(/All subscriptions/);
    expect((await fetch(`${service.origin}/readyz`)).status).toBe(200);
    expect(
      (await client.command(slashCommand('score', slack.responseUrl()), { secret: 'forged' })).status,
    ).toBe(401);
    expect(await service.stop('SIGTERM')).toBe(0);
    expect(service.lines.join('\n')).not.toMatch(new RegExp(`${TOKEN}|${SIGNING_SECRET}`));
  });

  it('runs without a platform, says so once, and serves no chat route', async () => {
    const service = await start((await azure()).env);
    expect((await fetch(`${service.origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${service.origin}/api/messages`, { method: 'POST' })).status).toBe(404);
    await until(
      'the first snapshot',
      () => service.lines.some((line) => line.includes('snapshot taken')),
      30,
    );
    expect(service.lines.filter((line) => line.includes('no chat platform'))).toHaveLength(1);
    expect(await service.stop('SIGINT')).toBe(0);
  });

  it('stops in time with a request under way that never ends', async () => {
    const service = await start((await azure()).env);
    const { port } = new URL(service.origin);
    const socket = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.on('error', () => {});
    socket.write('POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
    await until(
      'the first snapshot',
      () => service.lines.some((line) => line.includes('snapshot taken')),
      30,
    );
    expect(await service.stop('SIGTERM')).toBe(0);
    socket.destroy();
  });

  it('exits 78 on a half-set platform', async () => {
    const { code, stderr } = await runScript('start', [], {
      MicrosoftAppId: TENANT.id,
      SLACK_BOT_TOKEN: 'xoxb-1',
    });
    expect(code).toBe(78);
    expect(stderr).toMatch(/MicrosoftAppTenantId[\s\S]*SLACK_SIGNING_SECRET/);
  });

  it('says which port is taken', async () => {
    const first = await start((await azure()).env);
    const { code, stderr } = await runScript('start', [], {
      PORT: new URL(first.origin).port,
      HOST: '127.0.0.1',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Port \d+ of 127\.0\.0\.1 is in use/);
  });
});
