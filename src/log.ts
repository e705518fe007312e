import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import type { Logger, LoggerOptions } from 'pino';
import type { Config } from './config.ts';
import type { Log, Scoped } from './ports.ts';

const require = createRequire(import.meta.url);

/** What the work that runs now is part of: fields of every line that it writes. */
const scope = new AsyncLocalStorage<Readonly<Record<string, string>>>();

/** Every line that `work` causes, however deep, has these fields. */
export const scoped: Scoped = (fields, work) => scope.run({ ...scope.getStore(), ...fields }, work);

/** The log of a process, which also says why it ends. */
export type ProcessLog = Log & { fatal(message: string, detail?: object): void };

/** Takes whole lines. */
type Destination = { write(line: string): void };

/** JSON lines, or pretty ones, on stderr or at `destination`. pino is loaded with the first line: most questions write none. */
export function createLog({ level, format }: Config['log'], destination?: Destination): ProcessLog {
  let opened: Logger | null = null;
  const at =
    (name: 'info' | 'warn' | 'error' | 'fatal') =>
    (message: string, detail: object = {}) => {
      opened ??= open(level, format, destination);
      opened[name](detailOf(detail), masked(message));
    };
  return { info: at('info'), warn: at('warn'), error: at('error'), fatal: at('fatal') };
}

function open(level: string, format: 'json' | 'pretty', destination?: Destination): Logger {
  const { pino } = require('pino') as typeof import('pino');
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => ({ ...scope.getStore() }),
  };
  // Synchronous: the last line before an exit is written too.
  if (format === 'json') return pino(options, destination ?? pino.destination({ dest: 2, sync: true }));
  const { PinoPretty } = require('pino-pretty') as typeof import('pino-pretty');
  return pino(options, PinoPretty({ destination: 2, sync: true }));
}

/** An error may stand for the whole detail, or in any of its fields. */
function detailOf(detail: object): object {
  if (detail instanceof Error) return { error: plainError(detail) };
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, plain(value)]));
}

const DEPTH = 5;

/** Data stays, and what has a class of its own becomes text: requests and clients hold their tokens. */
function plain(value: unknown, depth = DEPTH): unknown {
  if (value instanceof Error) return plainError(value, depth);
  if (typeof value === 'string') return masked(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((each) => plain(each, depth - 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return masked(String(value));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner, depth - 1)]));
}

/** Only what helps to find a fault: the errors of HTTP clients carry requests with their headers. */
function plainError(error: Error, depth = DEPTH): object {
  const { name, message, stack, cause } = error;
  const inner = error instanceof AggregateError && depth > 0 ? error.errors : [];
  return {
    name,
    message: masked(message),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(stack === undefined ? {} : { stack: masked(stack) }),
    ...(cause === undefined || depth === 0 ? {} : { cause: plain(cause, depth - 1) }),
    ...(inner.length === 0 ? {} : { errors: inner.map((each) => plain(each, depth - 1)) }),
  };
}

/** What a secret looks like where a message quotes one: tokens, passwords in URLs and in forms. */
const SECRETS: readonly [RegExp, string][] = [
  [/\bBearer\s+[\w.~+/=-]+/gi, 'Bearer …'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '…'],
  [/\bx(?:ox[a-z]|app)-[\w-]+/g, '…'],
  [/\b(client_secret|client_assertion|access_token|password)=[^&\s"']+/gi, '$1=…'],
  [/(\b[a-z]+:\/\/[^\s:/@]*):[^\s@/]+@/gi, '$1:…@'],
  [/(\/\/hooks\.slack\.[\w.-]+)\/[^\s"']+/gi, '$1/…'],
];

export function masked(text: string): string {
  return SECRETS.reduce((rest, [secret, instead]) => rest.replace(secret, instead), text);
}
