import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { unit } from '../../src/demo/random.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import { edgesOf, wire } from '../../src/main.ts';
import type { Stores } from '../../src/ports.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { readBack } from '../storage/read-back.ts';
import { type AzureFake, startAzureFake } from '../support/azure/fake.ts';
import { keptLog, openFakeSource } from '../support/azure/source.ts';
import { createTenant, subscriptionId } from '../support/azure/tenant.ts';
import { changeTenant } from '../support/azure/tenant-changes.ts';
import { ANYBODY, TERMINAL } from '../support/bot.ts';
import { ENGINE, freshUrl, openFresh, openUrl } from '../support/database.ts';
import { ROOT } from '../support/script.ts';
import { endServices, spawnService } from '../support/service.ts';
import { until } from '../support/until.ts';

/**
 * The service ends by `kill -9` at moments that a seed picks: while it reads pages of Azure, between two rows of the
 * log, within the last batch, and whenever. After each of them the database opens, what it served is served, byte by
 * byte, and the next snapshot succeeds.
 */
const SEED = process.env.KILL_SEED ?? 'scoreline';
const KILLS = 50;
/** So many one after the other on their own databases, at once. */
const CHAINS = 2;
/** A database lives for so many kills; the first of them is in its first load. */
const LIFE = 5;
const CHANGES = 12;
const SIZE = { subscriptions: 3, resources: 13, recommendations: 11, connectors: 1 };
const QUESTIONS = ['score', 'controls', 'fix', `score ${subscriptionId(0)}`, `fix ${subscriptionId(1)}`];
const HOOK = join(ROOT, 'test/support/kill-at.mjs');

type Phase = 'reading' | 'log' | 'last' | 'any';
/** What there is to pick from: requests, writes, and milliseconds from the start of the process. */
type Extent = Record<Phase, number>;
type Kill = { phase: Phase; at: number };
type Load = 'first load' | 'later';
/** What a database gives to people: null before its first snapshot. */
type Served = { id: number; answers: string | null };

const folder = mkdtempSync(join(tmpdir(), 'scoreline-kill-'));
afterEach(endServices);
afterAll(() => rmSync(folder, { recursive: true }));

const fell: Record<string, number> = {};

it(`kill -9 at ${KILLS} moments of a snapshot loses nothing (${ENGINE}, seed ${SEED})`, async () => {
  const extents = { 'first load': await extentOf('first load'), later: await extentOf('later') };
  await Promise.all(Array.from({ length: CHAINS }, (_, chain) => survive(`${SEED} ${chain}`, extents)));
  console.log(`kill -9 (${ENGINE}, seed ${SEED}) fell: ${JSON.stringify(fell)}`);
  for (const phase of ['reading', 'log', 'last']) {
    expect(fell[`${phase}, first load`] ?? 0, phase).toBeGreaterThan(0);
    expect(fell[`${phase}, later`] ?? 0, phase).toBeGreaterThan(3);
  }
}, 300_000);

/** What one snapshot consists of, counted in one that nobody kills. */
async function extentOf(load: Load): Promise<Extent> {
  const fake = await startAzureFake(createTenant(SIZE), { pageRows: 200 });
  const url = await freshUrl();
  if (load === 'later') {
    const { stores } = await openBoth(url);
    await snapshot(fake, stores);
    await stores.close();
    fake.setTenant(changeTenant(createTenant(SIZE), CHANGES));
    fake.requests.length = 0;
  }
  const KILL_COUNTS = join(folder, load);
  const started = performance.now();
  const service = spawnService({ ...environment(fake, url), KILL_COUNTS }, [HOOK]);
  await service.said('snapshot taken');
  const any = performance.now() - started;
  service.signal('SIGKILL');
  await service.exited;
  const counts = JSON.parse(readFileSync(KILL_COUNTS, 'utf8')) as { log: number; last: number };
  await fake.close();
  return { reading: fake.requests.length, any, ...counts };
}

/** One kill after the other, each time with the tenant changed, on a new database now and then. */
async function survive(seed: string, extents: Record<Load, Extent>): Promise<void> {
  const fake = await startAzureFake(createTenant(SIZE), { pageRows: 200 });
  let [url, tenant] = ['', createTenant(SIZE)];
  for (let [nth, hits] = [0, 0]; hits < KILLS / CHAINS; nth += 1) {
    const load = nth % LIFE === 0 ? 'first load' : 'later';
    if (load === 'first load') [url, tenant] = [await freshUrl(), createTenant(SIZE)];
    else tenant = changeTenant(tenant, CHANGES);
    fake.setTenant(tenant);
    const before: Served = load === 'first load' ? { id: 0, answers: null } : await served(url);
    const kill = pick(`${seed} ${nth}`, load, extents[load]);
    const inTime = await killed(fake, url, kill);
    hits += inTime ? 1 : 0;
    const where = inTime ? `${kill.phase}, ${load}` : 'too late, not counted';
    fell[where] = (fell[where] ?? 0) + 1;
    await check(fake, url, before, `${seed} ${nth}: ${JSON.stringify(kill)}`);
  }
  await fake.close();
}

