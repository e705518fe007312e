import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  type MockInstance,
  vi,
} from 'vitest';
import { serve } from '../../support/http.ts';
import { APP_ID, TENANT } from '../../support/teams/issuer.ts';
import { ACCESS_TOKEN, APP_PASSWORD } from '../../support/teams/login.ts';
import { message } from '../../support/teams/payloads.ts';
import { type Microsoft, postTo, startMicrosoft, startTeams } from '../../support/teams/world.ts';
import { until } from '../../support/until.ts';

let microsoft: Microsoft;
let world: Awaited<ReturnType<typeof startTeams>>;
let url: string;
/** What botbuilder prints by itself. */
let printed: MockInstance;

beforeAll(async () => {
  microsoft = await startMicrosoft();
  url = microsoft.connector.serviceUrl;
});
afterAll(() => microsoft.stop());
beforeEach(async () => {
  microsoft.connector.recorded.length = 0;
  printed = vi.spyOn(console, 'error');
  world = await startTeams(microsoft);
});
afterEach(async () => {
  await world.stop();
  printed.mockRestore();
});

const STRANGER = 'ffffffff-0000-4000-8000-000000000000';
const now = () => Math.floor(Date.now() / 1000);
const signed = (claims: object, header?: object) => () => microsoft.issuer.token(url, { ...claims }, header);
const emulator = { iss: `https://sts.windows.net/${TENANT}/`, ver: '1.0', appid: APP_ID, tid: TENANT };

describe('a token that is not Teams’ own for this bot is refused', () => {
  it.each<[string, () => Promise<string | null> | string | null]>([
    ['no token', () => null],
    ['no JWT', () => 'gibberish'],
    ['a JWT of nothing', () => 'e30.e30.e30'],
    ['wrong audience', signed({ aud: STRANGER })],
    ['wrong issuer', signed({ iss: 'https://issuer.elsewhere.example' })],
    ['expired', signed({ nbf: now() - 7200, exp: now() - 3600 })],
    ['not yet valid', signed({ nbf: now() + 3600, exp: now() + 7200 })],
    ['without an end', signed({ exp: undefined })],
    ['bad signature', () => microsoft.issuer.forged(url)],
    ['unknown key', signed({}, { kid: 'key-2' })],
    ['another serviceurl', signed({ serviceurl: 'https://smba.trafficmanager.net/emea/' })],
    ['no serviceurl', signed({ serviceurl: undefined })],
    ['of the emulator', signed(emulator)],
    ['of another bot', signed({ ver: '1.0', appid: STRANGER })],
    ['of another tenant', signed({ tid: STRANGER })],
    [
      'algorithm none',
      async () => `${btoa('{"alg":"none"}')}.${(await microsoft.issuer.token(url)).split('.')[1]}.`,
    ],
  ])('%s', async (_, token) => {
    const given = await token();
    expect(await world.post(message(url, 'score'), given)).toEqual({ status: 401, body: null });
    expectRefused(401);
    expect(printed).not.toHaveBeenCalled();
    for (const part of (given ?? '').split('.').filter((text) => text.length > 20))
      expect(world.log.lines[0]).not.toContain(part);
  });

  it('before the body is looked at', async () => {
    for (const body of ['{', '{}', 'x'.repeat(300_000)])
      expect((await postTo(world.url, body, null)).status).toBe(401);
    expect(world.log.lines).toHaveLength(3);
  });

  it('while a good one is answered', async () => {
    expect((await world.post(message(url, 'score'))).status).toBe(200);
    await until('an answer', () => world.posts().length === 1);
    expect(world.log.lines).toEqual([]);
  });
});

describe('a request from elsewhere is refused', () => {
  it.each([
    ['tenant of the channel data', { channelData: { tenant: { id: STRANGER } } }],
    [
      'tenant of the conversation',
      { conversation: { id: 'a:1', conversationType: 'personal', tenantId: STRANGER } },
    ],
    ['no tenant', { channelData: {}, conversation: { id: 'a:1', conversationType: 'personal' } }],
    ['another channel', { channelId: 'webchat' }],
    ['a channel with its own rules', { channelId: 'AseChannel' }],
  ])('%s', async (_, fields) => {
    // The keys are endorsed for Teams only, so botbuilder itself refuses other channels too.
    expect((await world.post(message(url, 'score', fields))).status).toBe(403);
    expectRefused(403);
  });

  it.each([
    'https://evil.example/teams/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evilbotframework.com/',
    'https://user@smba.trafficmanager.net/',
    'http://smba.trafficmanager.net/',
    'https://smba.trafficmanager.net:8443/',
    'http://127.0.0.1:1/',
    'ftp://smba.trafficmanager.net/',
  ])('a token for the hostile service %s', async (hostile) => {
    expect((await world.post(message(hostile, 'score'))).status).toBe(403);
    expectRefused(403);
  });
});

