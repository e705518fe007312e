import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Check } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { changeRow } from '../support/azure/change-rows.ts';
import { type AzureFake, type FakeOptions, startAzureFake } from '../support/azure/fake.ts';
import { createTenant, subscriptionId } from '../support/azure/tenant.ts';
import { ENGINE, freshUrl, openUrl } from '../support/database.ts';
import { type Listening, serve } from '../support/http.ts';
import { runScript } from '../support/script.ts';
import { endServices, startService } from '../support/service.ts';
import { SIGNING_SECRET } from '../support/slack/client.ts';
import { type FakeSlack, startFakeSlack, TOKEN } from '../support/slack/fake-slack.ts';

const TENANT = {
  ...createTenant(),
  changes: [changeRow({ resource: `/subscriptions/${subscriptionId(0)}/x`, at: '2026-11-20T12:00:00Z' })],
};
const SCOPES = 'commands,chat:write,app_mentions:read,im:history,users:read,channels:read,groups:read';
const CLIENT = '3c6ceee6-7eae-4716-b5e7-c38e3af6e511';

let fake: AzureFake;
let env: Record<string, string>;
const open: (() => unknown)[] = [];

beforeEach(async () => {
  fake = await startAzureFake(TENANT);
  env = { ...fake.env, DATABASE_URL: await freshUrl(), PORT: '0' };
});
afterEach(async () => {
  await endServices();
  for (const close of open.splice(0)) await close();
  await fake.close();
});

type Diagnosis = { code: number | null; checks: Check[]; of(name: string): Check | undefined; text: string };

async function doctor(more: Record<string, string> = {}): Promise<Diagnosis> {
  const { code, stdout, stderr } = await runScript('doctor', ['--json'], { ...env, ...more });
  expect(stderr).toBe('');
  const { checks } = JSON.parse(stdout) as { checks: Check[] };
  for (const check of checks) {
    expect(Object.keys(check)).toEqual(['name', 'state', 'message', 'cure']);
    if (check.state === 'failed') expect(check.cure).toEqual(expect.stringMatching(/\S{3,} \S{2,}/));
  }
  return { code, checks, text: stdout, of: (wanted) => checks.find(({ name }) => name === wanted) };
}

const failures = ({ checks }: Diagnosis) =>
  checks.flatMap(({ name, state }) => (state === 'failed' ? name : []));

async function snapshot(): Promise<void> {
  const { code, stderr } = await runScript('snapshot', [], env);
  if (code !== 0) throw new Error(stderr);
}

async function slackOn(scopes = SCOPES): Promise<FakeSlack> {
  const slack = await startFakeSlack();
  open.push(() => slack.close());
  const body = { ok: true, team: 'Contoso', team_id: 'T0SCORE', user_id: 'U0BOT' };
  slack.script('auth.test', { headers: { 'x-oauth-scopes': scopes }, body }, 9);
  env = {
    ...env,
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    OPERATORS: 'slack:T0SCORE/U0ADA',
  };
  return slack;
}

/** What Entra answers to a sign-in. */
const entra = (code: number, words: string): FakeOptions['intercept'] => {
  const body = { error: 'invalid_client', error_description: `AADSTS${code}: ${words}`, error_codes: [code] };
  return ({ path }) => (/\/token(?:\?|$)/.test(path) ? { status: 401, body } : null);
};

