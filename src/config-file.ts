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
  if (mistake !== null) return outOfSight([mistake]);
  const parsed = configFile.safeParse(content ?? {});
  const { settings, conversations } = parsed.success ? parsed.data : legible.parse(content);
  const found = Object.entries(settings ?? {}).filter(([, value]) => value.trim() !== '');
  return {
    given: Object.fromEntries(found),
    conversations: conversations ?? {},
    mistakes: [...inFile(wrongIn(parsed)), ...found.flatMap(misplaced)],
    whole: parsed.success,
  };
}

const NOTHING = { given: {}, conversations: {} };

const outOfSight = (mistakes: readonly string[]): Gathered => ({
  ...NOTHING,
  mistakes: inFile(mistakes),
  whole: false,
});

const inFile = (mistakes: readonly string[]): string[] =>
  mistakes.map((mistake) => `SCORELINE_CONFIG: ${mistake}`);

/** Every mistake that a schema found, after the name that it is about. */
export const wrongIn = ({ error }: z.ZodSafeParseResult<unknown>): string[] =>
  error?.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')) ?? [];

/** Nothing after the colon is an empty variable. */
const oneValue = z
  .union([z.string(), z.number(), z.boolean(), z.null()], 'write one value')
  .transform((value) => `${value ?? ''}`);

const configFile = z.strictObject(
  {
    conversations: z
      .record(
        z.string(),
        z.array(z.string('write a command line, in quotes'), 'write a list of command lines'),
        'write conversations, and under each its command lines',
      )
      .nullish(),
    settings: z.record(z.string(), oneValue, 'write NAME: value, a line each').nullish(),
  },
  {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? undefined
        : 'write settings: and under it NAME: value, a line each; or conversations:',
  },
);

/** What can be read of a file in which something else is wrong, so that all mistakes are told at once. */
const legible = z
  .object({
    settings: z.record(z.string(), oneValue.catch('')).catch({}),
    conversations: z.record(z.string(), z.array(z.string()).catch([])).catch({}),
  })
  .catch({ settings: {}, conversations: {} });

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
