import { every } from '../jobs/scheduler.ts';
import { takeSnapshot } from '../jobs/take-snapshot.ts';
import { edgesOf, wire } from '../main.ts';
import { listen } from '../server.ts';
import { configured, run, type Script } from './run.ts';
import { stopSignal } from './stop-signal.ts';

async function start({ env }: Script): Promise<number> {
  const { config, log } = configured(env);
  const clock = () => new Date();
  const app = wire(await edgesOf(config, clock, log));
  const platforms = await app.platforms();
  if (platforms.length === 0) log.warn('no chat platform is configured; snapshots are taken all the same');
  const routes = Object.assign({}, ...platforms.map((platform) => platform.routes));
  const ready = async () => (await app.stores.posture.latest().catch(() => undefined)) !== undefined;
  const server = await listen({ routes, ready }, config.port, config.host);
  const { posture, leases } = app.stores;
  const holder = `service ${process.pid}`;
  const stop = new AbortController();
  const due = async () => {
    const latest = await posture.latest();
    if (latest !== null && clock().getTime() - Date.parse(latest.takenAt) < config.snapshotEvery) return;
    const source = await app.source();
    const deps = { posture, leases, clock, log, source, stop: stop.signal };
    const taken = await takeSnapshot(deps, holder).catch((error: unknown) => {
      if (stop.signal.aborted) return null;
      throw error;
    });
    if (taken !== null) log.info('snapshot taken', taken);
  };
  const jobs = every(60_000, due, log);
  log.info('ready', { port: server.port, platforms: platforms.map(({ name }) => name) });
  const signal = await stopSignal();
  log.info('stopping', { signal });
  stop.abort();
  await Promise.all([server.close(), jobs.stop()]);
  await app.close();
  return 0;
}

await run(start);
