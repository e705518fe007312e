import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { z } from 'zod';
import { settings } from './settings.ts';

export type Given = Readonly<Record<string, string | undefined>>;

/** What is set, by name, and what is wrong with where it is set. `whole`: nothing of it is out of sight. */
export type Gathered = {
  given: Given;
  conversations: Conversations;
  mistakes: readonly string[];
  whole: boolean;
};

/** Command lines by conversation, in the order in which they are written. */
export type Conversations = Readonly<Record<string, readonly string[]>>;

/** The settings in the YAML file at `path`; without a path, none. Throws nothing: what is wrong is among `mistakes`. */
export function readConfigFile(path: string | undefined): Gathered {
  if (path === undefined || path.trim() === '') return { ...NOTHING, mistakes: [], whole: true };
  const { content, mistake } = readYaml(path);
  if (mistake !== null) return { ...NOTHING, mistakes: named([mistake]), whole: false };
  const parsed = configFile.safeParse(content ?? {});
  const read = parsed.success ? parsed.data : sound(content);
  const found = Object.entries(read.settings ?? {}).filter(([, value]) => value.trim() !== '');
  return {
    given: Object.fromEntries(found),
    conversations: read.conversations ?? {},
    mistakes: [...named(wrongIn(parsed)), ...found.flatMap(misplaced)],
    whole: parsed.success,
  };
}

const NOTHING = { given: {}, conversations: {} };

const named = (mistakes: readonly string[]): string[] =>
  mistakes.map((mistake) => `SCORELINE_CONFIG: ${mistake}`);

/** Every mistake that a schema found, after the name that it is about. */
export const wrongIn = ({ error }: z.ZodSafeParseResult<unknown>): string[] =>
  error?.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')) ?? [];

const lines = z.array(z.string('write a command line, in quotes'), 'write a list of command lines');
// Nothing after the colon is an empty variable.
const value = z
  .union([z.string(), z.number(), z.boolean(), z.null()], 'write one value')
  .transform((value) => `${value ?? ''}`);

const configFile = z.strictObject(
  {
    conversations: z
      .record(z.string(), lines, 'write conversations, and under each its command lines')
      .nullish(),
    settings: z.record(z.string(), value, 'write NAME: value, a line each').nullish(),
  },
  {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? undefined
        : 'write settings: and under it NAME: value, a line each; or conversations:',
  },
);

/** What of a file is written as it should be: what is wrong in that is told beside the rest. */
function sound(content: unknown): z.infer<typeof configFile> {
  const parts = entriesOf(content);
  const sounds = <T>(part: unknown, one: z.ZodType<T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(entriesOf(part)).flatMap(([name, given]) => {
        const { data } = one.safeParse(given);
        return data === undefined ? [] : [[name, data]];
      }),
    );
  return { settings: sounds(parts.settings, value), conversations: sounds(parts.conversations, lines) };
}

const entriesOf = (content: unknown): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).safeParse(content).data ?? {};

/** Needed where there is a file only, and it is a fifth of the modules that a question in the terminal loads. */
const loadYaml = (): typeof Yaml => createRequire(import.meta.url)('yaml');

function readYaml(path: string): { content: unknown; mistake: string | null } {
  try {
    return { content: loadYaml().parse(readFileSync(path, 'utf8')), mistake: null };
  } catch (error) {
    // The lines below the first quote the file, which may hold a secret all the same.
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    return { content: null, mistake: `cannot read ${path}: ${why.replace(/:$/, '')}` };
  }
}

const SECRETS = new Set([
  'AZURE_CLIENT_SECRET',
  'MicrosoftAppPassword',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
]);

function misplaced([name, value]: [string, string]): string[] {
  if (SECRETS.has(name) || holdsPassword(value))
    return [`SCORELINE_CONFIG: ${name} is a secret; set it in the environment`];
  return Object.hasOwn(settings.shape, name) ? [] : [`SCORELINE_CONFIG: there is no setting ${name}`];
}

/** A database's URL may. */
const holdsPassword = (value: string) => /^\w+:\/\/(?:[^/@]*:[^@]+@|.*[?&]password=)/.test(value);
