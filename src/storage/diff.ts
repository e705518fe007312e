import { setImmediate as turn } from 'node:timers/promises';
import type { ChangeStep, FlowStep, PresenceStep } from '../core/diff.ts';
import type { ControlState, RowState } from '../core/explain.ts';
import type { CellStep, LogRequest, LogSlice, NamedResource, PostureLog } from '../ports/posture-log.ts';
import { readDefinitions } from './definitions.ts';
import { between } from './history-range.ts';
import { among, idLists, type Row, type Sql } from './sql.ts';

/** So many rows of the log are looked at between two turns of the loop: some 20 ms. */
const ROWS_A_SLICE = 10_000;

/** Where a slice of a table ends: the values of its key. */
type Key = readonly number[];
type Table = { name: 'change' | 'flow' | 'presence'; key: readonly string[] };
const CHANGE: Table = { name: 'change', key: ['snapshot_id', 'resource_id', 'recommendation_id'] };
const FLOW: Table = { name: 'flow', key: ['snapshot_id', 'resource_id', 'control_id'] };
const PRESENCE: Table = { name: 'presence', key: ['snapshot_id', 'resource_id'] };

/** The log after one snapshot up to another, and what counted where meanwhile. Never reads `assessment`. */
export async function readLog(sql: Sql, request: LogRequest): Promise<PostureLog> {
  const { definitions, controls, recommendations } = await readDefinitions(sql, request.from);
  const subscriptions = await readSubscriptions(sql, request.ids);
  const names = { controls, recommendations, subscriptions, states: await readRowStates(sql) };
  return { definitions, slices: slices(sql, request, names) };
}

type Names = {
  controls: ReadonlyMap<number, string>;
  recommendations: ReadonlyMap<number, string>;
  subscriptions: ReadonlyMap<number, string>;
  states: readonly RowState[];
};

async function* slices(sql: Sql, request: LogRequest, names: Names): AsyncGenerator<LogSlice> {
  const numbers = request.ids === null ? null : [...names.subscriptions.keys()];
  if (numbers?.length === 0) return;
  for await (const rows of read<FlowRow>(sql, FLOW, FLOW_COLUMNS, request, numbers))
    yield { flows: rows.map((row) => flowOf(row, names)) };
  for await (const rows of read<PresenceRow>(sql, PRESENCE, 'x.there', request, numbers))
    yield { presence: rows.map(presenceOf) };
  for await (const rows of read<ChangeRow>(sql, CHANGE, CHANGE_COLUMNS, request, numbers))
    yield { changes: rows.map((row) => changeOf(row, names)) };
}

const FLOW_COLUMNS = 'x.control_id, x.before, x.after, x.recommendations, r.subscription_id';
const CHANGE_COLUMNS = 'x.recommendation_id, x.before, x.after, r.subscription_id';

type Dated = { snapshot_id: number; resource_id: number };
type FlowRow = Dated & {
  control_id: number;
  before: ControlState;
  after: ControlState;
  recommendations: string;
  subscription_id: number;
};
type PresenceRow = Dated & { there: number };
type ChangeRow = Dated & {
  recommendation_id: number;
  before: number;
  after: number;
  subscription_id: number;
};

