import type { Row, Value } from '../sql.ts';
import type { Plan } from './plan.ts';

/** Things that Azure names and we number, counting on from the largest number stored; each with a row of values. */
export type Register = {
  id(azureId: string): number | undefined;
  /** The number of a thing that has these values from now on. */
  set(azureId: string, values: Row): number;
  /** The number of a thing; these values are for one that is new. */
  ensure(azureId: string, values: Row): number;
  values(id: number): Row;
  /** Adds every row that is new or not as it was: number, name, values. */
  write(plan: Plan): void;
};

/** `insert` writes one row, over an older one where there is one. */
export function createRegister(
  insert: string,
  stored: readonly (readonly [number, string, ...Value[]])[],
): Register {
  const numbers = new Map(stored.map(([id, azureId]) => [azureId, id]));
  const rows = new Map(stored.map((row) => [row[0], row as Row]));
  const touched = new Set<number>();
  let largest = stored.reduce((most, [id]) => Math.max(most, id), 0);
  const put = (id: number, azureId: string, values: Row) => {
    rows.set(id, [id, azureId, ...values]);
    touched.add(id);
    return id;
  };
  const make = (azureId: string, values: Row) => {
    largest += 1;
    numbers.set(azureId, largest);
    return put(largest, azureId, values);
  };
  return {
    id: (azureId) => numbers.get(azureId),
    set: (azureId, values) => {
      const id = numbers.get(azureId);
      if (id === undefined) return make(azureId, values);
      const same = values.every((value, index) => rows.get(id)?.[index + 2] === value);
      return same ? id : put(id, azureId, values);
    },
    ensure: (azureId, values) => numbers.get(azureId) ?? make(azureId, values),
    values: (id) => rows.get(id)?.slice(2) ?? [],
    write: (plan) => {
      for (const id of touched) plan.add(insert, rows.get(id) ?? []);
      touched.clear();
    },
  };
}
