import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StatusData } from '../../src/cards/data.ts';
import { Unreachable } from '../../src/core/errors.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import type { PostureSource } from '../../src/ports.ts';
import {
  ANYBODY,
  CHANNEL,
  dataOf,
  NOW,
  OPERATOR,
  openTestBot,
  recordingLog,
  type TestBot,
} from '../support/bot.ts';

const operatorThere = { person: OPERATOR, conversation: CHANNEL, addressed: 'named' } as const;

let test: TestBot;
beforeEach(async () => {
  test = await openTestBot(['2026-11-22', '2026-11-23']);
});
afterEach(() => test.stores.close());

const status = async (from: Parameters<TestBot['ask']>[1] = {}) =>
  dataOf<StatusData>(await test.ask('status', from));
const attempt = (source: PostureSource) =>
  takeSnapshot({ ...test.stores, source, clock: () => NOW, log: recordingLog().log }, 'test').catch(
    () => null,
  );

describe('status', () => {
  it('tells of the newest snapshot what its run recorded, and what runs here', async () => {
    const { changes = -1 } = (await test.stores.jobs.last('take-snapshot')).lastDone?.facts ?? {};
    expect(changes).toBeGreaterThan(0);
    const found = await status();
    expect(found).toMatchObject({
      version: '0.0.0',
      platforms: ['slack'],
      snapshot: { takenAt: '2026-11-23T06:00:00.000Z', seconds: 0, changes },
      failed: null,
      next: '2026-11-23T07:00:00.000Z',
    });
    expect(found.snapshot?.assessments).toBeGreaterThan(1000);
    expect(found.database.engine).toMatch(/^(?:SQLite|PostgreSQL) \d+\.\d+/);
    expect(found.database.bytes).toBeGreaterThan(100_000);
    const { unreadable } = found;
    expect(unreadable.map(({ name }) => name)).toEqual(['Payroll']);
  });

  it('names what could not be read only where it may be seen', async () => {
    await test.ask(`grant 'Contoso Prod' to ${CHANNEL.key}`);
    const answer = await test.ask('status', operatorThere);
    expect(dataOf<StatusData>(answer)).toMatchObject({ unreadable: [], unreadableElsewhere: 1 });
    expect(JSON.stringify(answer.card)).not.toContain('Payroll');
  });

  it('calls a management group that was never read by its id', async () => {
    const demo = createDemoSource('2026-11-23');
    const lacking = async function* (known: Parameters<PostureSource['readSnapshot']>[0]) {
      for await (const part of demo.readSnapshot(known))
        yield part.kind === 'catalog' ? { ...part, unreadGroups: ['mg-nowhere'] } : part;
    };
    await attempt({ ...demo, readSnapshot: lacking });
    const { unreadable, unreadableElsewhere } = await status();
    expect(unreadable.map(({ name }) => name).toSorted()).toEqual(['Payroll', 'mg-nowhere']);
    expect(unreadableElsewhere).toBe(0);
    await test.ask(`grant 'Contoso Prod' to ${CHANNEL.key}`);
    expect(await status(operatorThere)).toMatchObject({ unreadable: [], unreadableElsewhere: 2 });
  });

  it('says in words why the last attempt failed, until one is done', async () => {
    const failing = (error: Error) =>
      ({
        readSnapshot: () => {
          throw error;
        },
      }) as unknown as PostureSource;
    await attempt(failing(new Unreachable('Azure refused: the identity lacks Security Reader.')));
    expect(await status()).toMatchObject({
      failed: { at: NOW.toISOString(), why: 'Azure refused: the identity lacks Security Reader.' },
      snapshot: { takenAt: '2026-11-23T06:00:00.000Z' },
    });
    await attempt(failing(new TypeError('x is not a function')));
    expect((await status()).failed?.why).not.toContain('function');
    await attempt(createDemoSource('2026-11-23'));
    expect(await status()).toMatchObject({ failed: null, snapshot: { takenAt: NOW.toISOString() } });
  });

  it('does not tell of an older snapshot as if it were the newest', async () => {
    const parts = createDemoSource('2026-11-23').readSnapshot({ subscriptions: [], groups: [] });
    await test.stores.posture.ingest(NOW, parts);
    expect(await status()).toMatchObject({
      snapshot: { takenAt: NOW.toISOString(), seconds: null, requests: null },
      unreadable: [],
    });
  });

  it('is for operators', async () => {
    await test.ask(`grant all to ${CHANNEL.key}`);
    const answer = await test.ask('status', { ...operatorThere, person: ANYBODY });
    expect(answer.card.text).toContain('Only an operator');
    expect((await test.ask('status now')).outcome).toBe('refused');
  });
});
