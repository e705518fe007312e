import { setImmediate as turn } from 'node:timers/promises';
import type { ControlState } from '../core/explain.ts';
import type { LogRequest } from '../ports/posture-log.ts';
import { among, type Sql } from './sql.ts';

/** So many rows of the log are looked at between two turns of the loop: some 20 ms. */
const ROWS_A_SLICE = 10_000;

/** Where a slice of a table ends: the values of its key. */
type Key = readonly number[];
type Table = { name: 'change' | 'flow' | 'presence'; key: readonly string[] };
const CHANGE: Table = { name: 'change', key: ['snapshot_id', 'resource_id', 'recommendation_id'] };
const FLOW: Table = { name: 'flow', key: ['snapshot_id', 'resource_id', 'control_id'] };
const PRESENCE: Table = { name: 'presence', key: ['snapshot_id', 'resource_id'] };

type Stretch = Pick<LogRequest, 'from' | 'to'>;
/** The store's numbers of subscriptions; null is all. */
type Members = readonly number[] | null;

export type Dated = { snapshot_id: number; resource_id: number };
export type ChangeRow = Dated & { recommendation_id: number; before: number; after: number };
export type FlowRow = Dated & {
  control_id: number;
  before: ControlState;
  after: ControlState;
  /** JSON list of the recommendations that moved it. */
  recommendations: string;
};
export type PresenceRow = Dated & { there: number };

/** Assessments that changed, in numbers, in the order of snapshots: of all, what a reading of the whole log costs at least. */
export const readChanges = (sql: Sql, stretch: Stretch, members: Members) =>
  read<ChangeRow>(sql, CHANGE, 'x.recommendation_id, x.before, x.after', stretch, members);

export const readFlows = (sql: Sql, stretch: Stretch, members: Members) =>
  read<FlowRow>(sql, FLOW, 'x.control_id, x.before, x.after, x.recommendations', stretch, members);

export const readPresence = (sql: Sql, stretch: Stretch, members: Members) =>
  read<PresenceRow>(sql, PRESENCE, 'x.there', stretch, members);

/** Slices of a table by its key, whether or not many rows of a slice are of these subscriptions. */
async function* read<T>(
  sql: Sql,
  table: Table,
  columns: string,
  { from, to }: Stretch,
  members: Members,
): AsyncGenerator<T[]> {
  const text = statement(table, columns, members);
  let after: Key = [from + 1, ...table.key.slice(1).map(() => -1)];
  for (let last = false; !last; ) {
    const end = await sliceEnd(sql, table, after, to);
    last = end === null;
    const until: Key = end ?? [to + 1, ...table.key.slice(1).map(() => -1)];
    yield await sql.all<T>(text, [...after, ...until, ...(members ?? [])]);
    after = until;
    await turn();
  }
}

/** The key of the last row of the slice that begins after a key; null where the rest is no longer than a slice. */
async function sliceEnd(sql: Sql, { name, key }: Table, after: Key, to: number): Promise<Key | null> {
  const places = key.map((_, at) => `$${at + 1}`).join(', ');
  const text = `select ${key.join(', ')} from ${name} where (${key.join(', ')}) > (${places})
    and snapshot_id <= $${key.length + 1} order by ${key.join(', ')} limit 1 offset ${ROWS_A_SLICE - 1}`;
  const [row] = await sql.all<Record<string, number>>(text, [...after, to]);
  return row === undefined ? null : key.map((column) => row[column] ?? 0);
}

/** Of all nothing is joined: looking up a resource for each of its rows takes longer than reading them. */
function statement({ name, key }: Table, columns: string, members: Members): string {
  const own = key.map((column) => `x.${column}`).join(', ');
  const places = (first: number) => key.map((_, at) => `$${first + at}`).join(', ');
  const [resource, belongs] =
    members === null ? ['', ''] : [' cross join resource r', 'and r.id = x.resource_id'];
  return `select x.snapshot_id, x.resource_id, ${columns} from ${name} x${resource}
    where (${own}) > (${places(1)}) and (${own}) <= (${places(key.length + 1)}) ${belongs}
    ${among('r.subscription_id', members, 2 * key.length + 1)} order by ${own}`;
}