/** A first load has its phases in turn, so that each is hit; later ones as the seed likes. */
function pick(seed: string, load: Load, extent: Extent): Kill {
  const phases: readonly Phase[] = ['reading', 'log', 'last', 'reading', 'log', 'last', 'any'];
  const phase = phases[Math.floor(unit(`${seed} phase`) * phases.length)] ?? 'any';
  return { phase, at: Math.ceil(unit(`${seed} ${load} at`) * extent[phase]) };
}

const environment = (fake: AzureFake, url: string) => ({
  ...fake.env,
  DATABASE_URL: url,
  SNAPSHOT_EVERY: 'PT1S',
  LOG_LEVEL: 'info',
  NODE_COMPILE_CACHE: join(folder, 'compiled'),
});

/** Runs the service until it is dead. False: its snapshot was finished before its moment came. */
async function killed(fake: AzureFake, url: string, { phase, at }: Kill): Promise<boolean> {
  fake.requests.length = 0;
  const inside = phase === 'log' || phase === 'last';
  const KILL_AT = inside ? `${phase}:${at}` : '';
  const service = spawnService({ ...environment(fake, url), KILL_AT }, inside ? [HOOK] : []);
  const kill = () => {
    service.signal('SIGKILL');
    return service.exited;
  };
  if (phase === 'reading') fake.set({ hold: (_, attempt) => (attempt === at ? kill() : undefined) });
  const timer = phase === 'any' ? setTimeout(kill, at) : undefined;
  const state = { dead: false };
  void service.exited.then(() => {
    state.dead = true;
  });
  const finished = () => service.lines().some(({ msg }) => msg === 'snapshot taken');
  await until('it is dead, or has finished', () => state.dead || finished(), 60);
  clearTimeout(timer);
  const inTime = !finished();
  const { signal } = await kill();
  expect(signal, service.text()).toBe('SIGKILL');
  fake.set({ hold: () => undefined });
  return inTime;
}

async function check(fake: AzureFake, url: string, before: Served, about: string): Promise<void> {
  const after = await served(url);
  // A kill after the commit, whether or not the service came to say so, leaves the new snapshot.
  expect([before.id, before.id + 1], about).toContain(after.id);
  if (after.id === before.id) expect(after.answers, about).toBe(before.answers);
  const { sql, stores } = await openBoth(url);
  if (ENGINE === 'sqlite')
    expect(await sql.all('pragma integrity_check'), about).toEqual([{ integrity_check: 'ok' }]);
  // As if a minute had passed.
  await sql.batch([{ sql: 'delete from lease' }]);
  const taken = await snapshot(fake, stores);
  const changed = before.id > 0 && after.id === before.id;
  expect(taken, about).toMatchObject({ id: after.id + 1, changes: changed ? CHANGES : 0 });
  expect(await readBack(sql, stores.posture), about).toEqual(await asNew(fake));
  await stores.close();
}

/** What a database holds that was never interrupted. */
async function asNew(fake: AzureFake) {
  const sql = await openFresh();
  const stores = await openStores(sql);
  await snapshot(fake, stores);
  const held = await readBack(sql, stores.posture);
  await stores.close();
  return held;
}

/** In this process, so that the next snapshot costs no start of another one. */
function snapshot(fake: AzureFake, stores: Stores) {
  const { source, log } = openFakeSource(fake, { tenantId: fake.env.AZURE_TENANT_ID ?? null });
  return takeSnapshot({ ...stores, source, log, clock: () => new Date() }, 'test');
}

async function openBoth(url: string): Promise<{ sql: Sql; stores: Stores }> {
  const sql = await openUrl(url);
  return { sql, stores: await openStores(sql) };
}

const LATER = new Date('2030-01-01T00:00:00Z');

/** Its cards with all that `ask --json` prints, at a moment that does not move. */
async function served(url: string): Promise<Served> {
  const app = wire(await edgesOf(readConfig({ DATABASE_URL: url }), () => LATER, keptLog()));
  const latest = await app.stores.posture.latest();
  const answers: string[] = [];
  for (const text of latest === null ? [] : QUESTIONS) {
    const asked = { text, person: ANYBODY, conversation: TERMINAL, addressed: 'direct' } as const;
    const answer = await app.bot(asked);
    expect(answer?.outcome, text).toBe('answered');
    answers.push(JSON.stringify(answer?.card, null, 2));
  }
  await app.close();
  return { id: latest?.id ?? 0, answers: latest === null ? null : answers.join('\n') };
}
