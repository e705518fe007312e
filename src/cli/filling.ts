import { parseArgs } from 'node:util';
import { ConfigError, readAppId } from '../config.ts';
import { UserError } from '../core/errors.ts';
import type { Filling } from './manifests.ts';
import type { Script } from './run.ts';

const USAGE = `npm run package -- --host bot.example.com [--app-id <guid>] [--platform teams|slack] [--out dist] [--json]
  shown in Teams: [--publisher <name>] [--website <url>] [--privacy <url>] [--terms <url>]`;

const PLATFORMS = ['teams', 'slack'];

const text = { type: 'string' } as const;
const OPTIONS = {
  host: text,
  'app-id': text,
  platform: text,
  out: text,
  publisher: text,
  website: text,
  privacy: text,
  terms: text,
  json: { type: 'boolean' },
} as const;
export type Options = ReturnType<typeof options>;

export function options(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

/** Says everything that is wrong at once; a `ConfigError` where the configuration has a part in it. */
export function fillingOf(values: Options, env: Script['env']): Filling {
  const wrong = mistakes(values);
  const appId = values.platform === 'slack' ? '' : (values['app-id'] ?? configuredAppId(env, wrong));
  if (wrong.length > 0) throw new UserError([...wrong, USAGE].join('\n'));
  const host = values.host?.toLowerCase() ?? '';
  const home = `https://${host}/`;
  const { publisher = 'Scoreline', website = home, privacy = home, terms = home } = values;
  return { host, appId: appId.toLowerCase(), publisher, website, privacy, terms };
}

function configuredAppId(env: Script['env'], wrong: readonly string[]): string {
  try {
    const appId = readAppId(env);
    if (appId !== null) return appId;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError([...wrong, ...error.mistakes]);
  }
  throw new ConfigError([
    ...wrong,
    'MicrosoftAppId: missing; set it or write --app-id <guid>, or --platform slack for Slack alone',
  ]);
}

/** A name with a dot in it whose last part begins with a letter: neither platform calls an address or this machine. */
const HOST = /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])$/i;
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** The schema of Teams' manifest allows a publisher this many characters. */
const LONGEST_PUBLISHER = 32;

function mistakes(values: Options): string[] {
  const { host, 'app-id': appId, platform, publisher, website, privacy, terms } = values;
  const wrong = (name: string, is: boolean, write: string) => (is ? [`--${name}: ${write}`] : []);
  const links = Object.entries({ website, privacy, terms });
  return [
    ...wrong('host', host === undefined, 'missing; write the host name that the platforms will call'),
    ...wrong(
      'host',
      host !== undefined && !HOST.test(host),
      'write a host name alone, such as bot.example.com',
    ),
    ...wrong('app-id', appId !== undefined && !GUID.test(appId), 'write a GUID'),
    ...wrong('platform', platform !== undefined && !PLATFORMS.includes(platform), 'write teams or slack'),
    ...wrong(
      'publisher',
      publisher !== undefined && (publisher.trim() === '' || publisher.length > LONGEST_PUBLISHER),
      `write a name of at most ${LONGEST_PUBLISHER} characters`,
    ),
    ...links.flatMap(([name, url]) =>
      wrong(name, url !== undefined && !isLink(url), 'write a URL that begins with https://'),
    ),
  ];
}

const isLink = (url: string): boolean => /^https:\/\//i.test(url) && URL.canParse(url);
