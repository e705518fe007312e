import type { Health } from '../../core/snapshot.ts';
import type { Sql } from '../sql.ts';
import type { Plan } from './plan.ts';

const INSERT = 'insert into state (id, status, cause) values ($1, $2, $3)';

/** State 0: there is no such assessment. */
export const ABSENT = 0;

type Known = { status: Health | 'absent'; exempt: boolean };

/** The pairs of status and cause that assessments were ever seen in, by number. */
export type States = {
  id(status: Health, cause: string): number;
  status(id: number): Health | 'absent';
  exempt(id: number): boolean;
};

/** Reads the stored states; new ones are added to the plan. */
export async function readStates(sql: Sql, plan: Plan): Promise<States> {
  type Stored = { id: number; status: Health | 'absent'; cause: string };
  const rows = await sql.all<Stored>('select id, status, cause from state order by id');
  // Ids count up from 0 without gaps, so that a list finds them fastest: this is asked several times per assessment.
  const known: Known[] = rows.map(({ status, cause }) => ({ status, exempt: isExempt(cause) }));
  const ids = new Map<string, Map<string, number>>();
  const note = (status: string, cause: string, id: number) => {
    const causes = ids.get(status) ?? new Map<string, number>();
    ids.set(status, causes.set(cause, id));
  };
  for (const { id, status, cause } of rows) note(status, cause, id);
  const learn = (status: Health, cause: string) => {
    const id = known.push({ status, exempt: isExempt(cause) }) - 1;
    note(status, cause, id);
    plan.add(INSERT, [id, status, cause]);
    return id;
  };
  return {
    id: (status, cause) => ids.get(status)?.get(cause) ?? learn(status, cause),
    status: (id) => known[id]?.status ?? 'absent',
    exempt: (id) => known[id]?.exempt ?? false,
  };
}

/** Azure's word for an exempted resource, whichever kind of exemption it is. */
const isExempt = (cause: string) => cause.toLowerCase() === 'exempt';