describe('npm run doctor, where all is well', () => {
  it('says so, names what it saw, and exits 0', async () => {
    await slackOn();
    await snapshot();
    const found = await doctor();
    expect(failures(found)).toEqual([]);
    expect(found.code).toBe(0);
    expect(found.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'configuration',
        'database',
        'snapshot',
        'azure sign-in',
        'azure roles',
        'slack token',
      ]),
    );
    expect(found.of('azure scores')?.message).toContain('3 subscriptions, 1 connector, 2 management groups');
    expect(found.of('snapshot')?.message).toContain(`${TENANT.assessments} assessments`);
    expect(found.of('database')?.message).toContain(ENGINE === 'sqlite' ? 'WAL' : 'PostgreSQL');
    expect(found.of('teams')).toMatchObject({ state: 'off' });
    expect(found.of('slack scopes')).toMatchObject({ state: 'ok' });
    expect(found.text).not.toMatch(new RegExp(`not-a-secret|${TOKEN}|${SIGNING_SECRET}`));
  });

  it('tells whether it can be seen who changed resources, and which role that takes', async () => {
    const changes = async (more: Record<string, string> = {}) => (await doctor(more)).of('azure changes');
    expect(await changes()).toMatchObject({ state: 'ok', message: expect.stringContaining('in 1 of 3 ') });
    fake.setTenant({ ...TENANT, changes: [] });
    const blind = await doctor();
    expect(blind.code).toBe(0);
    expect(blind.of('azure changes')).toMatchObject({
      state: 'warning',
      cure: expect.stringContaining('--role Reader'),
    });
    fake.set({
      intercept: ({ graph }) =>
        graph?.query.startsWith('resourcechanges')
          ? { status: 400, body: { error: { code: 'BadRequest' } } }
          : null,
    });
    expect(await changes()).toMatchObject({ state: 'warning', message: expect.stringContaining('no table') });
    fake.requests.length = 0;
    expect(await changes({ ACTORS: 'off' })).toMatchObject({ state: 'off' });
    expect(fake.requests.filter(({ graph }) => graph?.query.includes('changes'))).toEqual([]);
  }, 60_000);

  it('prints one aligned line or more each, for people', async () => {
    await snapshot();
    const { code, stdout } = await runScript('doctor', [], env);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}ok {7}azure sign-in {5}signed in as 3c6ceee6/m);
    expect(stdout).toMatch(/^ {2}- {8}slack {13}not configured$/m);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('All is well.');
    expect(stdout.split('\n').every((line) => line.length <= 100)).toBe(true);
  });

  it('sees the service that runs, and is not disturbed by it', async () => {
    const service = await startService(env);
    await service.said('snapshot taken');
    const found = await doctor({ PORT: new URL(service.origin).port, HOST: '127.0.0.1' });
    expect(found.of('service')).toMatchObject({ state: 'ok', message: expect.stringContaining('is ready') });
    expect(found.code).toBe(0);
  });

  it('changes nothing: neither makes nor migrates a database', async () => {
    const found = await doctor();
    expect(found.of('database')).toMatchObject({ state: 'ok' });
    expect(found.of('snapshot')).toMatchObject({
      state: 'warning',
      cure: expect.stringContaining('npm run snapshot'),
    });
    expect(found.code).toBe(0);
    const sql = await openUrl(env.DATABASE_URL ?? '');
    await expect(sql.all('select * from migration')).rejects.toThrow();
    await sql.close();
  });
});

