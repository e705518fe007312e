/** Imports what a process has switched on, and does nothing with it: `node imports.ts [stored|service|slack|teams|azure|all] …`. */
const PARTS: Readonly<Record<string, () => Promise<unknown>[]>> = {
  stored: () => [
    import('../../src/main.ts'),
    import('../../src/cli/run.ts'),
    import('../../src/storage/stores.ts'),
    import('../../src/storage/sqlite.ts'),
  ],
  service: () => [
    import('../../src/jobs/scheduler.ts'),
    import('../../src/jobs/snapshot-job.ts'),
    import('../../src/jobs/actors-job.ts'),
    import('../../src/jobs/prune-job.ts'),
    // The log opens it with its first line.
    import('pino'),
    import('../../src/metrics.ts'),
    import('../../src/server.ts'),
  ],
  slack: () => [import('../../src/platforms/slack/slack.ts')],
  teams: () => [import('../../src/platforms/teams/teams.ts')],
  azure: () => [import('../../src/azure/azure.ts')],
  postgres: () => [import('../../src/storage/postgres.ts')],
  demo: () => [import('../../src/cli/demo-edges.ts'), import('../../src/demo/playground.ts')],
};

for (const part of process.argv.slice(2)) await Promise.all(PARTS[part]?.() ?? []);
process.exit();
