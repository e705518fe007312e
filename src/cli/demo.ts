import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../core/errors.ts';
import { DAY, parseInstant } from '../core/time.ts';
import { PEOPLE } from '../demo/people.ts';
import { freePort, NoPlayground, type Playground, startPlayground } from '../demo/playground.ts';
import { type Scheduled, schedule } from '../jobs/scheduler.ts';
import { createLog, scoped } from '../log.ts';
import { type App, wire } from '../main.ts';
import { runPrompt } from '../platforms/terminal/prompt.ts';
import type { Clock } from '../ports.ts';
import { listen } from '../server.ts';
import { asker } from './asker.ts';
import { demoEdges } from './demo-edges.ts';
import { run, type Script } from './run.ts';
import { speakingJobs } from './speaking-jobs.ts';
import { stopSignal } from './stop-signal.ts';

const LOOPBACK = '127.0.0.1';
/** Back to the start of the line, and clear it. */
const ANEW = '\r\u001b[K';

/** The whole bot on the demo tenant, on loopback; reads nothing from the environment. */
async function demo({ args }: Script): Promise<number> {
  const clock = clockFrom(options(args).now);
  const folder = await mkdtemp(join(tmpdir(), 'scoreline-demo-'));
  const port = await freePort();
  const page = await openPage(port);
  try {
    const app = await openDemo(clock, folder, page?.origin ?? null);
    const routes = Object.assign({}, ...(await app.platforms()).map((platform) => platform.routes));
    const server = await listen({ routes, ready: async () => true }, port, LOOPBACK);
    const jobs = speakInDemo(app);
    say(welcome(port, page));
    await Promise.race([stopSignal(), talk(app)]);
    await Promise.all(jobs.map((job) => job.stop()));
    await server.close();
    await app.close();
  } finally {
    await page?.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return 0;
}

const say = (text: string): void => {
  process.stderr.write(text);
};

function options(args: readonly string[]): { now?: string } {
  try {
    return parseArgs({ args: [...args], options: { now: { type: 'string' } } }).values;
  } catch (error) {
    throw new UserError(
      `${error instanceof Error ? error.message : error}\nnpm run demo [-- --now <ISO 8601>]`,
    );
  }
}

/** A clock that starts at `now` and runs on. */
function clockFrom(now: string | undefined): Clock {
  const ahead = now === undefined ? 0 : parseInstant(now).getTime() - Date.now();
  return () => new Date(Date.now() + ahead);
}

/** The Teams client page; the demo goes on in the terminal without it. */
async function openPage(botPort: number): Promise<Playground | null> {
  try {
    return await startPlayground({
      botPort,
      users: PEOPLE,
      log: createLog({ level: 'warn', format: 'pretty' }),
    });
  } catch (error) {
    if (!(error instanceof NoPlayground)) throw error;
    say(`${error.message}\n`);
    return null;
  }
}

async function openDemo(clock: Clock, folder: string, clientOrigin: string | null): Promise<App> {
  const databaseUrl = `file:${join(folder, 'scoreline.db')}`;
  const edges = await demoEdges(clock, { clientOrigin, databaseUrl, progress });
  return wire({ ...edges, terminal: (text) => say(`\n${text}\n`) });
}

/** Digests come and alerts are looked at as in the service; of history there is no more than was made at the start. */
function speakInDemo(app: App): Scheduled[] {
  const log = createLog({ level: 'warn', format: 'pretty' });
  return speakingJobs(app, { every: DAY, log, holder: 'demo' }).map((job) => schedule(job, log, scoped));
}

/** One line that is written over on a terminal, and only its end elsewhere. */
function progress(done: number, of: number): void {
  if (done === of) say(`${process.stderr.isTTY ? ANEW : ''}A year of history: ${of} snapshots.\n`);
  else if (process.stderr.isTTY && done % 5 === 0)
    say(`${ANEW}A year of history: ${done} of ${of} snapshots`);
}

function welcome(port: number, page: Playground | null): string {
  const lines = [
    '',
    'Scoreline is running on the demo tenant "Contoso".',
    page === null ? '' : `  Teams client page   ${page.url}`,
    `  Bot                 http://${LOOPBACK}:${port}/api/messages`,
    '',
    page === null ? '' : 'Open the page and type: score for Contoso Prod',
    'Ctrl-C stops it.',
    '',
  ];
  return `${lines.filter((line, at) => line !== '' || lines[at - 1] !== '').join('\n')}\n`;
}

/** A prompt where somebody sits at a terminal; elsewhere the demo runs until it is stopped. */
async function talk(app: App): Promise<void> {
  if (!process.stdin.isTTY) return new Promise(() => {});
  const terminal = await asker({}, app.stores.conversations);
  await runPrompt(async (text) => (await app.bot({ text, ...terminal }))?.card ?? null);
}

await run(demo);