describe('npm run doctor names what is wrong, and its cure:', () => {
  it('a wrong client secret, and looks at everything else all the same', async () => {
    await snapshot();
    fake.set({ intercept: entra(7000215, 'Invalid client secret provided.') });
    const found = await doctor();
    expect(found.code).toBe(1);
    expect(failures(found)).toEqual(['azure sign-in']);
    expect(found.of('azure sign-in')).toMatchObject({
      message: expect.stringMatching(/AZURE_CLIENT_SECRET is wrong.*AADSTS7000215/),
      cure: expect.stringContaining(`az ad app credential reset --id ${CLIENT}`),
    });
    expect(found.of('database')).toMatchObject({ state: 'ok' });
    expect(found.of('snapshot')).toMatchObject({ state: 'ok' });
    expect(found.text).not.toContain('not-a-secret');
  });

  it('a tenant that does not exist', async () => {
    const body = { error: 'invalid_tenant', error_description: 'AADSTS90002: Tenant not found.' };
    fake.set({
      intercept: ({ path }) => (path.includes('openid-configuration') ? { status: 400, body } : null),
    });
    expect((await doctor()).of('azure sign-in')).toMatchObject({
      message: expect.stringContaining('AZURE_TENANT_ID'),
      cure: expect.stringContaining('az account show'),
    });
  });

  it('nobody to sign in at, and nothing to sign in with', async () => {
    const nobody = await doctor({ AZURE_AUTHORITY_HOST: 'https://127.0.0.1:1' });
    expect(nobody.of('azure sign-in')).toMatchObject({
      cure: expect.stringContaining('AZURE_AUTHORITY_HOST'),
    });
  });

  it('a missing role on what AZURE_SCOPES names', async () => {
    await snapshot();
    fake.set({ denied: ['contoso-prod', subscriptionId(1)] });
    const found = await doctor({ AZURE_SCOPES: `contoso-prod,${subscriptionId(1)},${subscriptionId(2)}` });
    expect(found.code).toBe(1);
    expect(failures(found)).toEqual(['azure roles']);
    const { message, cure } = found.of('azure roles') ?? {};
    expect(message).toContain('contoso-prod');
    expect(message).toContain(subscriptionId(1));
    expect(message).not.toContain(subscriptionId(2));
    expect(message).toContain('Security Reader');
    expect(cure).toContain(
      `az role assignment create --role "Security Reader" --assignee ${CLIENT} --scope /providers/Microsoft.Management/managementGroups/contoso-prod`,
    );
    expect(cure).toContain(`--scope /subscriptions/${subscriptionId(1)}`);
  });

  it('no role at all', async () => {
    fake.set({ denied: ['*'] });
    expect((await doctor()).of('azure roles')).toMatchObject({
      state: 'failed',
      cure: expect.stringContaining('az role assignment create'),
    });
  });

  it('a subscription without a score, as a warning', async () => {
    const scoreless = {
      ...TENANT,
      security: TENANT.security.filter(
        (row) => row.subscriptionId !== subscriptionId(1) || !String(row.id).includes('secureScores'),
      ),
    };
    fake.setTenant(scoreless);
    expect((await doctor()).of('azure scores')).toMatchObject({
      state: 'warning',
      message: expect.stringMatching(/no score of \S/),
    });
  });

  it('a clock that is wrong', async () => {
    fake.set({
      alter: (reply) => ({ ...reply, headers: { ...reply.headers, date: 'Mon, 01 Jan 2024 00:00:00 GMT' } }),
    });
    const found = await doctor();
    expect(found.of('clock')).toMatchObject({ state: 'failed', message: expect.stringContaining('ahead') });
  });

  it('an old snapshot, and why no newer one was stored', async () => {
    await snapshot();
    await older(7 * 3_600_000);
    const silent = (await doctor()).of('snapshot');
    expect(silent).toMatchObject({ state: 'failed', cure: expect.stringContaining('npm start') });
    expect(silent?.message).toMatch(/is old: .* 7 h ago\. Nobody has tried/);
    fake.set({ intercept: entra(7000222, 'The provided client secret keys are expired.') });
    await expect(snapshot()).rejects.toThrow('Azure gave no token');
    fake.set({ intercept: () => null });
    const found = await doctor();
    expect(found.code).toBe(1);
    expect(failures(found)).toEqual(['snapshot']);
    expect(found.of('snapshot')).toMatchObject({
      message: expect.stringMatching(/is old.*The last attempt.*failed: Azure gave no token/),
      cure: expect.stringContaining('npm run snapshot'),
    });
  });

  it('a Slack token that was revoked', async () => {
    const slack = await startFakeSlack();
    open.push(() => slack.close());
    slack.script('auth.test', { body: { ok: false, error: 'token_revoked' } }, 9);
    await snapshot();
    env = {
      ...env,
      SLACK_BOT_TOKEN: TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
    };
    const found = await doctor();
    expect(found.code).toBe(1);
    expect(failures(found)).toEqual(['slack token']);
    expect(found.of('slack token')).toMatchObject({
      message: expect.stringContaining('token_revoked'),
      cure: expect.stringMatching(/install it to the workspace again.*SLACK_BOT_TOKEN/),
    });
    expect(found.of('configuration')).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('OPERATORS'),
    });
    expect(found.text).not.toContain(TOKEN);
  });

  it('scopes that the Slack app lacks, and an app token that is refused', async () => {
    const slack = await slackOn('commands,chat:write');
    slack.script('apps.connections.open', { body: { ok: false, error: 'invalid_auth' } }, 9);
    const found = await doctor({ SLACK_APP_TOKEN: 'xapp-1-refused' });
    expect(failures(found)).toEqual(expect.arrayContaining(['slack scopes', 'slack app token']));
    expect(found.of('slack scopes')?.message).toContain('Without users:read');
    expect(found.of('slack scopes')?.message).not.toContain('chat:write');
    expect(found.of('slack app token')?.cure).toContain('connections:write');
  });

  it('a Slack that cannot be reached', async () => {
    await slackOn();
    const found = await doctor({ SLACK_API_URL: 'http://127.0.0.1:1/api/' });
    expect(found.of('slack token')).toMatchObject({ cure: expect.stringContaining('SLACK_API_URL') });
  });

  it('a bot password that is wrong', async () => {
    const error_description = 'AADSTS7000215: Invalid client secret provided.';
    const login = await json({ status: 401, body: { error: 'invalid_client', error_description } });
    const found = await doctor(teams(login));
    expect(found.of('teams sign-in')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('MicrosoftAppPassword'),
      cure: expect.stringContaining(`az ad app credential reset --id ${CLIENT}`),
    });
    expect(found.of('teams keys')).toMatchObject({ state: 'failed' });
    expect(found.text).not.toContain('password-of-the-bot');
  });

  it('nothing, where the bot gets its token', async () => {
    const login = await json({
      status: 200,
      body: { access_token: 'x', expires_in: 3600, jwks_uri: 'set below' },
    });
    const keys = await json({ status: 200, body: { keys: [] } });
    const metadata = await json({ status: 200, body: { jwks_uri: `${keys.origin}/keys` } });
    const found = await doctor({ ...teams(login), BotOpenIdMetadata: `${metadata.origin}/openid` });
    expect(found.of('teams sign-in')).toMatchObject({ state: 'ok' });
    expect(found.of('teams keys')).toMatchObject({ state: 'ok' });
    expect(found.of('teams tenants')).toMatchObject({ state: 'ok' });
  });

  const teams = (login: Listening) => ({
    MicrosoftAppId: CLIENT,
    MicrosoftAppTenantId: TENANT.id,
    MicrosoftAppPassword: 'password-of-the-bot',
    ToChannelFromBotLoginUrl: login.origin,
    BotOpenIdMetadata: 'http://127.0.0.1:1/openid',
  });

  async function json({ status, body }: { status: number; body: object }): Promise<Listening> {
    const listening = await serve({
      '*': (_, response) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    });
    open.push(() => listening.close());
    return listening;
  }

  it('wrong settings, every one of them, with exit 78', async () => {
    const found = await doctor({ PORT: 'x', LOG_FORMAT: 'xml', SLACK_BOT_TOKEN: 'xoxb-1' });
    expect(found.code).toBe(78);
    expect(found.checks.map(({ message }) => message.split(':')[0])).toEqual([
      'PORT',
      'LOG_FORMAT',
      'SLACK_SIGNING_SECRET',
    ]);
    const half = await doctor({ SLACK_BOT_TOKEN: 'xoxb-1' });
    expect([half.code, half.checks.map(({ state }) => state)]).toEqual([78, ['failed']]);
  });

  it('an unknown option, with exit 2', async () => {
    const { code, stderr } = await runScript('doctor', ['--jsn'], env);
    expect(code).toBe(2);
    expect(stderr).toContain('npm run doctor');
  });
});

