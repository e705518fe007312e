import type { ChangeStep, FlowStep, PresenceStep } from '../core/diff.ts';
import type { RowState } from '../core/explain.ts';
import type { CellStep, LogRequest, LogSlice, PostureLog } from '../ports/posture-log.ts';
import { readDefinitions } from './definitions.ts';
import { between } from './history-range.ts';
import { createOwners } from './log-resources.ts';
import {
  type ChangeRow,
  type FlowRow,
  type PresenceRow,
  readChanges,
  readFlows,
  readPresence,
} from './log-rows.ts';
import { among, idLists, type Row, type Sql } from './sql.ts';

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
  const owners = createOwners(sql);
  const ownerOf = (resource: number) => names.subscriptions.get(owners.of(resource)) ?? '';
  const movers = readMovers(names);
  for await (const rows of readFlows(sql, request, numbers)) {
    await owners.learn(rows);
    yield { flows: rows.map((row) => flowOf(row, ownerOf(row.resource_id), names, movers)) };
  }
  for await (const rows of readPresence(sql, request, numbers)) yield { presence: rows.map(presenceOf) };
  for await (const rows of readChanges(sql, request, numbers)) {
    await owners.learn(rows);
    yield { changes: rows.map((row) => changeOf(row, ownerOf(row.resource_id), names)) };
  }
}

type Movers = (json: string) => readonly string[];

/** The recommendations of a flow. Most rows name one of a few, so each text is read once. */
function readMovers({ recommendations }: Names): Movers {
  const known = new Map<string, readonly string[]>();
  return (json) => {
    const found = known.get(json);
    if (found !== undefined) return found;
    const read = (JSON.parse(json) as number[]).map((id) => recommendations.get(id) ?? '');
    known.set(json, read);
    return read;
  };
}

const flowOf = (row: FlowRow, subscription: string, { controls }: Names, movers: Movers): FlowStep => ({
  snapshot: row.snapshot_id,
  subscription,
  resource: row.resource_id,
  control: controls.get(row.control_id) ?? '',
  before: row.before,
  after: row.after,
  recommendations: movers(row.recommendations),
});

const presenceOf = (row: PresenceRow): PresenceStep => ({
  ...{ snapshot: row.snapshot_id, resource: row.resource_id, there: row.there === 1 },
});

const NOTHING: RowState = { state: 0, exempt: false, absent: true };

const changeOf = (row: ChangeRow, subscription: string, { recommendations, states }: Names): ChangeStep => ({
  snapshot: row.snapshot_id,
  subscription,
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
