import Database from 'better-sqlite3';
import { createTenant, type Scale } from '../tenant.ts';
import { readIds } from '../year.ts';

/** An assessment and its state, in the product's numbers. */
export type Stated = readonly [resource: number, recommendation: number, state: number];

/** A year of a tenant lived through once more, without the product. */
export type History = {
  /** The rows that are there at a snapshot, in the order of their numbers. */
  rowsAt(snapshot: number): Stated[];
  /** Assessments and the snapshots from and until which they were in a state; `until` null: still. */
  spells(): Iterable<readonly [...Stated, from: number, until: number | null]>;
};

/** Up to `last`, which is a snapshot that nothing but an ordinary day led to. `file`: tells the product's numbers. */
export function liveThrough(scale: Scale, file: string, keep: readonly number[], last: number): History {
  const tenant = createTenant(scale);
  const database = new Database(file, { readonly: true });
  const ids = readIds(database, tenant);
  database.close();
  const kept = new Map<number, Uint8Array>();
  const since = new Uint16Array(tenant.states.length).fill(1);
  const closed: (readonly [row: number, state: number, from: number, until: number])[] = [];
  for (let snapshot = 1; ; ) {
    if (keep.includes(snapshot)) kept.set(snapshot, tenant.states.slice());
    if (snapshot === last) break;
    const before = tenant.states.slice();
    snapshot += 1;
    for (const row of tenant.advance()) {
      const state = before[row] ?? 0;
      if (state === tenant.states[row]) continue;
      closed.push([row, state, since[row] ?? 1, snapshot]);
      since[row] = snapshot;
    }
  }
  const stated = (row: number, state: number): Stated => [...ids.of(row), ids.state(state)];
  return {
    rowsAt: (snapshot) => {
      const rows = [...(kept.get(snapshot) ?? [])].map((state, row) => [row, state] as const);
      return inOrder(rows.filter(([, state]) => state !== 0).map(([row, state]) => stated(row, state)));
    },
    *spells() {
      for (const [row, state, from, until] of closed)
        if (state !== 0) yield [...stated(row, state), from, until] as const;
      for (const [row, state] of tenant.states.entries())
        if (state !== 0) yield [...stated(row, state), since[row] ?? 1, null] as const;
    },
  };
}

const inOrder = (rows: Stated[]) => rows.sort(([a, c], [b, d]) => a - b || c - d);
