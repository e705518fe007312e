import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { errorCodes, readPages } from '../../src/azure/resource-graph.ts';
import { IncompleteRead, Unreachable } from '../../src/core/errors.ts';
import { type AzureFake, startAzureFake } from '../support/azure/fake.ts';
import { ERRORS, type Reply, throttled } from '../support/azure/graph.ts';
import { payload } from '../support/azure/payloads.ts';
import { collect, openFakeSource } from '../support/azure/source.ts';
import { createTenant } from '../support/azure/tenant.ts';

const QUERY = 'securityresources | project id = tolower(id) | order by id asc';
let fake: AzureFake;
beforeAll(async () => {
  fake = await startAzureFake(createTenant());
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.requests.length = 0;
  fake.set({ intercept: () => null, alter: (reply) => reply, denied: [], pageRows: 400 });
});

type Body = {
  totalRecords: number;
  count: number;
  data: unknown[];
  resultTruncated: string;
  $skipToken?: string;
};
const altered = (change: (body: Body) => Partial<Body>) => ({
  alter: (reply: Reply) => ({ ...reply, body: { ...(reply.body as Body), ...change(reply.body as Body) } }),
});

async function read(scope = {}) {
  const opened = openFakeSource(fake);
  const pages = await collect(readPages(opened.arm, QUERY, scope));
  return { ...opened, pages };
}

describe('pages', () => {
  test('follow the token to the end, each row once', async () => {
    const { pages } = await read();
    const rows = pages.flatMap((page) => (page.kind === 'page' ? page.rows : []));
    expect(pages.length).toBe(Math.ceil(rows.length / 400));
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
    expect(rows.length).toBe(pages[0]?.kind === 'page' ? pages[0].total : -1);
    const bodies = fake.requests.map((request) => request.graph);
    expect(bodies[0]?.options).toEqual({ $top: 1000, resultFormat: 'objectArray' });
    expect(bodies[1]).toEqual({
      ...bodies[0],
      options: { ...bodies[0]?.options, $skipToken: expect.any(String) },
    });
  });

  test('a published page and its headers are understood', async () => {
    const { status, headers, body } = payload('arg-quota-low').response;
    fake.set({ intercept: () => ({ status, body, ...(headers ? { headers } : {}) }) });
    expect((await read()).pages).toEqual([{ kind: 'page', rows: [], total: 0 }]);
  });

  test.each([
    ['an answer cut without a token', altered(() => ({ resultTruncated: 'true', $skipToken: '' }))],
    ['a total that is too high', altered(({ totalRecords }) => ({ totalRecords: totalRecords + 1 }))],
    ['a total that is too low', altered(({ totalRecords }) => ({ totalRecords: totalRecords - 1 }))],
    ['a count that is not its rows', altered(({ count }) => ({ count: count + 1 }))],
    ['a token that leads nowhere', altered(() => ({ count: 0, data: [] }))],
    ['no page at all', { alter: () => ({ status: 200, body: 'maintenance' }) }],
  ])('%s is an incomplete read', async (_, options) => {
    fake.set(options);
    await expect(read()).rejects.toThrow(IncompleteRead);
  });

  test('the published cut answer is an incomplete read', async () => {
    fake.set({ intercept: () => ({ status: 200, body: payload('arg-truncated').response.body }) });
    await expect(read()).rejects.toThrow(IncompleteRead);
  });

  test.each(['arg-error-403', 'arg-error-400-no-subscriptions'])('%s means no role', async (name) => {
    fake.set({ intercept: () => payload(name).response });
    expect((await read({ subscriptions: ['x'] })).pages).toEqual([{ kind: 'no-role' }]);
  });

  test.each(['arg-error-400-parser', 'arg-error-400-language'])('%s is a bug of ours', async (name) => {
    fake.set({ intercept: () => payload(name).response });
    await expect(read()).rejects.toThrow(/InvalidQuery/);
    await expect(read()).rejects.not.toThrow(IncompleteRead);
  });

  test('codes are read from capitalised keys as well', () => {
    expect(errorCodes(payload('rest-error-404-no-score').response.body)).toEqual(['ResourceNotFound']);
    expect(errorCodes(payload('arg-error-403').response.body)).toEqual(['AccessDenied', 'AccessDenied']);
    expect(errorCodes('<html>')).toEqual([]);
  });
});

describe('retries', () => {
  const first = (reply: Reply) => (_: unknown, attempt: number) => (attempt === 1 ? reply : null);

  test('the published 429 is waited for and asked again', async () => {
    const { status, headers, body } = payload('arg-error-429').response;
    fake.set({ intercept: first({ status, body, headers: headers ?? {} }) });
    const { timer, arm } = await read();
    expect(timer.waits).toEqual([2000, 3000]);
    expect(arm.requests()).toBe(fake.requests.length);
  });

  test('a Retry-After of a day waits half a minute', async () => {
    fake.set({ intercept: first(throttled(86_400)) });
    expect((await read()).timer.waits).toEqual([30_000]);
  });

  test.each([
    ['500', ERRORS.server],
    ['503', { status: 503, body: {} }],
    ['429', throttled(1)],
  ])('a lasting %s gives up after five attempts', async (_, reply) => {
    fake.set({ intercept: () => reply });
    await expect(read()).rejects.toThrow(Unreachable);
    expect(fake.requests.length).toBe(5);
  });

  test('a token that is not accepted is told as such', async () => {
    fake.set({ intercept: () => ({ status: 401, body: {} }) });
    await expect(read()).rejects.toThrow(/does not accept the token/);
  });

  test('nobody listening is unreachable', async () => {
    const gone = await startAzureFake(createTenant());
    const { arm } = openFakeSource(gone);
    await gone.close();
    await expect(collect(readPages(arm, QUERY, {}))).rejects.toThrow(Unreachable);
  });
});
