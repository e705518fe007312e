import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test file asks for the PostgreSQL server of this run. */
    postgres: string;
  }
}

/**
 * One PostgreSQL server a run, started by the first test file that asks for it. Where `DATABASE_URL` names one, it is
 * that one.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<PostgresServer> | null = null;
  const given = postgresOf(process.env.DATABASE_URL);
  const desk = createServer(async (_, response) => {
    try {
      started ??= given === null ? startPostgres() : Promise.resolve({ url: given, stop: async () => {} });
      response.end((await started).url);
    } catch (error) {
      response.writeHead(503).end(error instanceof Error ? error.message : String(error));
    }
  });
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve));
  project.provide('postgres', `http://127.0.0.1:${(desk.address() as AddressInfo).port}`);
  return async () => {
    desk.closeAllConnections();
    desk.close();
    await started?.then(({ stop }) => stop()).catch(() => {});
  };
}

/** The URL, where it is one of PostgreSQL. */
export function postgresOf(url: string | undefined): string | null {
  return url !== undefined && /^postgres(?:ql)?:/.test(url) ? url : null;
}
