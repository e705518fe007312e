import { setImmediate as turn } from 'node:timers/promises';
import { among, idLists, type Row, type Sql, type Statement } from './sql.ts';

/** Rows deleted in one batch: a few milliseconds on SQLite. */
const A_SLICE = 500;
/** Subscriptions or recommendations looked through in one statement. */
const PARENTS_A_SLICE = 64;

/** What happened in a snapshot. */
const LOGS = [
  { name: 'change', key: ['snapshot_id', 'resource_id', 'recommendation_id'] },
  { name: 'flow', key: ['snapshot_id', 'resource_id', 'control_id'] },
  { name: 'resource_actor', key: ['resource_id', 'snapshot_id', 'deed'] },
] as const;

/** What held from a snapshot until the next row of the same things. */
const SERIES = [
  { name: 'control_score', of: ['subscription', 'control'] },
  { name: 'score', of: ['subscription'] },
  { name: 'placement', of: ['subscription'] },
] as const;

/** What held from one snapshot until before another. */
const SPELLS = [
  { name: 'unread', key: ['subscription_id', 'from_snapshot'] },
  { name: 'unread_group', key: ['azure_id', 'from_snapshot'] },
] as const;

/** What counted where. */
const CATALOG = {
  series: { name: 'recommendation_state', of: ['recommendation'] },
  spell: { name: 'control_recommendation', key: ['control_id', 'recommendation_id', 'from_snapshot'] },
} as const;

/** Whoever could not be read is compared with what counted when it was last read. */
const LAST_READ = `select min(from_snapshot) - 1 as snapshot from unread
  where to_snapshot is null or to_snapshot > $1`;

/**
 * Deletions of all that says nothing about `snapshot` and what comes after it, some rows at a time; each must be run
 * before the next is asked for. What a snapshot changed led up to it, so its own log goes too. Of a series the newest
 * row at or before it stays. Presence goes last of the log, because it tells which resources nothing names any more.
 */
export async function* superseded(sql: Sql, snapshot: number): AsyncGenerator<Statement[]> {
  for (const { name, key } of LOGS)
    yield* removed(sql, ended(name, key, 'snapshot_id'), { name, key, snapshot });
  yield* removedPresence(sql, snapshot);
  for (const { name, of } of SERIES) yield* removedSeries(sql, name, of, snapshot);
  for (const { name, key } of SPELLS) yield* removedSpells(sql, name, key, snapshot);
  const [row] = await sql.all<{ snapshot: number | null }>(LAST_READ, [snapshot]);
  const counted = Math.min(snapshot, row?.snapshot ?? snapshot);
  yield* removedSeries(sql, CATALOG.series.name, CATALOG.series.of, counted);
  yield* removedSpells(sql, CATALOG.spell.name, CATALOG.spell.key, counted);
}

const removedSpells = (sql: Sql, name: string, key: readonly string[], snapshot: number) =>
  removed(sql, ended(name, key, 'to_snapshot'), { name, key, snapshot });

type Table = { name: string; key: readonly string[]; snapshot: number };
type Found = Readonly<Record<string, number | string>>;

const ended = (name: string, key: readonly string[], column: string) =>
  `select ${key.join(', ')} from ${name} where ${column} <= $1
  order by ${column} limit ${A_SLICE}`;

/** Deletes by their keys what `text` finds, until it finds no more. */
async function* removed(
  sql: Sql,
  text: string,
  { name, key, snapshot }: Table,
  more: Row = [],
): AsyncGenerator<Statement[]> {
  for (;;) {
    const found = await sql.all<Found>(text, [snapshot, ...more]);
    if (found.length > 0) yield [deletion(name, key, found)];
    if (found.length < A_SLICE) return;
  }
}

function deletion(name: string, key: readonly string[], found: readonly Found[]): Statement {
  const where = key.map((column, at) => `${column} = $${at + 1}`).join(' and ');
  const rows = found.map((row) => key.map((column) => row[column] ?? null));
  return { sql: `delete from ${name} where ${where}`, rows };
}

const PRESENCE_KEY = ['snapshot_id', 'resource_id'];
const PRESENCE = `select snapshot_id, resource_id, there from presence where snapshot_id <= $1
  order by snapshot_id, resource_id limit ${A_SLICE}`;

async function* removedPresence(sql: Sql, snapshot: number): AsyncGenerator<Statement[]> {
  for (;;) {
    const found = await sql.all<{ snapshot_id: number; resource_id: number; there: number }>(PRESENCE, [
      snapshot,
    ]);
    if (found.length === 0) return;
    const left = found.filter(({ there }) => there === 0).map((row) => row.resource_id);
    const unnamed = await readUnnamed(sql, snapshot, [...new Set(left)]);
    // In one batch: without the row of its leaving nobody would look at the resource again.
    const resources = unnamed.length === 0 ? [] : [deletion('resource', ['id'], unnamed)];
    yield [...resources, deletion('presence', PRESENCE_KEY, found)];
  }
}

/** A resource that has no assessment, and neither came nor left later, is in no later row of the log. */
async function readUnnamed(sql: Sql, snapshot: number, resources: readonly number[]): Promise<Found[]> {
  const [list] = idLists(resources.map(String));
  if (list === undefined || list === null) return [];
  const text = `select r.id from resource r
    where not exists (select 1 from assessment a where a.resource_id = r.id)
      and not exists (select 1 from presence p where p.resource_id = r.id and p.snapshot_id > $1)
      ${among('r.id', list, 2)}`;
  return sql.all<Found>(text, [snapshot, ...list.map(Number)]);
}

async function* removedSeries(
  sql: Sql,
  name: string,
  of: readonly string[],
  snapshot: number,
): AsyncGenerator<Statement[]> {
  const key = [...of.map((parent) => `${parent}_id`), 'snapshot_id'];
  const [last] = await sql.all<{ id: number | null }>(`select max(id) as id from ${of[0]}`);
  for (let after = 0; after < (last?.id ?? 0); after += PARENTS_A_SLICE) {
    yield* removed(sql, older(name, of, key), { name, key, snapshot }, [after, after + PARENTS_A_SLICE]);
    await turn();
  }
}

/** `cross join` pins the order: a seek for each of the things, and no walk through the history. */
function older(name: string, of: readonly string[], key: readonly string[]): string {
  const same = (alias: string) => of.map((parent, at) => `${alias}.${parent}_id = p${at}.id`).join(' and ');
  return `select ${key.map((column) => `h.${column}`).join(', ')}
    from ${of.map((parent, at) => `${parent} p${at}`).join(' cross join ')} cross join ${name} h
    where p0.id > $2 and p0.id <= $3 and ${same('h')} and h.snapshot_id <
      (select max(x.snapshot_id) from ${name} x where ${same('x')} and x.snapshot_id <= $1)
    limit ${A_SLICE}`;
}
