import type { Sql } from '../sql.ts';
import type { Assessments, Resource } from './compare.ts';
import type { Members } from './membership.ts';
import type { Plan } from './plan.ts';
import type { States } from './states.ts';

type Kind = 'tally' | 'sole' | 'resource_tally';

/** Of each table: the columns between `subscription_id` and the counts, and the counts. */
const COLUMNS: Readonly<Record<Kind, { key: readonly string[]; counts: readonly string[] }>> = {
  tally: { key: ['recommendation_id'], counts: ['healthy', 'unhealthy', 'not_applicable'] },
  sole: { key: ['control_id', 'recommendation_id'], counts: ['unhealthy'] },
  resource_tally: { key: ['type'], counts: ['healthy', 'unhealthy', 'not_applicable'] },
};
const KINDS = ['tally', 'sole', 'resource_tally'] as const;

/** Rows of one subscription by their key as text; each row is key columns, then counts. */
type Counted = Map<string, (number | string)[]>;

const PLACE = { healthy: 0, unhealthy: 1, 'not-applicable': 2 } as const;

/** What the three tables say of one subscription, counted from its assessments. */
export function countTallies(
  assessments: Assessments,
  resources: Iterable<Resource>,
  known: { states: States; members: Members },
): Record<Kind, Counted> {
  const counted: Record<Kind, Counted> = { tally: new Map(), sole: new Map(), resource_tally: new Map() };
  for (const { id, type } of resources) {
    const rows = assessments.get(id);
    if (rows === undefined) continue;
    const statuses = new Set<keyof typeof PLACE>();
    for (const [recommendation, state] of rows) {
      const status = known.states.status(state);
      if (status === 'absent') continue;
      statuses.add(status);
      count(counted.tally, [recommendation], PLACE[status], 3);
    }
    for (const pair of solesOf(rows, known)) count(counted.sole, pair, 0, 1);
    const worst = statuses.has('unhealthy')
      ? 'unhealthy'
      : statuses.has('healthy')
        ? 'healthy'
        : 'not-applicable';
    count(counted.resource_tally, [type], PLACE[worst], 3);
  }
  return counted;
}

/** Control and recommendation, for each control in which exactly one recommendation is unhealthy. */
function solesOf(
  rows: ReadonlyMap<number, number>,
  { states, members }: { states: States; members: Members },
) {
  const only = new Map<number, number | null>();
  for (const [recommendation, state] of rows) {
    if (states.status(state) !== 'unhealthy') continue;
    for (const control of members.get(recommendation) ?? []) {
      only.set(control, only.has(control) ? null : recommendation);
    }
  }
  return [...only].flatMap(([control, recommendation]) =>
    recommendation === null ? [] : [[control, recommendation]],
  );
}

function count(counted: Counted, key: readonly (number | string)[], place: number, places: number): void {
  const name = key.join(' ');
  let row = counted.get(name);
  if (row === undefined) {
    row = [...key, ...Array<number>(places).fill(0)];
    counted.set(name, row);
  }
  row[key.length + place] = Number(row[key.length + place]) + 1;
}

/** Adds the rows of this subscription that are not as stored. */
export async function writeTallies(
  sql: Sql,
  plan: Plan,
  subscription: number,
  counted: Record<Kind, Counted>,
  compare: boolean,
): Promise<void> {
  for (const kind of KINDS) {
    const stored = compare ? await readCounted(sql, kind, subscription) : new Map();
    for (const [name, row] of counted[kind]) {
      if (stored.get(name)?.join() !== row.join()) plan.add(UPSERT[kind], [subscription, ...row]);
    }
    for (const [name, row] of stored) {
      const key = row.slice(0, COLUMNS[kind].key.length);
      if (!counted[kind].has(name)) plan.add(REMOVE[kind], [subscription, ...key]);
    }
  }
}

async function readCounted(sql: Sql, kind: Kind, subscription: number): Promise<Counted> {
  const { key, counts } = COLUMNS[kind];
  const text = `select ${[...key, ...counts].join(', ')} from ${kind} where subscription_id = $1`;
  const rows = await sql.all<Record<string, number | string>>(text, [subscription]);
  const valueIn = (row: Record<string, number | string>) => (name: string) => row[name] ?? 0;
  return new Map(rows.map((row) => [key.map(valueIn(row)).join(' '), [...key, ...counts].map(valueIn(row))]));
}

const byKind = (text: (kind: Kind) => string): Record<Kind, string> => ({
  tally: text('tally'),
  sole: text('sole'),
  resource_tally: text('resource_tally'),
});

const UPSERT = byKind((kind) => {
  const { key, counts } = COLUMNS[kind];
  const columns = ['subscription_id', ...key, ...counts];
  const values = columns.map((_, index) => `$${index + 1}`).join(', ');
  return `insert into ${kind} (${columns.join(', ')}) values (${values})
    on conflict (subscription_id, ${key.join(', ')}) do update set
    ${counts.map((name) => `${name} = excluded.${name}`).join(', ')}`;
});

const REMOVE = byKind((kind) => {
  const keys = COLUMNS[kind].key.map((name, index) => `${name} = $${index + 2}`);
  return `delete from ${kind} where subscription_id = $1 and ${keys.join(' and ')}`;
});