describe('what a refusal does not do', () => {
  it('is cost a lookup of keys for every token', async () => {
    const before = microsoft.issuer.fetched.length;
    for (const kid of ['a', 'b', 'c']) {
      await world.post(message(url, 'score'), await microsoft.issuer.token(url, {}, { kid }));
    }
    expect(microsoft.issuer.fetched.length - before).toBeLessThanOrEqual(2);
  });
});

it('answers 503 while the keys cannot be read, as nothing is wrong with the token', async () => {
  const config = { ...microsoft.config, openIdMetadata: 'http://127.0.0.1:1/metadata' };
  const blind = await startTeams({ ...microsoft, config });
  expect((await blind.post(message(url, 'score'))).status).toBe(503);
  expect(blind.log.lines).toHaveLength(1);
  expect(blind.posts()).toEqual([]);
  await blind.stop();
});

it('never logs the bot’s secrets', async () => {
  const config = { ...microsoft.config, loginUrl: 'https://localhost:1' };
  const locked = await startTeams({ ...microsoft, config });
  await locked.post(message(url, 'score'));
  const [line = ''] = await until('a line', () => locked.log.lines.length > 0 && locked.log.lines);
  expect(line).toContain('no token for Teams');
  for (const secret of [APP_PASSWORD, ACCESS_TOKEN]) expect(line).not.toContain(secret);
  await locked.stop();
});

it('signs in at a login on this machine that has no TLS', async () => {
  const login = await serve({
    [`/${TENANT}/oauth2/v2.0/token`]: (_, response) =>
      response.end(JSON.stringify({ access_token: ACCESS_TOKEN, expires_in: 3600 })),
  });
  const local = await startTeams({ ...microsoft, config: { ...microsoft.config, loginUrl: login.origin } });
  await local.post(message(url, 'score'));
  const [post] = await until('an answer', () => local.posts().length > 0 && local.posts());
  expect(post?.token).toBe(`Bearer ${ACCESS_TOKEN}`);
  await local.stop();
  await login.close();
});

describe('the demo', () => {
  const origin = 'http://localhost:56150';
  const serviceUrl = `${origin}/_connector`;
  const demo = async (headers: Record<string, string>, from = serviceUrl) => {
    const teams = await startTeams({ ...microsoft, config: { demo: { serviceUrl: origin } } });
    const { status } = await postTo(teams.url, message(from, 'score'), null, headers);
    const refused = teams.log.lines.filter((line) => line.includes('refused')).length;
    await teams.stop();
    return [status, refused];
  };

  it.each<[string, Record<string, string>, string, number]>([
    ['its page', {}, serviceUrl, 200],
    ['its page in a browser', { origin }, serviceUrl, 200],
    ['another page', { origin: 'https://evil.example' }, serviceUrl, 403],
    ['no page that says so', { origin: 'null' }, serviceUrl, 403],
    ['another service', {}, 'https://evil.example/_connector', 403],
    ['another port', {}, 'http://localhost:56151/_connector', 403],
    ['another name of the same machine', {}, 'http://127.0.0.1:56150/_connector', 403],
    ['Teams itself', {}, 'https://smba.trafficmanager.net/teams/', 403],
  ])('%s', async (_, headers, from, status) => {
    expect(await demo(headers, from)).toEqual([status, status === 200 ? 0 : 1]);
  });

  it('is not reached by another name that leads to loopback', async () => {
    const teams = await startTeams({ ...microsoft, config: { demo: { serviceUrl: origin } } });
    expect(await statusWithHost(teams.url, 'rebound.example', message(serviceUrl, 'score'))).toBe(403);
    expect(await statusWithHost(teams.url, 'localhost:3978', message(serviceUrl, 'score'))).toBe(200);
    await teams.stop();
  });
});

function expectRefused(status: number): void {
  expect(world.log.lines).toHaveLength(1);
  expect(world.log.lines[0]).toMatch(
    new RegExp(`^warn teams: a request was refused .*"status":${status}`, 'u'),
  );
  expect(microsoft.connector.recorded).toEqual([]);
  expect(world.asked).toEqual([]);
}

/** `fetch` sets the Host header itself. */
async function statusWithHost(to: string, host: string, payload: object): Promise<number> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const sending = request(to, { method: 'POST', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sending.on('error', reject).end(JSON.stringify(payload));
  });
}
