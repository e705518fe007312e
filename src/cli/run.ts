import { randomInt } from 'node:crypto';
import { type Config, ConfigError, readConfig, readConversations } from '../config.ts';
import { IncompleteRead, Unreachable, UserError } from '../core/errors.ts';
import { referenceOf } from '../core/reference.ts';
import { createLog } from '../log.ts';
import { conversationFaults } from '../main.ts';
import type { Log } from '../ports.ts';

/** What every script has to work with. */
export type Script = { args: readonly string[]; env: NodeJS.ProcessEnv };

/** A whole script: its exit code is what `main` returns, or 2, 78, 1 for what it throws. */
export async function run(main: (script: Script) => Promise<number>): Promise<void> {
  // A rejection that nobody handles arrives here too. Node would print the error with all that hangs on it.
  process.once('uncaughtException', (error) => {
    logFault(error);
    process.exit(1);
  });
  try {
    process.exitCode = await main({ args: process.argv.slice(2), env: process.env });
  } catch (error) {
    process.exitCode = report(error, process.argv.includes('--json'));
  }
}

function report(error: unknown, json: boolean): number {
  if (error instanceof ConfigError) return say(error.message, 78, json);
  if (error instanceof UserError) return say(error.message, 2, json);
  if (error instanceof Unreachable || error instanceof IncompleteRead) return say(error.message, 1, json);
  const reference = logFault(error);
  return json ? print(`The program failed. It is logged as ${reference}.`, 1) : 1;
}

/** The configuration may be what is wrong, so this line is JSON in any case. */
function logFault(error: unknown): string {
  const reference = referenceOf(randomInt);
  createLog({ level: 'fatal', format: 'json' }).fatal('the program failed', { reference, error });
  return reference;
}

/** People read stderr; a program that asked for JSON gets its one document also when nothing could be answered. */
function say(message: string, code: number, json: boolean): number {
  process.stderr.write(`${message}\n`);
  return json ? print(message, code) : code;
}

function print(message: string, code: number): number {
  const document = { name: 'error', data: { message, suggestions: [] }, text: message };
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  return code;
}

export function configured(env: NodeJS.ProcessEnv): { config: Config; log: Log } {
  const faults = conversationFaults(readConversations(env)).map((fault) => `SCORELINE_CONFIG: ${fault}`);
  const config = readConfigWith(env, faults);
  // The Azure SDK looks at the environment only, and these may come from the YAML file.
  Object.assign(process.env, config.azure.environment);
  return { config, log: createLog(config.log) };
}

/** Whatever is wrong is told at once, the settings and the command lines. */
function readConfigWith(env: NodeJS.ProcessEnv, faults: readonly string[]): Config {
  try {
    const config = readConfig(env);
    if (faults.length === 0) return config;
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError([...error.mistakes, ...faults]);
    throw error;
  }
  throw new ConfigError(faults);
}
