import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig, readConversations } from '../src/config.ts';
import { settings } from '../src/settings.ts';

const GUID = '0b1f6471-1bf0-4dda-aec3-cb9272f09590';

function mistakes(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

const folder = mkdtempSync(join(tmpdir(), 'scoreline-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function yaml(text: string): string {
  const file = join(mkdtempSync(join(folder, 'one-')), 'scoreline.yaml');
  writeFileSync(file, text);
  return file;
}

describe('the configuration', () => {
  it('needs nothing', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 3978,
      databaseUrl: 'file:./data/scoreline.db',
      snapshotEvery: 3_600_000,
      teams: null,
      slack: null,
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('names every wrong variable at once', () => {
    const wrong = {
      PORT: 'x',
      HOST: 'localhost:3978',
      OPS_HOST: 'bad host',
      DATABASE_URL: 'mysql://a',
      AZURE_TENANT_ID: 'contoso',
      AZURE_SCOPES: 'fine,not fine',
      AZURE_RESOURCE_MANAGER_ENDPOINT: 'http://plain',
      SNAPSHOT_EVERY: '1h',
      ACTORS: 'some',
      OPERATORS: 'ada',
      LOG_FORMAT: 'xml',
      SLACK_BOT_TOKEN: 'abc',
      BotOpenIdMetadata: 'http://login.example.com/keys',
    };
    const named = mistakes(wrong).map((line) => line.split(':')[0]);
    expect(named.sort()).toEqual([...Object.keys(wrong), 'SLACK_SIGNING_SECRET'].sort());
  });

  it.each(['0.0.0.0', 'localhost', 'bot-1.example.com', '::', '::1', 'fe80::1%eth0', '::ffff:10.0.0.1'])(
    'may listen at %s',
    (host) => expect(readConfig({ HOST: host }).host).toBe(host),
  );

  it('takes a half-set platform for a mistake, and names what is missing', () => {
    expect(mistakes({ MicrosoftAppId: GUID })).toEqual([
      'MicrosoftAppTenantId: missing, while other settings of Teams are set',
      'MicrosoftAppPassword: missing, while other settings of Teams are set',
    ]);
    expect(
      mistakes({ MicrosoftAppId: GUID, MicrosoftAppTenantId: GUID, MicrosoftAppType: 'UserAssignedMSI' }),
    ).toEqual([]);
    expect(mistakes({ SLACK_SIGNING_SECRET: 's' })).toEqual([
      'SLACK_BOT_TOKEN: missing, while other settings of Slack are set',
    ]);
    expect(mistakes({ SLACK_BOT_TOKEN: 'xoxb-1' })).toEqual([
      'SLACK_SIGNING_SECRET: missing, while other settings of Slack are set; or set SLACK_APP_TOKEN for Socket Mode',
    ]);
  });

  it('takes an app token for Socket Mode, which needs no signing secret', () => {
    const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
    const socket = { kind: 'socket', appToken: 'xapp-1' };
    expect(readConfig(tokens).slack?.transport).toEqual(socket);
    expect(readConfig({ ...tokens, SLACK_SIGNING_SECRET: 's' }).slack?.transport).toEqual(socket);
    const http = readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }).slack;
    expect(http?.transport).toEqual({ kind: 'http', signingSecret: 's' });
    expect(mistakes({ SLACK_APP_TOKEN: 'xapp-1' })).toEqual([
      'SLACK_BOT_TOKEN: missing, while other settings of Slack are set',
    ]);
    expect(mistakes({ ...tokens, SLACK_APP_TOKEN: 'xoxb-2' })).toEqual([
      'SLACK_APP_TOKEN: an app token begins with xapp-',
    ]);
    expect(mistakes({ ...tokens, SLACK_BOT_TOKEN: 'xapp-2' })).toEqual([
      'SLACK_BOT_TOKEN: a bot token begins with xoxb-',
    ]);
  });

  it('ends the root of the Web API with a slash', () => {
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
    expect(readConfig(slack).slack?.apiUrl).toBe('https://slack.com/api/');
    const gov = { ...slack, SLACK_API_URL: 'https://slack-gov.com/api' };
    expect(readConfig(gov).slack?.apiUrl).toBe('https://slack-gov.com/api/');
  });

  it('reads the file, and the environment wins', () => {
    const SCORELINE_CONFIG = yaml('settings:\n  PORT: 4000\n  SNAPSHOT_EVERY: PT2H\n');
    expect(readConfig({ SCORELINE_CONFIG, PORT: '5000' })).toMatchObject({
      port: 5000,
      snapshotEvery: 7_200_000,
    });
  });

  it('refuses secrets and unknown names in the file, and a file that is not there', () => {
    const SCORELINE_CONFIG = yaml('settings:\n  SLACK_BOT_TOKEN: xoxb-1\n  PROT: 1\n');
    expect(mistakes({ SCORELINE_CONFIG })).toEqual([
      'SCORELINE_CONFIG: SLACK_BOT_TOKEN is a secret; set it in the environment',
      'SCORELINE_CONFIG: there is no setting PROT',
      'SLACK_SIGNING_SECRET: missing, while other settings of Slack are set; or set SLACK_APP_TOKEN for Socket Mode',
    ]);
    const withPassword = yaml('settings:\n  DATABASE_URL: postgres://bot:hunter2@db/scoreline\n');
    expect(mistakes({ SCORELINE_CONFIG: withPassword })).toEqual([
      'SCORELINE_CONFIG: DATABASE_URL is a secret; set it in the environment',
    ]);
    const without = yaml('settings:\n  DATABASE_URL: postgres://db/scoreline?sslmode=require\n');
    expect(mistakes({ SCORELINE_CONFIG: without })).toEqual([]);
    const orders = yaml('conversations:\n  slack:T1/C1: grant all\nsetings: {}\n');
    expect(mistakes({ SCORELINE_CONFIG: orders }).join('\n')).toMatch(
      /conversations.slack:T1\/C1: write a list of command lines[\s\S]*setings/,
    );
    expect(mistakes({ SCORELINE_CONFIG: 'nowhere.yaml' })[0]).toContain('cannot read nowhere.yaml');
  });

  it('tells of the file and of the environment at once, and takes nothing for missing that the file may hold', () => {
    const odd = yaml(
      'settings:\n  PROT: 1\n  HOST: [a]\n  LOG_LEVEL: loud\nother: 1\nconversations:\n  slack:T1/C1: [3]\n',
    );
    expect(mistakes({ SCORELINE_CONFIG: odd, PORT: 'x' }).toSorted()).toEqual([
      expect.stringContaining('LOG_LEVEL: write'),
      expect.stringContaining('PORT: write'),
      expect.stringContaining('SCORELINE_CONFIG: Unrecognized key: "other"'),
      'SCORELINE_CONFIG: conversations.slack:T1/C1.0: write a command line, in quotes',
      'SCORELINE_CONFIG: settings.HOST: write one value',
      'SCORELINE_CONFIG: there is no setting PROT',
    ]);
    const unread = mistakes({ SCORELINE_CONFIG: 'nowhere.yaml', PORT: 'x', MicrosoftAppId: GUID });
    expect(unread.map((line) => line.split(':')[0])).toEqual(['SCORELINE_CONFIG', 'PORT']);
    const SCORELINE_CONFIG = yaml('settings:\n  PROT: 1\n  LOG_LEVEL: loud\n');
    expect(mistakes({ SCORELINE_CONFIG, PORT: 'x' }).map((line) => line.split(':')[0])).toEqual([
      'SCORELINE_CONFIG',
      'PORT',
      'LOG_LEVEL',
    ]);
  });

  it('tells what is wrong in the rest of a file that is badly written in one place', () => {
    const SCORELINE_CONFIG = yaml(
      'settings:\n  PROT: 1\n  LOG_LEVEL: loud\n  PORT: [1]\nconversations:\n  slack:T1/C1: grant all\n  foo: [alert drop 0]\n',
    );
    expect(mistakes({ SCORELINE_CONFIG })).toEqual([
      'SCORELINE_CONFIG: conversations.slack:T1/C1: write a list of command lines',
      'SCORELINE_CONFIG: settings.PORT: write one value',
      'SCORELINE_CONFIG: there is no setting PROT',
      expect.stringMatching(/^LOG_LEVEL: /),
    ]);
    expect(readConversations({ SCORELINE_CONFIG })).toEqual({ 'slack:T1/C1': [], foo: ['alert drop 0'] });
  });

  it('takes a name with nothing behind it for unset, and says how the file is written where it is not', () => {
    expect(readConfig({ SCORELINE_CONFIG: yaml('settings:\n  PORT:\n  HOST: ""\n') }).port).toBe(3978);
    expect(readConfig({ SCORELINE_CONFIG: yaml('settings:\n') }).port).toBe(3978);
    for (const text of ['settings: [PORT=1]\n', 'PORT=1\n', 'settings:\n  PORT: [1, 2]\n']) {
      expect(mistakes({ SCORELINE_CONFIG: yaml(text) })).toEqual([expect.stringMatching(/: write \w/)]);
    }
  });

  it('does not quote a file that cannot be parsed', () => {
    const SCORELINE_CONFIG = yaml('settings:\n  SLACK_BOT_TOKEN: "xoxb-hunter2\n  PORT: hunter2\n');
    expect(mistakes({ SCORELINE_CONFIG }).join()).toMatch(/cannot read \S+: .* at line \d+/);
    expect(mistakes({ SCORELINE_CONFIG }).join()).not.toContain('hunter2');
  });

  it('refuses durations that are no time or reach beyond the calendar, and paths that are none', () => {
    for (const SNAPSHOT_EVERY of ['PT0.001S', 'P1000000Y', 'P999999999Y', '-PT1H']) {
      expect(mistakes({ SNAPSHOT_EVERY })).toEqual([expect.stringMatching(/^SNAPSHOT_EVERY: .*P100Y/)]);
    }
    for (const DATABASE_URL of ['file://host/x.db', 'file:///tmp/%zz.db', 'file:///tmp/a%2fb.db']) {
      expect(mistakes({ DATABASE_URL })).toEqual([expect.stringMatching(/^DATABASE_URL: .*file:/)]);
    }
    for (const DATABASE_URL of ['file:///tmp/a%20b/x.db', 'file:./ü 100%.db', 'file::memory:']) {
      expect(readConfig({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
    }
  });

  it('sends tokens, and believes keys, over plain http on this machine only', () => {
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
    for (const url of [
      'http://127.0.0.1:1/api/',
      'http://localhost/api/',
      'http://[::1]:9/',
      'https://a.b/',
    ]) {
      expect(readConfig({ ...slack, SLACK_API_URL: url, BotOpenIdMetadata: url }).slack?.apiUrl).toBe(url);
    }
    for (const url of ['http://slack.example.com/', 'http://localhost.example.com/', 'ftp://a.b/', 'slack']) {
      expect(mistakes({ ...slack, SLACK_API_URL: url })).toEqual([
        'SLACK_API_URL: write a URL that begins with https://',
      ]);
    }
  });

  it('hands on what the Azure SDK reads from the environment by itself', () => {
    const SCORELINE_CONFIG = yaml(`settings:\n  AZURE_CLIENT_ID: ${GUID}\n`);
    expect(readConfig({ SCORELINE_CONFIG }).azure.environment).toEqual({ AZURE_CLIENT_ID: GUID });
  });

  it('says a mistake without its value, which may be a secret', () => {
    expect(mistakes({ SLACK_BOT_TOKEN: 'hunter2' }).join()).not.toContain('hunter2');
  });

  it('takes a URL of PostgreSQL that can be read, and refuses a password that has to be encoded', () => {
    for (const url of [
      'postgres://bot:p%23x@db:5432/x',
      'postgresql://db/x',
      'postgres://bot@/x?host=/run',
    ]) {
      expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
    }
    const [mistake, ...more] = mistakes({ DATABASE_URL: 'postgres://bot:hunter#2@db/x' });
    expect(more).toEqual([]);
    expect(mistake).toMatch(/^DATABASE_URL: .*%23 for #/);
    expect(mistake).not.toContain('hunter');
  });

  it('knows the portal of each cloud', () => {
    expect(
      readConfig({ AZURE_RESOURCE_MANAGER_ENDPOINT: 'https://management.usgovcloudapi.net' }).portal,
    ).toBe('https://portal.azure.us');
    expect(readConfig({}).portal).toBe('https://portal.azure.com');
  });

  it('has every setting in .env.example and in the README, and no other', () => {
    const example = readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8');
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    const names = Object.keys(settings.shape);
    const inExample = [...example.matchAll(/^(\w+)=/gm)].map((match) => match[1]);
    expect(inExample.sort()).toEqual([...names].sort());
    expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
