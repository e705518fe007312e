import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';
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

function yaml(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'scoreline-config-')), 'scoreline.yaml');
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
      DATABASE_URL: 'mysql://a',
      AZURE_TENANT_ID: 'contoso',
      AZURE_SCOPES: 'fine,not fine',
      AZURE_RESOURCE_MANAGER_ENDPOINT: 'http://plain',
      SNAPSHOT_EVERY: '1h',
      ACTORS: 'some',
      OPERATORS: 'ada',
      LOG_FORMAT: 'xml',
      SLACK_BOT_TOKEN: 'abc',
    };
    const named = mistakes(wrong).map((line) => line.split(':')[0]);
    expect(named.sort()).toEqual(Object.keys(wrong).sort());
  });

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
      'SLACK_SIGNING_SECRET: missing, while other settings of Slack are set',
    ]);
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
    ]);
    const orders = yaml('conversations:\n  slack:T1/C1: [grant all]\nsetings: {}\n');
    expect(mistakes({ SCORELINE_CONFIG: orders }).join('\n')).toMatch(/conversations: not yet[\s\S]*setings/);
    expect(mistakes({ SCORELINE_CONFIG: 'nowhere.yaml' })[0]).toContain('cannot read nowhere.yaml');
  });

  it('hands on what the Azure SDK reads from the environment by itself', () => {
    const SCORELINE_CONFIG = yaml(`settings:\n  AZURE_CLIENT_ID: ${GUID}\n`);
    expect(readConfig({ SCORELINE_CONFIG }).azure.environment).toEqual({ AZURE_CLIENT_ID: GUID });
  });

  it('says a mistake without its value, which may be a secret', () => {
    expect(mistakes({ SLACK_BOT_TOKEN: 'hunter2' }).join()).not.toContain('hunter2');
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
