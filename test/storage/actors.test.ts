import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActedOn } from '../../src/core/actor.ts';
import type { Moved } from '../../src/ports/actors.ts';
import type { Stores } from '../../src/ports.ts';
import type { Sql } from '../../src/storage/sql.ts';
import { openStores } from '../../src/storage/stores.ts';
import { buildReading, copy, partsOf, type Reading, rescore, resourceAt } from '../support/posture.ts';
import { engines } from './engines.ts';

const day = (n: number) => new Date(Date.UTC(2026, 10, n, 6));
const FIRST = buildReading().subscriptions[0]?.subscription.id ?? '';
const SECOND = buildReading().subscriptions[1]?.subscription.id ?? '';
const idAt = (at: number, subscription = FIRST) => resourceAt(subscription, at).resource;

/** Every row of these resources of the first subscription, turned to its opposite. */
function turned(reading: Reading, resources: readonly number[]): Reading {
  const next = copy(reading);
  for (const row of next.subscriptions[0]?.assessments ?? []) {
    if (!resources.some((at) => row.resource === idAt(at)) || row.status === 'not-applicable') continue;
    row.status = row.status === 'healthy' ? 'unhealthy' : 'healthy';
  }
  return rescore(next);
}

function without(reading: Reading, id: string): Reading {
  const next = copy(reading);
  for (const read of next.subscriptions)
    read.assessments = read.assessments.filter(({ resource }) => resource !== id);
  return rescore(next);
}

const acted = (over: Partial<ActedOn> = {}): Omit<ActedOn, 'resource'> => ({
  ...{ deed: 'changed', at: day(2).toISOString(), operation: 'a/write', client: 'Azure CLI' },
  ...{ name: 'megan@contoso.example', type: 'person', ...over },
});

describe.each(engines)('who changed what, on $name', ({ open }) => {
  let sql: Sql;
  let stores: Stores;
  beforeEach(async () => {
    sql = await open();
    stores = await openStores(sql);
  });
  afterEach(() => stores.close());

  const take = (n: number, reading: Reading) => stores.posture.ingest(day(n), partsOf(reading));
  const moved = async (from: number, to: number): Promise<Moved[]> => {
    const all: Moved[] = [];
    for await (const slice of stores.actors.moved({ from, to })) all.push(...slice);
    return all;
  };
  const told = (all: readonly Moved[]) => all.map(({ snapshot, id, deed }) => [snapshot, id, deed]);

  test('what moved is told once a resource, deed and snapshot, the newest first, and none by the first snapshot', async () => {
    const base = buildReading();
    await take(1, without(base, idAt(3, SECOND)));
    await take(2, turned(base, [1, 2]));
    await take(3, turned(without(base, idAt(4, SECOND)), [1]));
    expect(await moved(0, 1)).toEqual([]);
    expect(told(await moved(1, 2))).toEqual([
      [2, idAt(1), 'changed'],
      [2, idAt(2), 'changed'],
      [2, idAt(3, SECOND), 'created'],
    ]);
    expect(told(await moved(1, 3)).slice(0, 2)).toEqual([
      [3, idAt(2), 'changed'],
      [3, idAt(4, SECOND), 'deleted'],
    ]);
    expect((await moved(2, 3))[0]).toMatchObject({
      ...{ unseenAt: day(2).toISOString(), seenAt: day(3).toISOString() },
    });
  });

  test('what lies in other clouds is not told: their changes are not in Azure', async () => {
    const aws = copy(buildReading());
    for (const read of aws.subscriptions) for (const row of read.assessments) row.source = 'AWS';
    await take(1, aws);
    await take(2, turned(aws, [1, 2]));
    expect(await moved(1, 2)).toEqual([]);
  });

  test('is kept by resource, snapshot and deed, and read back as of the last of a stretch', async () => {
    const keep = (resource: number, snapshot: number, over: Partial<ActedOn> = {}) =>
      stores.actors.keep([{ ...acted(over), resource, snapshot }]);
    await keep(7, 2, { name: 'first' });
    await keep(7, 2, { name: 'second' });
    await keep(7, 4, { name: 'later', type: 'app', client: null, at: day(4).toISOString() });
    await keep(7, 3, { deed: 'created', name: 'maker' });
    await keep(8, 3, { name: null, operation: null });
    await stores.actors.keep([]);
    const read = async (from: number, to: number, resources: number[]) =>
      (await stores.posture.log.actors({ from, to }, resources)).map((one) => [
        one.resource,
        one.deed,
        one.name,
      ]);
    expect(await read(1, 3, [7, 8, 9])).toEqual([
      [7, 'changed', 'second'],
      [7, 'created', 'maker'],
      [8, 'changed', null],
    ]);
    expect(await read(2, 4, [7])).toEqual([
      [7, 'created', 'maker'],
      [7, 'changed', 'later'],
    ]);
    expect(await read(4, 9, [7])).toEqual([]);
    expect(await read(0, 9, [])).toEqual([]);
    const many = Array.from({ length: 5000 }, (_, at) => at);
    expect(await read(0, 9, many)).toHaveLength(3);
    expect((await stores.posture.log.actors({ from: 3, to: 4 }, [7]))[0]).toEqual({
      ...{ resource: 7, deed: 'changed', at: day(4).toISOString(), client: null, type: 'app', name: 'later' },
    });
  });

  test('forgets the names of people whose change is older, and nothing else of it; or all', async () => {
    for (const n of [1, 2, 3]) {
      await stores.actors.keep([
        { ...acted({ at: day(n).toISOString() }), resource: n, snapshot: 2 },
        {
          ...acted({ at: day(n).toISOString(), type: 'app', name: 'pipeline' }),
          resource: 10 + n,
          snapshot: 2,
        },
      ]);
    }
    expect(await stores.actors.forgetPeople(day(3))).toBe(2);
    expect(await stores.actors.forgetPeople(day(3))).toBe(0);
    const rows = await stores.posture.log.actors({ from: 1, to: 2 }, [1, 2, 3, 11, 12, 13]);
    expect(rows.map(({ name }) => name)).toEqual([
      null,
      null,
      'megan@contoso.example',
      'pipeline',
      'pipeline',
      'pipeline',
    ]);
    expect(rows[0]).toMatchObject({ type: 'person', client: 'Azure CLI' });
    expect(JSON.stringify(await sql.all('select * from resource_actor where resource_id < 3'))).not.toContain(
      'megan',
    );
    await stores.actors.forgetAll();
    expect(await sql.all('select * from resource_actor')).toEqual([]);
  });
});
