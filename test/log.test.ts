import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { describe, expect, it } from 'vitest';
import { createLog, masked, scoped } from '../src/log.ts';
import { startAzureFake } from './support/azure/fake.ts';
import { createTenant } from './support/azure/tenant.ts';

function kept() {
  const text: string[] = [];
  const log = createLog({ level: 'info', format: 'json' }, { write: (line) => void text.push(line) });
  return { log, text: () => text.join(''), lines: () => text.map((line) => JSON.parse(line)) };
}

const TOKEN = 'token-of-the-fake';

/** What the Azure SDK throws: it holds the request with its headers, and is asked to show everything. */
async function sdkError(): Promise<Error> {
  const fake = await startAzureFake(createTenant());
  fake.set({ intercept: () => ({ status: 403, body: { error: { code: 'AuthorizationFailed' } } }) });
  const credential = { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: 8.64e15 }) };
  const client = new ResourceGraphClient(credential, {
    endpoint: fake.url,
    credentials: { scopes: [`${fake.url}/.default`] },
    tlsOptions: { ca: fake.ca },
  });
  const error = await client.resources({ query: 'x' }).then(
    () => new Error('Azure answered'),
    (error: Error) => error,
  );
  await fake.close();
  return error;
}

const authorization = (error: Error): string =>
  (error as Error & { request: { headers: Map<string, string> } }).request.headers.get('authorization') ?? '';

describe('the log', () => {
  it('writes one JSON line each, with the time, the level, the message and the detail', () => {
    const { log, lines, text } = kept();
    log.info('first\nline', { port: 3978 });
    log.warn('second');
    log.error('third', { reference: 'ABCD' });
    log.fatal('fourth');
    expect(text().trim().split('\n')).toHaveLength(4);
    expect(lines()).toMatchObject([
      { level: 'info', msg: 'first\nline', port: 3978, time: expect.stringMatching(/^\d{4}-.*Z$/) },
      { level: 'warn', msg: 'second' },
      { level: 'error', msg: 'third', reference: 'ABCD' },
      { level: 'fatal', msg: 'fourth' },
    ]);
  });

  it('writes nothing below its level', () => {
    const text: string[] = [];
    const log = createLog({ level: 'error', format: 'json' }, { write: (line) => void text.push(line) });
    log.info('no');
    log.warn('no');
    expect(text).toEqual([]);
  });

  it('adds what the work is part of, inside it only, however deep', async () => {
    const { log, lines } = kept();
    await scoped({ reference: 'AAAA', platform: 'slack' }, async () => {
      await Promise.resolve();
      log.info('one');
      await scoped({ job: 'inner' }, async () => log.info('two', { platform: 'own' }));
    });
    log.info('three');
    expect(lines()).toMatchObject([
      { reference: 'AAAA', platform: 'slack' },
      { reference: 'AAAA', platform: 'own', job: 'inner' },
      {},
    ]);
    expect(lines()[2]).not.toHaveProperty('reference');
  });

  it('never writes the token that an error of the Azure SDK holds, wherever the error stands', async () => {
    const error = await sdkError();
    expect(authorization(error)).toBe(`Bearer ${TOKEN}`);
    const { log, text, lines } = kept();
    const wrapped = new Error('outer', { cause: new Error('inner', { cause: error }) });
    log.error('plain', error);
    log.error('field', { error });
    log.error('another field', { why: error });
    log.error('cause', { error: wrapped });
    log.error('many', { error: new AggregateError([error, wrapped], 'all') });
    log.error('deep', { list: [{ inside: error }] });
    log.error('the request', { request: Reflect.get(error, 'request') });
    expect(lines()).toHaveLength(7);
    expect(text()).not.toContain(TOKEN);
    expect(lines()[0].error).toMatchObject({ name: 'RestError', stack: expect.any(String) });
    expect(lines()[3].error.cause.cause).toMatchObject({ name: 'RestError' });
    expect(lines()[4].error.errors).toHaveLength(2);
  });

  it('ends an endless chain of causes', () => {
    const { log, lines } = kept();
    const error = new Error('round');
    error.cause = error;
    log.error('x', { error });
    expect(lines()).toHaveLength(1);
  });

  it.each([
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer …'],
    ['got eyJhbGciOiJI.eyJzdWIi.c2ln back', 'got … back'],
    ['token xoxb-1-abc and xapp-2-def', 'token … and …'],
    ['client_id=a&client_secret=b~c&scope=d', 'client_id=a&client_secret=…&scope=d'],
    ['postgres://score:hunter2@db:5432/x', 'postgres://score:…@db:5432/x'],
    ['POST https://hooks.slack.com/commands/T1/2/3 failed', 'POST https://hooks.slack.com/… failed'],
    ['at https://host:443/path', 'at https://host:443/path'],
  ])('masks %s', (text, safe) => {
    expect(masked(text)).toBe(safe);
  });
});
