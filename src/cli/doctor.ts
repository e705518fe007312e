import { parseArgs } from 'node:util';
import { ConfigError } from '../config.ts';
import { UserError } from '../core/errors.ts';
import type { Check } from '../ports.ts';
import { lookAtAll, partsOf } from './doctor/checks.ts';
import { printed } from './doctor/print.ts';
import { configured, run, type Script } from './run.ts';

const COLUMNS = 100;

async function doctor({ args, env }: Script): Promise<number> {
  const { json = false } = options(args);
  const { checks, exit } = await examine(env);
  const columns = process.stdout.columns ?? COLUMNS;
  process.stdout.write(`${json ? JSON.stringify({ checks }, null, 2) : printed(checks, columns)}\n`);
  return exit;
}

function options(args: readonly string[]): { json?: boolean } {
  try {
    return parseArgs({ args: [...args], options: { json: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : error}\nnpm run doctor [-- --json]`);
  }
}

/** A wrong configuration is all that can be told: nothing else is known to be meant as it is written. */
async function examine(env: Script['env']): Promise<{ checks: Check[]; exit: number }> {
  try {
    const { config } = configured(env);
    const checks = await lookAtAll(partsOf(config, () => new Date()));
    return { checks, exit: checks.some(({ state }) => state === 'failed') ? 1 : 0 };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { checks: error.mistakes.map(mistake), exit: 78 };
  }
}

const mistake = (message: string): Check => ({
  name: 'configuration',
  state: 'failed',
  message,
  cure: 'Set it in the environment or in .env; .env.example explains it.',
});

await run(doctor);
// What was not waited for any longer would keep the process alive.
process.exit();