describe.runIf(ENGINE === 'sqlite')('npm run doctor and a SQLite file', () => {
  /** Rights do not bind root, so that the script runs as somebody else there. */
  const OTHER = process.getuid?.() === 0 ? 65_534 : undefined;

  it('that may not be written', async () => {
    await snapshot();
    const file = (env.DATABASE_URL ?? '').slice('file:'.length);
    chmodSync(file, 0o444);
    chmodSync(dirname(dirname(file)), 0o755);
    chmodSync(dirname(file), 0o555);
    open.push(() => chmodSync(dirname(file), 0o755));
    const { code, stdout } = await runScript('doctor', ['--json'], env, [], OTHER);
    expect(code).toBe(1);
    const { checks } = JSON.parse(stdout) as { checks: Check[] };
    expect(checks.find(({ name }) => name === 'database')).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/is not usable \(\w+\)/),
      cure: expect.stringMatching(/writ[\s\S]*\nsudo chown -R \d+ /),
    });
    expect(checks.find(({ name }) => name === 'azure sign-in')).toBeDefined();
  });

  it('in a folder that may not be written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scoreline-locked-'));
    chmodSync(folder, 0o555);
    open.push(() => rmSync(folder, { recursive: true }));
    const locked = { ...env, DATABASE_URL: `file:${folder}/data/scoreline.db` };
    const { stdout } = await runScript('doctor', ['--json'], locked, [], OTHER);
    const { checks } = JSON.parse(stdout) as { checks: Check[] };
    expect(checks.find(({ name }) => name === 'database')).toMatchObject({
      state: 'failed',
      cure: expect.stringContaining(`sudo chown -R ${OTHER ?? process.getuid?.()} ${folder}`),
    });
  });

  it('that is no database', async () => {
    const found = await doctor({ DATABASE_URL: 'file:/proc/version' });
    expect(found.of('database')).toMatchObject({ state: 'failed' });
  });
});

it('npm run doctor says which release made a database that it does not know', async () => {
  const sql = await openUrl(env.DATABASE_URL ?? '');
  await openStores(sql);
  await sql.batch([{ sql: 'insert into migration (version) values ($1)', rows: [[999]] }]);
  await sql.close();
  expect((await doctor()).of('database')).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('999'),
    cure: expect.stringContaining('newer release'),
  });
});

/** As if that long had passed since all snapshots and runs. Milliseconds. */
async function older(by: number): Promise<void> {
  const sql = await openUrl(env.DATABASE_URL ?? '');
  await sql.batch([
    { sql: 'update snapshot set taken_at = taken_at - $1', rows: [[by]] },
    { sql: 'update job_run set started_at = started_at - $1', rows: [[by]] },
  ]);
  await sql.close();
}
