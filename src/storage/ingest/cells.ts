import type { ControlRow, ScoreRow } from '../../core/snapshot.ts';
import type { Row, Sql } from '../sql.ts';
import type { Catalog } from './catalog.ts';
import type { Plan } from './plan.ts';

const CELLS = `select cs.control_id, cs.current, cs.max, cs.healthy, cs.unhealthy, cs.not_applicable, cs.vanished
  from control c cross join control_score cs
  where cs.subscription_id = $1 and cs.control_id = c.id and cs.snapshot_id = (select max(x.snapshot_id)
    from control_score x where x.subscription_id = $1 and x.control_id = c.id)`;

const SCORE = `select current, max, weight from score where subscription_id = $1
  and snapshot_id = (select max(x.snapshot_id) from score x where x.subscription_id = $1)`;

const CELL = `insert into control_score (subscription_id, control_id, snapshot_id, current, max, healthy,
  unhealthy, not_applicable, vanished) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

const SCORE_ROW =
  'insert into score (subscription_id, snapshot_id, current, max, weight) values ($1, $2, $3, $4, $5)';

const VANISHED: Row = [0, 0, 0, 0, 0, 1];

type Read = {
  score: ScoreRow | null | 'kept';
  controls: readonly ControlRow[];
  keptControls: readonly string[];
};

/** Plans Azure's numbers of one subscription that are not as stored; `compare` false where nothing is stored yet. */
export async function planCells(
  sql: Sql,
  plan: Plan,
  read: Read,
  known: { subscription: number; snapshot: number; catalog: Catalog; compare: boolean },
): Promise<void> {
  const { subscription, snapshot, catalog } = known;
  const stored = known.compare ? await readCells(sql, subscription) : new Map<number, Row>();
  const kept = new Set(read.keptControls.map((id) => catalog.control(id)));
  const now = new Map(read.controls.map((row) => [catalog.control(row.control), valuesOf(row)]));
  for (const control of stored.keys()) if (!now.has(control)) now.set(control, VANISHED);
  for (const [control, row] of now) {
    if (kept.has(control) || same(row, stored.get(control))) continue;
    plan.add(CELL, [subscription, control, snapshot, ...row]);
  }
  const score = read.score === 'kept' ? null : await compareScore(sql, read.score, known);
  if (score !== null) plan.add(SCORE_ROW, score);
}

async function compareScore(
  sql: Sql,
  read: ScoreRow | null,
  { subscription, snapshot, compare }: { subscription: number; snapshot: number; compare: boolean },
): Promise<Row | null> {
  type Stored = { current: number | null; max: number | null; weight: number | null };
  const [stored] = compare ? await sql.all<Stored>(SCORE, [subscription]) : [];
  const old = [stored?.current ?? null, stored?.max ?? null, stored?.weight ?? null];
  const now = read === null ? [null, null, null] : [read.current, read.max, read.weight];
  return same(now, old) ? null : [subscription, snapshot, ...now];
}

async function readCells(sql: Sql, subscription: number): Promise<Map<number, Row>> {
  type Stored = Omit<ControlRow, 'control' | 'notApplicable'>;
  type Rest = { control_id: number; not_applicable: number; vanished: number };
  const rows = await sql.all<Stored & Rest>(CELLS, [subscription]);
  return new Map(
    rows.map((row) => [
      row.control_id,
      [row.current, row.max, row.healthy, row.unhealthy, row.not_applicable, row.vanished],
    ]),
  );
}

const valuesOf = (row: ControlRow): Row => [
  row.current,
  row.max,
  row.healthy,
  row.unhealthy,
  row.notApplicable,
  0,
];

const same = (one: Row, other: Row | undefined) => one.every((value, index) => value === other?.[index]);
