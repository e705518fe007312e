import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { FixData, ScoreData } from '../../src/cards/data.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { PEOPLE } from '../../src/demo/people.ts';
import { openStores } from '../../src/storage/stores.ts';
import { type EngineName, freshUrl, openUrl } from '../support/database.ts';
import { ROOT, runScript } from '../support/script.ts';

let stored: Record<string, string>;

beforeAll(async () => {
  stored = { DATABASE_URL: await filled() };
});

/** A database with two days of the demo tenant. */
async function filled(engine?: EngineName): Promise<string> {
  const DATABASE_URL = await freshUrl(engine);
  const stores = await openStores(await openUrl(DATABASE_URL));
  for (const day of ['2026-11-22', '2026-11-23']) {
    await stores.posture.ingest(
      new Date(`${day}T06:00:00Z`),
      createDemoSource(day).readSnapshot({ subscriptions: [], groups: [] }),
    );
  }
  await stores.close();
  return DATABASE_URL;
}

describe('npm run ask', () => {
  it('prints the answer as text, and each button as its command line', async () => {
    const { code, stdout } = await runScript('ask', ['score for', 'Contoso Prod'], stored);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Contoso Prod is at \d+\.\d.%/);
    expect(stdout).toMatch(/\n {2}fix 'Contoso Prod'\n/);
  });

  it('prints exactly one JSON document', async () => {
    const { code, stdout } = await runScript('ask', ['--json', 'fix'], stored);
    expect(code).toBe(0);
    const printed = JSON.parse(stdout) as { name: string; data: FixData; text: string };
    expect(Object.keys(printed)).toEqual(['name', 'data', 'text']);
    expect(printed.data.recommendations.length).toBeGreaterThan(10);
  });

  it('prints what each platform would be sent', async () => {
    const [teams, slack] = await Promise.all(
      ['teams', 'slack'].map((platform) => runScript('ask', ['--platform', platform, 'score'], stored)),
    );
    expect(Object.keys(JSON.parse(teams?.stdout ?? ''))).toEqual(['type', 'text', 'summary', 'attachments']);
    expect(Object.keys(JSON.parse(slack?.stdout ?? ''))).toEqual(['text', 'blocks']);
  });

  it.each([
    ['an unknown scope', ['score Contso Prd'], 2],
    ['an unknown command', ['scroe'], 2],
    ['empty text', [''], 2],
    ['10,000 characters', ['x'.repeat(10_000)], 2],
    ['control characters', ['score \u0007\u001b[31m'], 2],
    ['a number for a name', ['score 5'], 2],
    ['an unknown option', ['--jsn', 'score'], 2],
    ['a time outside the demo', ['--now', '2026-01-01', 'score'], 2],
    ['no such person', ['--as', 'ada', 'score'], 2],
  ])('refuses %s with exit 2 and a way on', async (_, args, expected) => {
    const { code, stdout, stderr } = await runScript('ask', args, stored);
    expect(code).toBe(expected);
    expect((stdout + stderr).length).toBeGreaterThan(20);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
  });

  it.each([
    ['a time outside the demo', ['--now', '2026-01-01', 'score'], {}, 2],
    ['no such option', ['--jsn', 'score'], {}, 2],
    ['wrong configuration', ['score'], { PORT: 'x' }, 78],
    ['no such database', ['score'], { DATABASE_URL: 'file:/proc/version' }, 1],
    ['no such server', ['score'], { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }, 1],
    [
      'a moment before the newest snapshot',
      ['--now', '2020-01-01', 'score'],
      { SCORELINE_SIMULATED_TIME: '1' },
      2,
    ],
  ])('prints one JSON document also for %s', async (_, args, env, expected) => {
    const { code, stdout } = await runScript('ask', ['--json', ...args], { ...stored, ...env });
    expect(code).toBe(expected);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'error', data: { message: expect.any(String) } });
  });

  it('exits 78 and names every wrong variable', async () => {
    const { code, stderr } = await runScript('ask', ['score'], { PORT: 'x', SNAPSHOT_EVERY: 'soon' });
    expect(code).toBe(78);
    expect(stderr).toMatch(/PORT[\s\S]*SNAPSHOT_EVERY/);
  });

  it('asks as a person and in a conversation, by their grants', async () => {
    expect((await runScript('ask', ['--as', 'slack:T1/UBEN', 'score'], stored)).code).toBe(2);
    expect((await runScript('ask', ["grant 'Contoso Prod' to slack:T1/UBEN"], stored)).code).toBe(0);
    const mine = await runScript('ask', ['--as', 'slack:T1/UBEN', '--json', 'score'], stored);
    expect((JSON.parse(mine.stdout).data as ScoreData).subscriptions).toHaveLength(1);
    expect(
      (await runScript('ask', ['--as', 'slack:T1/UBEN', '--in', 'slack:T1/C9', 'score'], stored)).code,
    ).toBe(2);
    expect((await runScript('ask', ['--as', 'slack:T1/UBEN', 'grant all'], stored)).code).toBe(2);
    const operator = { ...stored, OPERATORS: 'SLACK:t1/uBEN' };
    expect(
      (await runScript('ask', ['--as', 'slack:T1/UBEN', '--in', 'slack:T1/C9', 'grant all'], operator)).code,
    ).toBe(0);
    expect((await runScript('ask', ['--in', 'slack:T1/C9', 'score'], stored)).code).toBe(0);
    expect((await runScript('ask', ['--in', 'slack:T1/C8', 'grant all'], stored)).code).toBe(0);
  });

  it('loads no Azure, Slack, Teams or PostgreSQL module for stored data (C9)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scoreline-modules-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const list = join(folder, 'modules.txt');
    const hook = join(ROOT, 'test/support/loaded-modules.mjs');
    const env = { DATABASE_URL: await filled('sqlite'), LOADED_MODULES: list };
    const { code } = await runScript('ask', ['--json', 'score'], env, [hook]);
    const loaded = readFileSync(list, 'utf8').split('\n');
    expect(code).toBe(0);
    expect(loaded.some((url) => url.includes('/better-sqlite3/'))).toBe(true);
    expect(
      loaded.filter((url) =>
        /node_modules\/(@azure|@slack|botbuilder|botframework|pg)\b|src\/(azure|platforms\/(teams|slack))\//.test(
          url,
        ),
      ),
    ).toEqual([]);
  });

  it('asks the demo tenant without any configuration, the same at the same moment', async () => {
    const args = ['--demo', '--now', '2026-11-23', '--json'];
    const wrong = { DATABASE_URL: 'nonsense', PORT: 'nonsense' };
    const [first, second, personal] = await Promise.all([
      runScript('ask', [...args, 'score Contoso Prod'], wrong),
      runScript('ask', [...args, 'score Contoso Prod']),
      runScript('ask', [...args, '--as', `teams:${PEOPLE[0].id}`, 'score']),
    ]);
    expect(first.stdout).toBe(second.stdout);
    expect(JSON.parse(first.stdout).data.changes).toHaveLength(3);
    expect(personal.code).toBe(0);
  });
});

describe('scripts of later versions', () => {
  it.each(['import'])('npm run %s says "not yet"', async (name) => {
    const { code, stderr } = await runScript('not-yet', [name]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Not yet/)]);
  });
});
