import { spawn } from 'node:child_process';
import { join } from 'node:path';

export type PostgresServer = { url: string; stop(): Promise<void> };

/** Starts a PostgreSQL server for tests, see the keeper. Rejects with the reason why there can be none. */
export async function startPostgres(): Promise<PostgresServer> {
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'postgres-keeper.ts')], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => keeper.once('close', () => resolve()));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    keeper.once('error', reject);
    keeper.stdout.on('data', (chunk: Buffer) => {
      said += chunk;
      if (said.includes('\n')) resolve();
    });
    keeper.once('close', () => reject(new Error(`the keeper of PostgreSQL ended: ${said}`)));
  });
  const { url, reason } = JSON.parse(said) as { url?: string; reason?: string };
  if (url === undefined) throw new Error(reason);
  const stop = async () => {
    keeper.stdin.end();
    await ended;
  };
  return { url, stop };
}
