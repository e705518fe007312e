import { readFileSync } from 'node:fs';
import { AppManifestUtils, type TeamsManifest } from '@microsoft/app-manifest';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { colorIcon, outlineIcon } from '../../../scripts/icons/draw.ts';
import { teamsPackage } from '../../../src/cli/manifests.ts';
import { commands } from '../../../src/commands/index.ts';
import { decodePng } from '../../support/png.ts';

const ROOT = new URL('../../../', import.meta.url);
const APP_ID = '11111111-2222-3333-4444-555555555555';
const filling = {
  host: 'bot.example.com',
  appId: APP_ID,
  publisher: 'Contoso "IT" \\ Security',
  website: 'https://example.com/scoreline',
  privacy: 'https://example.com/privacy',
  terms: 'https://example.com/terms',
};
const files = unzipSync(await teamsPackage(filling));
const text = Buffer.from(files['manifest.json'] ?? []).toString();
const json: TeamsManifest = JSON.parse(text);
/** What the tests look at; the rest is the schema's. */
const manifest = z
  .looseObject({
    version: z.string(),
    id: z.string(),
    accentColor: z.string(),
    validDomains: z.array(z.string()),
    developer: z.object({ name: z.string(), websiteUrl: z.string() }).loose(),
    name: z.object({ short: z.string(), full: z.string() }),
    bots: z
      .array(
        z.looseObject({
          botId: z.string(),
          scopes: z.array(z.string()),
          supportsFiles: z.boolean(),
          commandLists: z.array(
            z.object({
              scopes: z.array(z.string()),
              commands: z.array(z.object({ title: z.string(), description: z.string() })),
            }),
          ),
        }),
      )
      .length(1),
  })
  .parse(JSON.parse(text));

/** Commands that the list above the message box leaves out, and why; it holds ten at most. */
const UNSUGGESTED: Record<string, string> = {
  control: 'controls lists them, each with a button',
  compare: 'needs two names after it',
  'what if': 'needs a name after it; fix leads there',
  resources: 'asked for less often than these ten',
  target: 'set once for a scope',
  order: 'a button of settings',
  snooze: 'a button of settings',
  acknowledge: 'a button of an alert',
  'ask for access': 'a button of the answer to whoever needs it',
  alias: 'set once for a conversation',
  timezone: 'set once for a conversation',
  quiet: 'set once for a conversation',
  'alert test': 'needs a rule after it; Teams lists ten commands at most',
};

/** The official schema of the version that the manifest names, as Microsoft's package carries it: nothing is fetched. */
function schema(): Parameters<typeof AppManifestUtils.validateAgainstSchema>[1] {
  const { manifestVersion } = json;
  const folder = 'node_modules/@microsoft/app-manifest/build/json-schemas/teams';
  const url = new URL(`${folder}/v${manifestVersion}/MicrosoftTeams.schema.json`, ROOT);
  return JSON.parse(readFileSync(url, 'utf8'));
}
const wrong = (of: object) => AppManifestUtils.validateAgainstSchema({ ...json, ...of }, schema());

describe('the Teams manifest, as it is packaged', () => {
  it('is valid by the official schema of its version', async () => {
    expect(json.$schema).toContain(`/v${json.manifestVersion}/`);
    expect(await wrong({})).toEqual([]);
    expect(await wrong({ id: '{{MicrosoftAppId}}' })).not.toEqual([]);
    expect(await wrong({ surprise: true })).not.toEqual([]);
  });

  it('is filled in completely, whatever the words hold', () => {
    expect(text).not.toContain('{{');
    expect(manifest).toMatchObject({
      id: APP_ID,
      validDomains: ['bot.example.com'],
      developer: { name: filling.publisher, websiteUrl: filling.website },
      bots: [{ botId: APP_ID, supportsFiles: false, scopes: ['personal', 'team', 'groupChat'] }],
    });
  });

  it('suggests the commands that there are, in the order and the words of help, in every place', () => {
    const suggested = commands
      .filter(({ name, who }) => who !== 'operator' && !(name in UNSUGGESTED))
      .map(({ name, summary }) => ({ title: name, description: summary }));
    for (const { scopes, commandLists } of manifest.bots) {
      expect(commandLists.flatMap((list) => list.scopes).toSorted()).toEqual(scopes.toSorted());
      for (const list of commandLists) expect(list.commands).toEqual(suggested);
    }
  });

  it('has the version of the package', () => {
    expect(manifest.version).toBe(JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')).version);
  });

  it('names no product of Microsoft in the name of the app', () => {
    expect(`${manifest.name.short} ${manifest.name.full}`).not.toMatch(
      /microsoft|azure|teams|defender|365/iu,
    );
  });
});

describe('the icons of the Teams app', () => {
  const icon = (name: string) => decodePng(Buffer.from(files[name] ?? []));
  const pixels = (rgba: Uint8Array) =>
    Array.from({ length: rgba.length / 4 }, (_, at) => [...rgba.subarray(at * 4, at * 4 + 4)]);
  const white = ([red, green, blue]: number[]) => red === 255 && green === 255 && blue === 255;

  it('color.png: 192 pixels square, opaque, on the accent colour, the sign in the middle 120', () => {
    const { width, height, rgba } = icon('color.png');
    expect([width, height]).toEqual([192, 192]);
    const accent = [...Buffer.from(manifest.accentColor.slice(1), 'hex'), 255];
    const all = pixels(rgba);
    expect(all.every(([, , , alpha]) => alpha === 255)).toBe(true);
    const border = all.filter((_, at) =>
      [at % 192, Math.floor(at / 192)].some((place) => place < 36 || place >= 156),
    );
    expect(new Set(border.map(String))).toEqual(new Set([String(accent)]));
    expect(all.filter(white).length).toBeGreaterThan(1000);
  });

  it('outline.png: 32 pixels square, white on nothing', () => {
    const { width, height, rgba } = icon('outline.png');
    expect([width, height]).toEqual([32, 32]);
    const all = pixels(rgba);
    expect(all.every((pixel) => white(pixel) || pixel[3] === 0)).toBe(true);
    expect([all[0]?.[3], all.at(-1)?.[3]]).toEqual([0, 0]);
    expect(all.filter(([, , , alpha]) => alpha === 255).length).toBeGreaterThan(50);
  });

  it.each([
    ['color.png', colorIcon],
    ['outline.png', outlineIcon],
  ])('%s is what scripts/icons.ts draws', (name, draw) => {
    expect(Buffer.from(icon(name).rgba).equals(Buffer.from(draw().rgba))).toBe(true);
  });
});
