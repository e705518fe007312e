import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const at = (path: string) => new URL(`../../../${path}`, import.meta.url);
const text = readFileSync(at('manifest/slack.yaml'), 'utf8');
const manifest = parse(text);

/** The shape of a manifest as Slack's own client types it, events and scopes by name. */
function shape() {
  const path = at('node_modules/@slack/web-api/dist/types/request/manifest.d.ts').pathname;
  const generator = createGenerator({
    path,
    tsconfig: at('tsconfig.json').pathname,
    type: 'Manifest',
    skipTypeCheck: true,
    additionalProperties: false,
  });
  return new Ajv({ strict: false }).compile(generator.createSchema('Manifest'));
}

describe('the Slack manifest', () => {
  test('has the documented shape', () => {
    const validate = shape();
    expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true);
    const events = { event_subscriptions: { bot_events: ['no_such_event'] } };
    expect(validate({ ...manifest, settings: { ...manifest.settings, ...events } })).toBe(false);
    expect(validate({ ...manifest, oauth_config: { scopes: { bot: ['no:scope'] } } })).toBe(false);
    expect(validate({ ...manifest, settings: { ...manifest.settings, socket_mode: true } })).toBe(false);
  });

  test('keeps the documented lengths', () => {
    const { name, description, long_description } = manifest.display_information;
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(long_description.length).toBeGreaterThanOrEqual(174);
    expect(long_description.length).toBeLessThanOrEqual(4000);
    expect(name).not.toMatch(/microsoft|azure|defender|slack/i);
  });

  test('sends everything to the one route that the platform has', () => {
    const url = 'https://scoreline.example.com/slack/events';
    expect(manifest.settings.event_subscriptions.request_url).toBe(url);
    expect(manifest.settings.interactivity.request_url).toBe(url);
    expect(manifest.features.slash_commands).toEqual([expect.objectContaining({ command: '/score', url })]);
    expect(text.match(/scoreline\.example\.com\//g)).toHaveLength(3);
  });

  test('asks for no more than what is listened to and called, with a reason beside each scope', () => {
    const scopes = [
      'app_mentions:read',
      'channels:read',
      'chat:write',
      'commands',
      'groups:read',
      'im:history',
      'users:read',
    ];
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual(scopes);
    for (const scope of scopes) expect(text).toMatch(new RegExp(`- ${scope} # \\w`));
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(['app_mention', 'message.im']);
  });
});
