import { spawn } from 'node:child_process';
import { startPostgres } from '../test/support/postgres.ts';

/** The whole test suite with `DATABASE_URL` naming a PostgreSQL server that lasts as long as the tests. */
const server = await startPostgres();
const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  env: { ...process.env, DATABASE_URL: server.url },
  stdio: 'inherit',
});
// Ctrl-C reaches the tests too; they end first, and their server after them.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => vitest.kill('SIGTERM'));
const code = await new Promise<number | null>((resolve) => vitest.once('close', resolve));
await server.stop();
process.exitCode = code ?? 1;
