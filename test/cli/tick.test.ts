import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import type { SettingsData } from '../../src/cards/settings-data.ts';
import { type AzureFake, startAzureFake } from '../support/azure/fake.ts';
import { createTenant } from '../support/azure/tenant.ts';
import { freshUrl } from '../support/database.ts';
import { runScript } from '../support/script.ts';

const TENANT = createTenant({ subscriptions: 2, resources: 10, recommendations: 6 });
const DAY = 86_400_000;

let fake: AzureFake;
let env: Record<string, string>;

beforeEach(async () => {
  fake = await startAzureFake(TENANT);
  env = { ...fake.env, DATABASE_URL: await freshUrl(), SCORELINE_SIMULATED_TIME: '1' };
});
afterEach(() => fake.close());

const tick = (args: string[] = [], more: Record<string, string> = {}) =>
  runScript('tick', args, { ...env, ...more });
/** Later than any snapshot that this test takes at the real time. */
const inDays = (days: number) => new Date(Math.floor(Date.now() / DAY + days) * DAY).toISOString();

it('takes a snapshot when one is due, prints what was ordered in the terminal, once, and posts at the next time again', async () => {
  const first = await tick(['--json', '--now', inDays(1)]);
  expect([first.code, JSON.parse(first.stdout)]).toEqual([
    0,
    { snapshot: 'done', digests: 0, alerts: 0, delivered: 0, waiting: 0, dead: 0 },
  ]);
  const ordered = await runScript('ask', ['digest daily 06:00 UTC', '--now', inDays(1)], env);
  expect(ordered.code).toBe(0);
  const at = inDays(1).replace('T00:00', 'T06:01');
  const posted = await tick(['--now', at]);
  expect([posted.code, posted.stdout]).toEqual([
    0,
    expect.stringMatching(/^All subscriptions are at [\s\S]*Posted: 1;/),
  ]);
  const again = await tick(['--now', at]);
  expect(again.stdout).toMatch(/^Snapshot: not due\. Decided: 0 digests, 0 alerts\.\nPosted: 0;/);
  const next = await tick(['--now', inDays(2).replace('T00:00', 'T06:01')]);
  expect(next.stdout).toContain('Posted: 1;');
});

it('says posts of the terminal beside its one document of JSON', async () => {
  await runScript('ask', ['digest daily 06:00 UTC', '--now', inDays(1)], env);
  const { code, stdout, stderr } = await tick(['--json', '--now', inDays(1).replace('T00:00', 'T06:01')]);
  expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ delivered: 1, waiting: 0 })]);
  expect(stderr).toContain('All subscriptions are at ');
});

it('does not believe a time before the newest snapshot, nor one far from the clock without being told to', async () => {
  await tick(['--now', inDays(2)]);
  const early = await tick(['--now', inDays(1)]);
  expect([early.code, early.stderr]).toEqual([
    1,
    expect.stringContaining('--now is before the newest snapshot'),
  ]);
  const far = await tick(['--now', inDays(3)], { SCORELINE_SIMULATED_TIME: '' });
  expect([far.code, far.stderr]).toEqual([1, expect.stringContaining('SCORELINE_SIMULATED_TIME=1')]);
});

it('goes on with what is stored where Azure cannot be read, and says so by its code', async () => {
  await tick(['--now', inDays(1)]);
  await runScript('ask', ['digest daily 06:00 UTC', '--now', inDays(1)], env);
  await fake.close();
  const { code, stdout } = await tick(['--now', inDays(1).replace('T00:00', 'T07:00')]);
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^All subscriptions are at [\s\S]*Snapshot: failed: [^\n]*[^.]\. Decided[\s\S]*Posted: 1;/,
  );
  fake = await startAzureFake(TENANT);
});

it('applies the configuration file, and takes away what it says no more', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scoreline-tick-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'scoreline.yaml');
  const SCORELINE_CONFIG = file;
  const settings = async () => {
    const asked = ['settings', '--json', '--in', 'slack:T1/C1', '--now', inDays(1)];
    const { stdout } = await runScript('ask', asked, { ...env, SCORELINE_CONFIG });
    return (JSON.parse(stdout) as { data: SettingsData }).data.orders.map(({ kind, source }) => [
      kind,
      source,
    ]);
  };
  writeFileSync(
    file,
    'conversations:\n  slack:T1/C1:\n    - grant all\n    - alert drop 5\n    - digest daily 09:00\n',
  );
  expect((await tick(['--now', inDays(1)], { SCORELINE_CONFIG })).code).toBe(0);
  expect((await settings()).sort()).toEqual([
    ['alert', 'file'],
    ['digest', 'file'],
  ]);
  writeFileSync(file, 'conversations:\n  slack:T1/C1:\n    - grant all\n    - alert drop 5\n');
  await tick(['--now', inDays(1)], { SCORELINE_CONFIG });
  expect(await settings()).toEqual([['alert', 'file']]);
});
