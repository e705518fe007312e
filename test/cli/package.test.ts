import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { runScript } from '../support/script.ts';

const APP_ID = 'AAAAAAAA-2222-3333-4444-555555555555';
const HOST = ['--host', 'Bot.example.com'];
const all = mkdtempSync(join(tmpdir(), 'scoreline-package-'));
const folder = () => mkdtempSync(join(all, 'one-'));
afterAll(() => rmSync(all, { recursive: true }));
const pack = (args: string[], env: Record<string, string> = {}) => runScript('package', args, env);
const manifestIn = (out: string) =>
  JSON.parse(Buffer.from(unzipSync(readFileSync(join(out, 'teams.zip')))['manifest.json'] ?? []).toString());

describe('npm run package', () => {
  it('makes the package for Teams and both manifests for Slack, and says what comes next in two lines', async () => {
    const out = join(folder(), 'new', 'dist');
    const { code, stdout } = await pack([...HOST, '--app-id', APP_ID, '--out', out]);
    expect(code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['slack.socket.yaml', 'slack.yaml', 'teams.zip']);
    expect(readFileSync(join(out, 'slack.yaml'), 'utf8')).toContain('https://bot.example.com/slack/events');
    const home = 'https://bot.example.com/';
    expect(manifestIn(out)).toMatchObject({
      id: APP_ID.toLowerCase(),
      developer: { name: 'Scoreline', websiteUrl: home, privacyUrl: home, termsOfUseUrl: home },
    });
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(`${join(out, 'teams.zip')}, `);
    expect(lines[1]).toMatch(/Upload an app.*From a manifest/);
  });

  it('takes the app id from the environment or the YAML file, though the rest is not set yet', async () => {
    const [out, file] = [folder(), join(folder(), 'scoreline.yaml')];
    writeFileSync(file, `settings: { MicrosoftAppId: ${APP_ID} }\n`);
    const env = { MicrosoftAppId: APP_ID, MicrosoftAppTenantId: '' };
    for (const given of [env, { SCORELINE_CONFIG: file }] as Record<string, string>[]) {
      const { code, stdout } = await pack([...HOST, '--out', out, '--json'], given);
      expect(code).toBe(0);
      const bytes = (name: string) => readFileSync(join(out, name)).length;
      const files = ['teams.zip', 'slack.yaml', 'slack.socket.yaml'].map((name) => ({
        path: join(out, name),
        bytes: bytes(name),
      }));
      expect(JSON.parse(stdout)).toEqual({ host: 'bot.example.com', appId: APP_ID.toLowerCase(), files });
    }
  });

  it('makes the same bytes at another time and in another zone', async () => {
    const [one, other] = [folder(), folder()];
    const args = [...HOST, '--app-id', APP_ID, '--out'];
    await pack([...args, one], { TZ: 'Asia/Tokyo' });
    await pack([...args, other], { TZ: 'America/Los_Angeles' });
    const zip = readFileSync(join(one, 'teams.zip'));
    expect(zip.equals(readFileSync(join(other, 'teams.zip')))).toBe(true);
    // Day and time of an entry as MS-DOS keeps them: 1 January 1980, 00:00.
    expect(zip.readUInt32LE(10)).toBe((1 << 21) | (1 << 16));
  });

  it('makes what one platform needs, and asks for no more', async () => {
    const out = folder();
    const { code, stdout } = await pack([...HOST, '--platform', 'slack', '--out', out, '--json']);
    expect([code, JSON.parse(stdout).appId]).toEqual([0, null]);
    expect(readdirSync(out).sort()).toEqual(['slack.socket.yaml', 'slack.yaml']);
    const teams = folder();
    await pack([
      ...HOST,
      '--platform',
      'teams',
      '--app-id',
      APP_ID,
      '--out',
      teams,
      '--publisher',
      'Contoso',
    ]);
    expect(readdirSync(teams)).toEqual(['teams.zip']);
    expect(manifestIn(teams).developer.name).toBe('Contoso');
  });

  it.each([
    ['http://bot.example.com'],
    ['bot.example.com:443'],
    ['bot.example.com/x'],
    ['localhost'],
    ['10.0.0.1'],
    ['-bot.example.com'],
    ['bot..example.com'],
    [`${'a'.repeat(64)}.example.com`],
    [`${'abcdefg.'.repeat(32)}com`],
  ])('refuses the host %j', async (host) => {
    const { code, stderr } = await pack([`--host=${host}`, '--app-id', APP_ID]);
    expect(code).toBe(2);
    expect(stderr).toContain('--host: write a host name alone, such as bot.example.com');
  });

  it('names everything wrong at once: options 2, configuration 78', async () => {
    const wrong = [
      '--host',
      'x',
      '--website',
      'http://x',
      '--terms',
      'https://',
      '--publisher',
      'x'.repeat(33),
    ];
    const options = await pack([...wrong, '--app-id', 'y', '--platform', 'irc', '--json']);
    expect(options.code).toBe(2);
    for (const name of ['host', 'website', 'terms', 'publisher', 'app-id', 'platform'])
      expect(options.stderr).toContain(`--${name}: write`);
    expect(JSON.parse(options.stdout)).toMatchObject({ name: 'error' });
    const missing = await pack([]);
    expect(missing.code).toBe(78);
    expect(missing.stderr).toMatch(/--host: missing[\s\S]*MicrosoftAppId: missing.*--app-id/);
    const both = await pack(wrong, { MicrosoftAppId: 'z' });
    expect(both.code).toBe(78);
    expect(both.stderr).toMatch(/--host: write[\s\S]*MicrosoftAppId: write a GUID/);
    const unknown = await pack([...HOST, '--hots', 'x']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/--hots[\s\S]*npm run package --/);
  });

  it('says where it cannot write', async () => {
    const file = join(folder(), 'a-file');
    writeFileSync(file, '');
    const { code, stderr } = await pack([...HOST, '--app-id', APP_ID, '--out', join(file, 'dist')]);
    expect(code).toBe(2);
    expect(stderr).toContain('--out: cannot write there');
  });
});
