import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { slackManifest, slackSocketManifest } from '../../../src/cli/manifests.ts';
import { SCOPES } from '../../../src/platforms/slack/checks.ts';

const at = (path: string) => new URL(`../../../${path}`, import.meta.url);
const text = readFileSync(at('manifest/slack.yaml'), 'utf8');
const manifest = parse(text);
const socketText = readFileSync(at('manifest/slack.socket.yaml'), 'utf8');
const socket = parse(socketText);
const VARIANTS = [
  ['slack.yaml', manifest, text],
  ['slack.socket.yaml', socket, socketText],
] as const;

const folder = at('src/platforms/slack/');
const source = readdirSync(folder)
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');

/** Bot scopes that each method needs here, by Slack's reference of the method. `apps.connections.open` takes the app token. */
const SCOPES_OF: Record<string, readonly string[]> = {
  'apps.connections.open': [],
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  // Optional ones: without them the answer is that nobody can tell.
  'conversations.history': [],
  'conversations.replies': [],
  'views.open': [],
  'views.publish': [],
  'conversations.info': ['channels:read', 'groups:read'],
  'users.info': ['users:read'],
};
/** What is listened to in code: the events of the manifest for it, and their scopes. */
const HEARD: Record<string, { events: readonly string[]; scopes: readonly string[] }> = {
  "event('app_mention'": { events: ['app_mention'], scopes: ['app_mentions:read'] },
  "event('app_home_opened'": { events: ['app_home_opened'], scopes: [] },
  "event('channel_shared'": { events: ['channel_shared'], scopes: ['channels:read', 'groups:read'] },
  "event('channel_unshared'": { events: ['channel_unshared'], scopes: ['channels:read', 'groups:read'] },
  "event('message'": { events: ['message.im'], scopes: ['im:history'] },
  'command(/^\\//u': { events: [], scopes: ['commands'] },
  "action({ type: 'block_actions'": { events: [], scopes: [] },
  "view({ type: 'view_submission'": { events: [], scopes: [] },
};

const called = found(/'((?:apps|auth|chat|conversations|files|reactions|users|views)\.[a-zA-Z.]+)'/g);
const heard = found(/\bapp\.((?:event|command|action|view|shortcut|options|message)\([^,]*)/g);

function found(pattern: RegExp): string[] {
  return [...new Set([...source.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();
}

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

describe('the Slack manifests', () => {
  test('have the documented shape', () => {
    const validate = shape();
    for (const [name, variant] of VARIANTS)
      expect(validate(variant), name + JSON.stringify(validate.errors)).toBe(true);
    const events = { event_subscriptions: { bot_events: ['no_such_event'] } };
    expect(validate({ ...manifest, settings: { ...manifest.settings, ...events } })).toBe(false);
    expect(validate({ ...manifest, oauth_config: { scopes: { bot: ['no:scope'] } } })).toBe(false);
    expect(validate({ ...manifest, settings: { ...manifest.settings, socket_mode: true } })).toBe(false);
  });

  test('keep the documented lengths', () => {
    const { name, description, long_description } = manifest.display_information;
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(long_description.length).toBeGreaterThanOrEqual(174);
    expect(long_description.length).toBeLessThanOrEqual(4000);
    expect(name).not.toMatch(/microsoft|azure|defender|slack/i);
  });

  test('send everything to the one route that the platform has, and nowhere in Socket Mode', () => {
    const url = 'https://scoreline.example.com/slack/events';
    expect(source).toContain("'/slack/events'");
    expect(manifest.settings.event_subscriptions.request_url).toBe(url);
    expect(manifest.settings.interactivity.request_url).toBe(url);
    expect(manifest.features.slash_commands).toEqual([expect.objectContaining({ command: '/score', url })]);
    expect(text.match(/scoreline\.example\.com\//g)).toHaveLength(3);
    expect(socketText).not.toContain('/slack/events');
  });

  test('differ in nothing but the transport', () => {
    expect([manifest.settings.socket_mode_enabled, socket.settings.socket_mode_enabled]).toEqual([
      false,
      true,
    ]);
    const common = structuredClone(manifest);
    delete common.settings.event_subscriptions.request_url;
    delete common.settings.interactivity.request_url;
    delete common.features.slash_commands[0].url;
    common.settings.socket_mode_enabled = true;
    expect(socket).toEqual(common);
  });

  test('ask for the scopes of what is called and listened to, and for no other, each with a reason', () => {
    expect(called.filter((method) => !(method in SCOPES_OF))).toEqual([]);
    expect(heard.filter((what) => !(what in HEARD))).toEqual([]);
    const needed = [
      ...called.flatMap((method) => SCOPES_OF[method] ?? []),
      ...heard.flatMap((what) => HEARD[what]?.scopes ?? []),
    ];
    for (const [name, variant, written] of VARIANTS) {
      const scopes: string[] = variant.oauth_config.scopes.bot;
      expect(scopes.toSorted(), name).toEqual([...new Set(needed)].sort());
      for (const scope of scopes) expect(written).toMatch(new RegExp(`- ${scope} # \\w`));
    }
  });

  test('ask for what `doctor` misses where it was not given', () => {
    for (const [name, variant] of VARIANTS)
      expect(variant.oauth_config.scopes.bot.toSorted(), name).toEqual(Object.keys(SCOPES).sort());
  });

  test('subscribe to the events that are handled', () => {
    const events = heard.flatMap((what) => HEARD[what]?.events ?? []);
    for (const [name, variant] of VARIANTS)
      expect(variant.settings.event_subscriptions.bot_events.toSorted(), name).toEqual(events.toSorted());
    expect(manifest.settings.interactivity.is_enabled).toBe(heard.some((what) => what.startsWith('action(')));
  });

  test('are packaged for a host: the same, at another address', async () => {
    const made = await slackManifest('bot.example.org');
    const there = 'https://bot.example.org/slack/events';
    expect(made.match(/https:\/\/[^/]+\/slack\/events/g)).toEqual([there, there, there]);
    expect(made).not.toContain('example.com');
    expect(parse(made.replaceAll('bot.example.org', 'scoreline.example.com'))).toEqual(manifest);
    expect(await slackSocketManifest()).toBe(socketText);
  });
});
