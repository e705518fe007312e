import type { Sql } from '../sql.ts';
import type { Plan } from './plan.ts';

const OPEN = `insert into control_recommendation (control_id, recommendation_id, from_snapshot, to_snapshot)
  values ($1, $2, $3, null)`;
const CLOSE = `update control_recommendation set to_snapshot = $3
  where control_id = $1 and recommendation_id = $2 and to_snapshot is null`;
const DROP_SOLES = 'delete from sole where control_id = $1';

/** By recommendation, the controls in which it counts, in ascending order. */
export type Members = ReadonlyMap<number, readonly number[]>;

/** Which recommendations a control's definition lists: stored, and in this reading. */
export type Membership = {
  /** A definition of this reading. */
  learn(control: number, recommendations: readonly number[]): void;
  /** As learnt so far, without those for which `preview` holds. */
  counting(preview: (recommendation: number) => boolean): Members;
  /** By control, what is listed now. */
  write(plan: Plan, snapshot: number, complete: boolean): void;
};

/**
 * A control that the reading does not list may belong to a subscription that was not read, so its definition stays.
 * Only a complete reading closes it. (No flow is written for that: its cells say that the control is gone.)
 */
export async function readMembership(sql: Sql): Promise<Membership> {
  type Stored = { control_id: number; recommendation_id: number };
  const stored = await sql.all<Stored>(
    'select control_id, recommendation_id from control_recommendation where to_snapshot is null',
  );
  const before = Map.groupBy(stored, (row) => row.control_id);
  const listed = new Map<number, ReadonlySet<number>>();
  for (const [control, rows] of before)
    listed.set(control, new Set(rows.map((row) => row.recommendation_id)));
  const was = new Map(listed);
  const learnt = new Set<number>();
  return {
    learn: (control, recommendations) => {
      listed.set(control, new Set(recommendations));
      learnt.add(control);
    },
    counting: (preview) => membersOf(listed, preview),
    write: (plan, snapshot, complete) => {
      for (const control of complete ? [...listed.keys()].filter((id) => !learnt.has(id)) : []) {
        listed.set(control, new Set());
        if ((was.get(control)?.size ?? 0) > 0) plan.add(DROP_SOLES, [control]);
      }
      for (const [control, now] of listed) {
        const old = was.get(control) ?? new Set();
        for (const id of now) if (!old.has(id)) plan.add(OPEN, [control, id, snapshot]);
        for (const id of old) if (!now.has(id)) plan.add(CLOSE, [control, id, snapshot]);
      }
    },
  };
}

/** Where each recommendation counts, of what controls list, without those for which `preview` holds. */
export function membersOf(
  listed: ReadonlyMap<number, ReadonlySet<number>>,
  preview: (id: number) => boolean,
): Members {
  const members = new Map<number, number[]>();
  for (const control of [...listed.keys()].sort((a, b) => a - b)) {
    for (const id of listed.get(control) ?? []) {
      if (preview(id)) continue;
      const controls = members.get(id);
      if (controls === undefined) members.set(id, [control]);
      else controls.push(control);
    }
  }
  return members;
}

/** Whether any recommendation counts elsewhere than before. */
export function differ(one: Members, other: Members): boolean {
  const text = (members: Members) => JSON.stringify([...members].sort(([a], [b]) => a - b));
  return text(one) !== text(other);
}
