import type { Sql } from '../sql.ts';
import type { Assessments } from './assessments.ts';
import type { Members } from './membership.ts';
import type { Plan } from './plan.ts';
import type { Resource } from './resources.ts';
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
export type Tallies = Record<Kind, Counted>;

/** Healthy, unhealthy, not applicable. */
type Counts = [number, number, number];
const PLACE = { healthy: 0, unhealthy: 1, 'not-applicable': 2 } as const;

/** What the three tables say of one subscription, counted from its assessments. */
export function countTallies(
  assessments: Assessments,
  resources: Iterable<Resource>,
  { states, members }: { states: States; members: Members },
): Tallies {
  const byRecommendation = new Map<number, Counts>();
  const byType = new Map<string, Counts>();
  const alone = new Map<number, Map<number, number>>();
  for (const { id, type } of resources) {
    const rows = assessments.get(id);
    if (rows === undefined) continue;
    const own: Counts = [0, 0, 0];
    const unhealthy: number[] = [];
    for (let at = 0; at < rows.length; at += 2) {
      const recommendation = rows[at] ?? 0;
      const status = states.status(rows[at + 1] ?? 0);
      if (status === 'absent') continue;
      own[PLACE[status]] += 1;
      countsOf(byRecommendation, recommendation)[PLACE[status]] += 1;
      if (status === 'unhealthy') unhealthy.push(recommendation);
    }
    if (unhealthy.length > 0) countAlone(alone, unhealthy, members);
    countsOf(byType, type)[unhealthy.length > 0 ? 1 : own[0] > 0 ? 0 : 2] += 1;
  }
  const soles = [...alone].flatMap(([control, counts]) => [...counts].map((row) => [control, ...row]));
  return {
    tally: counted(
      [...byRecommendation].map(([key, counts]) => [key, ...counts]),
      1,
    ),
    sole: counted(soles, 2),
    resource_tally: counted(
      [...byType].map(([key, counts]) => [key, ...counts]),
      1,
    ),
  };
}

function countsOf<Key>(all: Map<Key, Counts>, key: Key): Counts {
  const known = all.get(key);
  if (known !== undefined) return known;
  const counts: Counts = [0, 0, 0];
  all.set(key, counts);
  return counts;
}

/** Adds 1 for each control in which exactly one recommendation of a resource is unhealthy, to that recommendation. */
function countAlone(
  alone: Map<number, Map<number, number>>,
  unhealthy: readonly number[],
  members: Members,
): void {
  const only = new Map<number, number | null>();
  for (const recommendation of unhealthy) {
    for (const control of members.get(recommendation) ?? []) {
      only.set(control, only.has(control) ? null : recommendation);
    }
  }
  for (const [control, recommendation] of only) {
    if (recommendation === null) continue;
    const counts = alone.get(control) ?? new Map<number, number>();
    alone.set(control, counts.set(recommendation, (counts.get(recommendation) ?? 0) + 1));
  }
}

/** Rows by their first columns. */
const counted = (rows: (number | string)[][], keys: number): Counted =>
  new Map(rows.map((row) => [row.slice(0, keys).join(' '), row]));

/** Where all that changed is in `before` and `after`, the rest need not be counted again. */
export function moveTallies(stored: Tallies, before: Tallies, after: Tallies): Tallies {
  const moved = (kind: Kind) => {
    const rows = new Map(stored[kind]);
    for (const row of before[kind].values()) move(rows, row, COLUMNS[kind].key.length, -1);
    for (const row of after[kind].values()) move(rows, row, COLUMNS[kind].key.length, 1);
    return rows;
  };
  return { tally: moved('tally'), sole: moved('sole'), resource_tally: moved('resource_tally') };
}

function move(rows: Counted, row: readonly (number | string)[], keys: number, sign: 1 | -1): void {
  const key = row.slice(0, keys);
  const name = key.join(' ');
  const old = rows.get(name);
  const counts = row.slice(keys).map((count, at) => Number(old?.[keys + at] ?? 0) + sign * Number(count));
  if (counts.some((count) => count !== 0)) rows.set(name, [...key, ...counts]);
  else rows.delete(name);
}

/** What is stored of a subscription. */
export async function readTallies(sql: Sql, subscription: number): Promise<Tallies> {
  const [tally, sole, resource_tally] = await Promise.all(
    KINDS.map((kind) => readCounted(sql, kind, subscription)),
  );
  return { tally: tally ?? new Map(), sole: sole ?? new Map(), resource_tally: resource_tally ?? new Map() };
}

export const noTallies = (): Tallies => ({ tally: new Map(), sole: new Map(), resource_tally: new Map() });

/** Plans the rows of this subscription that are not as stored. */
export function planTallies(plan: Plan, subscription: number, stored: Tallies, now: Tallies): void {
  for (const kind of KINDS) {
    for (const [name, row] of now[kind]) {
      if (stored[kind].get(name)?.join() !== row.join()) plan.add(UPSERT[kind], [subscription, ...row]);
    }
    for (const [name, row] of stored[kind]) {
      const key = row.slice(0, COLUMNS[kind].key.length);
      if (!now[kind].has(name)) plan.add(REMOVE[kind], [subscription, ...key]);
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
