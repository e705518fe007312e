import { parseArgs } from 'node:util';
import { UserError } from '../core/errors.ts';
import { parseInstant } from '../core/time.ts';
import { type App, edgesOf, wire } from '../main.ts';
import { answerText } from '../platforms/terminal/terminal.ts';
import type { Answer, Clock } from '../ports.ts';
import { asker } from './asker.ts';
import { configured, run, type Script } from './run.ts';

const EXIT = { answered: 0, refused: 2, failed: 1 } as const;

const USAGE =
  'npm run ask -- "score for Contoso Prod" [--json | --platform teams|slack] [--demo] [--now <time>] [--as <person>] [--in <conversation>]';

async function ask({ args, env }: Script): Promise<number> {
  const { values, positionals } = options(args);
  const app = values.demo ? await demoApp(values.now) : await realApp(env, values.now);
  try {
    const answer = await app.bot({
      text: positionals.join(' '),
      ...(await asker(values, app.stores.conversations)),
    });
    // Only a process that lives longer can be asked too much.
    if (answer === null) return EXIT.refused;
    process.stdout.write(`${await printed(answer, values)}\n`);
    return EXIT[answer.outcome];
  } finally {
    await app.close();
  }
}

type Options = { json?: boolean; platform?: string; demo?: boolean; now?: string; as?: string; in?: string };

function options(args: readonly string[]): { values: Options; positionals: string[] } {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const known = { json: flag, demo: flag, platform: text, now: text, as: text, in: text };
    const parsed = parseArgs({ args: [...args], options: known, allowPositionals: true });
    const { platform } = parsed.values;
    if (platform !== undefined && !['teams', 'slack'].includes(platform))
      throw new Error(`no platform ${platform}`);
    return parsed;
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

async function realApp(env: Script['env'], now: string | undefined): Promise<App> {
  const { config, log } = configured(env);
  if (now !== undefined && !config.simulatedTime) {
    throw new UserError('--now goes with --demo, or with SCORELINE_SIMULATED_TIME=1.');
  }
  const clock = clockAt(now);
  const app = wire(await edgesOf(config, clock, log));
  if (now !== undefined) await notBefore(app, clock());
  return app;
}

/** The current state is of the newest snapshot, so no answer can be given for a moment before it. */
async function notBefore({ stores }: App, now: Date): Promise<void> {
  const newest = await stores.posture.latest();
  if (newest === null || Date.parse(newest.takenAt) <= now.getTime()) return;
  await stores.close();
  throw new UserError(`--now is before the newest snapshot, which is of ${newest.takenAt}.`);
}

async function demoApp(now: string | undefined): Promise<App> {
  const { demoEdges } = await import('./demo-edges.ts');
  const clock = clockAt(now);
  return wire(await demoEdges(clock, { clientOrigin: null, progress: () => {} }));
}

function clockAt(now: string | undefined): Clock {
  if (now === undefined) return () => new Date();
  const fixed = parseInstant(now);
  return () => fixed;
}

async function printed({ card }: Answer, { json, platform }: Options): Promise<string> {
  if (platform === 'teams') return pretty((await import('../cards/message.ts')).teamsActivity(card));
  if (platform === 'slack') return pretty((await import('../cards/message.ts')).slackMessage(card));
  return json ? pretty({ name: card.name, data: card.data, text: card.text }) : answerText(card);
}

const pretty = (value: object): string => JSON.stringify(value, null, 2);

await run(ask);
