import { createRequire } from 'node:module';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Log } from './ports.ts';

const require = createRequire(import.meta.url);

/** JSON lines, or pretty ones, on stderr. pino is loaded with the first line: most questions write none. */
export function createLog({ level, format }: Config['log']): Log {
  let opened: Logger | null = null;
  const logger = () => {
    opened ??= open(level, format);
    return opened;
  };
  return {
    info: (message, detail = {}) => logger().info(detail, message),
    warn: (message, detail = {}) => logger().warn(detail, message),
    error: (message, detail = {}) => logger().error(detail, message),
  };
}

function open(level: string, format: 'json' | 'pretty'): Logger {
  const { pino } = require('pino') as typeof import('pino');
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: plainError },
  };
  if (format === 'json') return pino(options, pino.destination({ dest: 2, sync: true }));
  const { PinoPretty } = require('pino-pretty') as typeof import('pino-pretty');
  return pino(options, PinoPretty({ destination: 2, sync: true }));
}

/** Only what helps to find a fault: the errors of HTTP clients carry requests with their tokens. */
function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause instanceof Error ? { cause: plainError(cause) } : {}) };
}
