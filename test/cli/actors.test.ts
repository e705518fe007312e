import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExplainData } from '../../src/cards/data.ts';
import { changeRow } from '../support/azure/change-rows.ts';
import { type AzureFake, startAzureFake } from '../support/azure/fake.ts';
import { ERRORS } from '../support/azure/graph.ts';
import { createTenant, type Tenant } from '../support/azure/tenant.ts';
import { changeTenant } from '../support/azure/tenant-changes.ts';
import { freshUrl } from '../support/database.ts';
import { runScript } from '../support/script.ts';
import { endServices, startService } from '../support/service.ts';
import { until } from '../support/until.ts';

const TENANT = createTenant({ subscriptions: 2, resources: 30, recommendations: 12, connectors: 1 });
const LATER = changeTenant(TENANT, 12);

let fake: AzureFake;
let env: Record<string, string>;

beforeEach(async () => {
  fake = await startAzureFake(TENANT);
  env = { ...fake.env, DATABASE_URL: await freshUrl() };
});
afterEach(async () => {
  await endServices();
  await fake.close();
});

/** Everything of Azure's own that turned was changed by a pipeline a moment ago. */
const changed = ({ changes }: Tenant) =>
  [...new Set(changes.map(({ resource }) => resource))].map((resource) =>
    changeRow({
      ...{ resource, at: new Date(Date.now() - 60_000).toISOString() },
      ...{ by: 'pipeline-x', byType: 'Application', client: 'Azure DevOps' },
    }),
  );

const run = (name: string, args: string[], more: Record<string, string> = {}) =>
  runScript(name, args, { ...env, ...more });

async function explained(): Promise<{ data: ExplainData; text: string }> {
  const { stdout, stderr } = await run('ask', ['--json', 'explain']);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { data: ExplainData; text: string };
}

const asked = () =>
  fake.requests.filter(({ graph }) => /^resource(?:container)?changes/.test(graph?.query ?? ''));

describe('who changed what, with the real Azure SDKs', () => {
  it('is looked up after a snapshot, and told by explain', async () => {
    await run('snapshot', []);
    expect(asked()).toEqual([]);
    fake.setTenant({ ...LATER, changes: changed(LATER) });
    const { code, stdout, stderr } = await run('snapshot', ['--json']);
    expect([code, Object.keys(JSON.parse(stdout))]).toEqual([
      0,
      expect.arrayContaining(['changes', 'requests']),
    ]);
    expect(stderr).toBe('');
    expect(asked().length).toBeGreaterThan(0);
    const { data, text } = await explained();
    const turned = data.contributions.filter(({ cause }) => cause.startsWith('turned'));
    const actors = turned.flatMap((one) => one.actors);
    expect(new Set(actors.map(({ name, type, client }) => `${name} ${type} ${client}`))).toEqual(
      new Set(['pipeline-x app Azure DevOps']),
    );
    expect(text).toMatch(/last changed by pipeline-x \(Azure DevOps\), /);
  });

  it('does not fail a snapshot, and is not even asked for with ACTORS=off', async () => {
    await run('snapshot', []);
    fake.setTenant({ ...LATER, changes: changed(LATER) });
    fake.set({
      intercept: ({ graph }) => (graph?.query.startsWith('resourcechanges') ? ERRORS.accessDenied : null),
    });
    const { code, stdout, stderr } = await run('snapshot', ['--json'], { LOG_FORMAT: 'json' });
    expect([code, (JSON.parse(stdout) as { id: number }).id]).toEqual([0, 2]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('it lacks the role Reader there');
    expect((await explained()).data.contributions.flatMap(({ actors }) => actors)).toEqual([]);
    fake.requests.length = 0;
    fake.setTenant(TENANT);
    expect((await run('snapshot', [], { ACTORS: 'off' })).code).toBe(0);
    expect(asked()).toEqual([]);
  });

  it('is looked up by the service too, and counted', async () => {
    await run('snapshot', []);
    fake.setTenant({ ...LATER, changes: changed(LATER) });
    const service = await startService({ ...env, SNAPSHOT_EVERY: 'PT1S' });
    await service.said('looked up who changed resources');
    await until('told', async () => (await explained()).text.includes('pipeline-x'));
    const metrics = await (await fetch(`${service.ops}/metrics`)).text();
    expect(metrics).toMatch(/^scoreline_actor_lookups_total\{outcome="done"\} [1-9]/m);
  }, 60_000);

  it('holds up no snapshot and no stop of the service while Azure does not answer', async () => {
    await run('snapshot', []);
    fake.setTenant({ ...LATER, changes: changed(LATER) });
    const isOfChanges = (query: string | undefined) => query?.startsWith('resourcechanges') ?? false;
    fake.set({ hold: ({ graph }) => (isOfChanges(graph?.query) ? new Promise(() => {}) : undefined) });
    const service = await startService({ ...env, SNAPSHOT_EVERY: 'PT1S' });
    await until('asked', () => asked().length > 0);
    const taken = async () => {
      const metrics = await (await fetch(`${service.ops}/metrics`)).text();
      return Number(/^scoreline_snapshots_total\{outcome="done"\} (\d+)/m.exec(metrics)?.[1] ?? 0);
    };
    const before = await taken();
    await until('taken', async () => (await taken()) >= before + 2);
    service.signal('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.lines().map(({ msg }) => msg)).not.toContain('stopped with work under way');
  }, 60_000);
});
