import { setImmediate as turn } from 'node:timers/promises';
import type { NamedResource } from '../ports/posture-log.ts';
import type { Dated } from './log-rows.ts';
import { among, keyLists, type Sql } from './sql.ts';

/** So many are looked up at once. An engine takes the square of a list's length to prepare it: of 16,384, half a second. */
const AT_ONCE = 512;

/** The subscription that each resource of the log belongs to, as the store's numbers: looked up once a resource. */
export function createOwners(sql: Sql) {
  // By number: these count up, and this is asked twice for each row of the log.
  const known: number[] = [];
  return {
    learn: async (rows: readonly Dated[]) => {
      const unknown = new Set<number>();
      for (const { resource_id } of rows) if (known[resource_id] === undefined) unknown.add(resource_id);
      type Owned = { id: number; subscription_id: number };
      for await (const found of inLists<Owned>(sql, 'id, subscription_id', [...unknown]))
        for (const { id, subscription_id } of found) known[id] = subscription_id;
    },
    of: (resource: number) => known[resource] ?? 0,
  };
}

/** Resources by the store's numbers, for those that are shown. */
export async function readResources(
  sql: Sql,
  numbers: readonly number[],
): Promise<Map<number, NamedResource>> {
  type Stored = { id: number; azure_id: string; type: string };
  const found = new Map<number, NamedResource>();
  for await (const rows of inLists<Stored>(sql, 'id, azure_id, type', numbers))
    for (const { id, azure_id, type } of rows) found.set(id, { id: azure_id, type });
  return found;
}

async function* inLists<T>(sql: Sql, columns: string, numbers: readonly number[]): AsyncGenerator<T[]> {
  // Most lists are of one length: a text of thousands of letters is made, and found by the engine, once for them all.
  const texts = new Map<number, string>();
  for (let from = 0; from < numbers.length; from += AT_ONCE) {
    if (from > 0) await turn();
    const [list = []] = keyLists(numbers.slice(from, from + AT_ONCE));
    const text =
      texts.get(list.length) ?? `select ${columns} from resource where 1 = 1${among('id', list, 1)}`;
    texts.set(list.length, text);
    yield await sql.all<T>(text, list);
  }
}
