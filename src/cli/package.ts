import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { fillingOf, options } from './filling.ts';
import { type Filling, slackManifest, slackSocketManifest, teamsPackage } from './manifests.ts';
import { run, type Script } from './run.ts';

const NEXT = {
  teams: 'upload teams.zip in Teams (Apps → Manage your apps → Upload an app)',
  slack:
    'paste slack.yaml, or for Socket Mode slack.socket.yaml, at api.slack.com/apps (Create New App → From a manifest)',
} as const;

/** The app packages of the chat platforms, filled in for one host name. */
async function pack({ args, env }: Script): Promise<number> {
  const values = options(args);
  const filling = fillingOf(values, env);
  const made = await contents(filling, values.platform);
  const files = await written(values.out ?? 'dist', made);
  const facts = { host: filling.host, appId: values.platform === 'slack' ? null : filling.appId, files };
  process.stdout.write(`${values.json ? JSON.stringify(facts, null, 2) : words(facts)}\n`);
  return 0;
}

type Contents = ReadonlyMap<string, string | Uint8Array>;

async function contents(filling: Filling, platform: string | undefined): Promise<Contents> {
  const made = new Map<string, string | Uint8Array>();
  if (platform !== 'slack') made.set('teams.zip', await teamsPackage(filling));
  if (platform !== 'teams') {
    made.set('slack.yaml', await slackManifest(filling.host));
    made.set('slack.socket.yaml', await slackSocketManifest());
  }
  return made;
}

type Written = { path: string; bytes: number };

async function written(folder: string, made: Contents): Promise<Written[]> {
  try {
    await mkdir(folder, { recursive: true });
    const write = async ([name, content]: [string, string | Uint8Array]): Promise<Written> => {
      const path = join(folder, name);
      await writeFile(path, content);
      return { path, bytes: Buffer.byteLength(content) };
    };
    return await Promise.all([...made].map(write));
  } catch (error) {
    throw new UserError(`--out: cannot write there: ${error instanceof Error ? error.message : error}`);
  }
}

function words({ host, files }: { host: string; files: readonly Written[] }): string {
  const next = Object.entries(NEXT).filter(([name]) => files.some(({ path }) => path.includes(`${name}.`)));
  return [
    `Made ${files.map(({ path }) => path).join(', ')} for ${host}.`,
    `Next: ${next.map(([, step]) => step).join('; ')}.`,
  ].join('\n');
}

await run(pack);
