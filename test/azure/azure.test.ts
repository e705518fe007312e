import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AggregateAuthenticationError, AuthenticationError } from '@azure/identity';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createArm } from '../../src/azure/arm.ts';
import { type AzureFake, startAzureFake } from '../support/azure/fake.ts';
import { virtualTimer } from '../support/azure/source.ts';
import { createTenant } from '../support/azure/tenant.ts';

const TENANT = createTenant();
let fake: AzureFake;
beforeAll(async () => {
  fake = await startAzureFake(TENANT);
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.requests.length = 0;
});

/** What a process does that trusts the fake by `NODE_EXTRA_CA_CERTS` and finds its client in the environment. */
const SCRIPT = `
const { openAzure } = await import(process.env.AZURE_MODULE);
const silent = () => {};
const settings = {
  tenantId: process.env.AZURE_TENANT_ID,
  authorityHost: process.env.AZURE_AUTHORITY_HOST,
  armEndpoint: process.env.AZURE_RESOURCE_MANAGER_ENDPOINT + '/',
  scopes: [],
};
const log = { info: silent, warn: silent, error: silent };
const source = openAzure(settings, log, () => new Date(0));
const read = await source.readPosture().catch((error) => ({ error: error.name + ': ' + error.message }));
process.stdout.write(JSON.stringify(read));
`;

async function runChild(env: Record<string, string>): Promise<{ scores?: unknown[]; error?: string }> {
  const module = new URL('../../src/azure/azure.ts', import.meta.url).href;
  const clean = { PATH: process.env.PATH ?? '', AZURE_MODULE: module, ...env };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
    env: clean,
  });
  return JSON.parse(stdout);
}

describe('the real credential and client', () => {
  test('sign in at the configured authority and ask the configured endpoint, nothing else', async () => {
    const read = await runChild(fake.env);
    expect(read.scores?.length).toBe(TENANT.members.length);
    const paths = fake.requests.map(({ path }) => path.split('?')[0]);
    expect(paths.slice(0, 2)).toEqual([
      `/${TENANT.id}/v2.0/.well-known/openid-configuration`,
      `/${TENANT.id}/oauth2/v2.0/token`,
    ]);
    expect(new Set(paths.slice(2))).toEqual(new Set(['/providers/Microsoft.ResourceGraph/resources']));
  });

  test('a refused secret is told without it', async () => {
    const refusal = {
      error: 'invalid_client',
      error_description: 'AADSTS7000215: Invalid client secret provided.',
      error_codes: [7000215],
    };
    fake.set({
      intercept: ({ path }) => (path.includes('/oauth2/') ? { status: 401, body: refusal } : null),
    });
    const { error } = await runChild(fake.env);
    fake.set({ intercept: () => null });
    expect(error).toMatch(/^Unreachable: .*AADSTS7000215/);
    expect(error).not.toContain('not-a-secret');
    expect(fake.requests.some(({ path }) => path.includes('ResourceGraph'))).toBe(false);
  });

  test('an authority that the process does not trust is unreachable', async () => {
    const { NODE_EXTRA_CA_CERTS: _, ...env } = fake.env;
    expect((await runChild(env)).error).toMatch(/^Unreachable/);
    expect(fake.requests).toEqual([]);
  });

  const refused = (description: string) =>
    new AuthenticationError(400, { error: 'x', error_description: description });

  test.each([
    ['no client', new AggregateAuthenticationError([], 'not-a-secret'), /AZURE_CLIENT_SECRET/],
    ['no authority', refused('endpoints_resolution_error: See not-a-secret'), /AZURE_AUTHORITY_HOST/],
    ['an unknown client', refused('AADSTS700016: not-a-secret'), /AADSTS700016.*the client/],
    ['something else', refused('not-a-secret'), /AuthenticationError.*the client/],
  ])('without a token because of %s, it says what to check', async (_, error, advice) => {
    const credential = { getToken: () => Promise.reject(error) };
    const arm = createArm({ endpoint: fake.url, credential, timer: virtualTimer(), ca: fake.ca });
    const failure = await arm.get('/subscriptions').catch(String);
    expect(failure).toMatch(advice);
    expect(failure).not.toContain('not-a-secret');
  });

  test('an endpoint where nothing listens is named', async () => {
    const credential = { getToken: async () => ({ token: 'x', expiresOnTimestamp: 8.64e15 }) };
    const arm = createArm({ endpoint: 'https://127.0.0.1:1', credential, timer: virtualTimer() });
    await expect(arm.query({ query: 'x' })).rejects.toThrow(
      /at https:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\).*AZURE_RESOURCE_MANAGER_ENDPOINT/,
    );
  });
});