/** Slices of a table by its key, whether or not many rows of a slice are of these subscriptions. */
async function* read<T>(
  sql: Sql,
  table: Table,
  columns: string,
  { from, to }: LogRequest,
  numbers: readonly number[] | null,
): AsyncGenerator<T[]> {
  let after: Key = [from + 1, ...table.key.slice(1).map(() => -1)];
  for (let last = false; !last; ) {
    const end = await sliceEnd(sql, table, after, to);
    last = end === null;
    const until: Key = end ?? [to + 1, ...table.key.slice(1).map(() => -1)];
    yield await sql.all<T>(statement(table, columns, numbers), [...after, ...until, ...(numbers ?? [])]);
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

function statement({ name, key }: Table, columns: string, numbers: readonly number[] | null): string {
  const own = key.map((column) => `x.${column}`).join(', ');
  const places = (first: number) => key.map((_, at) => `$${first + at}`).join(', ');
  const ids = numbers?.map(String) ?? null;
  return `select x.snapshot_id, x.resource_id, ${columns} from ${name} x cross join resource r
    where (${own}) > (${places(1)}) and (${own}) <= (${places(key.length + 1)}) and r.id = x.resource_id
    ${among('r.subscription_id', ids, 2 * key.length + 1)} order by ${own}`;
}

const flowOf = (row: FlowRow, { controls, recommendations, subscriptions }: Names): FlowStep => ({
  snapshot: row.snapshot_id,
  subscription: subscriptions.get(row.subscription_id) ?? '',
  resource: row.resource_id,
  control: controls.get(row.control_id) ?? '',
  before: row.before,
  after: row.after,
  recommendations: (JSON.parse(row.recommendations) as number[]).map((id) => recommendations.get(id) ?? ''),
});

const presenceOf = (row: PresenceRow): PresenceStep => ({
  ...{ snapshot: row.snapshot_id, resource: row.resource_id, there: row.there === 1 },
});

const NOTHING: RowState = { state: 0, exempt: false, absent: true };

const changeOf = (row: ChangeRow, { recommendations, states, subscriptions }: Names): ChangeStep => ({
  snapshot: row.snapshot_id,
  subscription: subscriptions.get(row.subscription_id) ?? '',
  resource: row.resource_id,
  recommendation: recommendations.get(row.recommendation_id) ?? '',
  before: states[row.before] ?? NOTHING,
  after: states[row.after] ?? NOTHING,
});

/** By number; a handful. */
async function readRowStates(sql: Sql): Promise<RowState[]> {
  type Stored = { id: number; status: string; cause: string };
  const rows = await sql.all<Stored>('select id, status, cause from state order by id');
  const found: RowState[] = [];
  for (const { id, status, cause } of rows) {
    const state = status === 'unhealthy' ? 2 : status === 'healthy' ? 1 : 0;
    found[id] = { state, exempt: cause.toLowerCase() === 'exempt', absent: id === 0 };
  }
  return found;
}

async function readSubscriptions(sql: Sql, ids: readonly string[] | null): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for (const list of idLists(ids)) {
    const text = `select id, azure_id from subscription where 1 = 1${among('azure_id', list, 1)}`;
    for (const row of await sql.all<{ id: number; azure_id: string }>(text, list ?? []))
      found.set(row.id, row.azure_id);
  }
  return found;
}

const STEPS = `select s.azure_id as subscription, c.azure_id as control, cs.snapshot_id as snapshot, cs.healthy,
    cs.unhealthy from subscription s cross join control c cross join control_score cs
  where cs.subscription_id = s.id and cs.control_id = c.id
    and ${between('control_score', 'cs', '#.subscription_id = s.id and #.control_id = c.id')}`;

/** Rows of controls between two snapshots, beginning with what held at the first; in order for each control. */
export async function readCellSteps(sql: Sql, { from, to, ids }: LogRequest): Promise<CellStep[]> {
  const found: CellStep[][] = [];
  for (const list of idLists(ids)) {
    const params: Row = [from, to, ...(list ?? [])];
    found.push(
      await sql.all<CellStep>(
        `${STEPS}${among('s.azure_id', list, 3)} order by s.id, c.id, cs.snapshot_id`,
        params,
      ),
    );
  }
  return found.flat();
}

/** Resources by the store's numbers, for those that are shown. */
export async function readResources(
  sql: Sql,
  numbers: readonly number[],
): Promise<Map<number, NamedResource>> {
  type Stored = { id: number; azure_id: string; type: string };
  const found = new Map<number, NamedResource>();
  for (const list of idLists(numbers.map(String))) {
    const text = `select id, azure_id, type from resource where 1 = 1${among('id', list, 1)}`;
    for (const row of await sql.all<Stored>(text, (list ?? []).map(Number)))
      found.set(row.id, { id: row.azure_id, type: row.type });
  }
  return found;
}

/** Whose spell of not being readable ended in between. */
export async function readBecameVisible(
  sql: Sql,
  { from, to }: Pick<LogRequest, 'from' | 'to'>,
): Promise<string[]> {
  const rows = await sql.all<{ id: string }>(
    `select distinct s.azure_id as id from unread u cross join subscription s
      where u.to_snapshot > $1 and u.to_snapshot <= $2 and s.id = u.subscription_id`,
    [from, to],
  );
  return rows.map(({ id }) => id);
}
