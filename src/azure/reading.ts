import { IncompleteRead } from '../core/errors.ts';
import type { Log } from '../ports.ts';
import type { Arm } from './arm.ts';
import { type RequestScope, readPages } from './resource-graph.ts';
import { type Parsed, parseRows, type Reader } from './rows.ts';

/** One reading of Azure: where it asks, and what it has noticed on the way. */
export type Reading = {
  arm: Arm;
  log: Log;
  /** Malformed rows by kind. */
  rejected: Record<string, number>;
  /** Subscriptions that a malformed row may have belonged to; `everything`: any of them. */
  unread: Set<string>;
  everything: boolean;
  /** Kinds of which a row came that does not say whose it is: who has none of these may be its owner. */
  lost: Set<string>;
  /** Subscriptions and connectors stored so far, lower case. */
  known: ReadonlySet<string>;
};

export type Slice = { k: number; of: number } | null;
/** `count`: rows as Azure sent them, the malformed ones too. */
export type Rows<T> = { kind: 'rows'; rows: T[]; count: number };
export type Outcome<T> = Rows<T> | { kind: 'no-role' } | { kind: 'too-many'; total: number };

export function startReading(arm: Arm, log: Log, known: readonly string[] = []): Reading {
  const stored = new Set(known.map((id) => id.toLowerCase()));
  return { arm, log, rejected: {}, unread: new Set(), everything: false, lost: new Set(), known: stored };
}

/** All rows of one query, read a second time where rows were missing: a tenant moves while it is read. */
export async function readRows<T>(
  reading: Reading,
  reader: Reader<T>,
  query: string,
  scope: RequestScope,
  most = Number.POSITIVE_INFINITY,
): Promise<Outcome<T>> {
  const once = () => readOnce(reading, reader, query, scope, most);
  return once().catch((error: unknown) => {
    if (error instanceof IncompleteRead) return once();
    throw error;
  });
}

async function readOnce<T>(
  reading: Reading,
  reader: Reader<T>,
  query: string,
  scope: RequestScope,
  most: number,
): Promise<Outcome<T>> {
  const pages: Parsed<T>[] = [];
  let count = 0;
  for await (const page of readPages(reading.arm, query, scope)) {
    if (page.kind === 'no-role') return page;
    if (page.total > most) return { kind: 'too-many', total: page.total };
    count += page.rows.length;
    pages.push(parseRows(reader, page.rows));
  }
  for (const page of pages) note(reading, reader, page);
  return { kind: 'rows', rows: pages.flatMap((page) => page.rows), count };
}

/** Malformed rows are counted, and told once a kind. */
function note<T>(reading: Reading, { kind, doubt }: Reader<T>, parsed: Parsed<T>): void {
  const { rejected, problem, unread, orphans, near } = parsed;
  if (rejected > 0) count(reading, kind, rejected, problem);
  for (const id of unread) reading.unread.add(id);
  if (orphans === 0 || doubt === 'nobody') return;
  if (doubt === 'absent') reading.lost.add(kind);
  // Better unread than wrong; but where nothing is stored, nothing can look deleted.
  else if (reading.known.size > 0) {
    for (const id of near) reading.unread.add(id);
    reading.everything ||= near.length === 0;
  }
}

export function count(reading: Reading, kind: string, times: number, problem: string | null): void {
  const before = reading.rejected[kind] ?? 0;
  if (before === 0)
    reading.log.warn('Azure sent a row that does not fit; others like it are only counted', {
      kind,
      problem,
    });
  reading.rejected[kind] = before + times;
}

/** `whole`: rows that one chain of pages may have; `each`: rows that a slice aims at; `most`: rows that it may have. */
export type Slicing = { whole: number; each: number; most: number };

/**
 * Reads a query in slices where it is too long for one chain, so that its pages stay stable and memory bounded. The
 * slices together must be the whole, within what a tenant moves while it is read: a hash that answers below zero
 * would lose half of the rows without a word.
 */
export async function* readSlices<T>(
  reading: Reading,
  reader: Reader<T>,
  query: (slice: Slice) => string,
  scope: RequestScope,
  { whole, each, most }: Slicing,
): AsyncGenerator<{ slice: Slice; outcome: Rows<T> | { kind: 'no-role' } }> {
  const first = await readRows(reading, reader, query(null), scope, whole);
  if (first.kind !== 'too-many') return yield { slice: null, outcome: first };
  const of = Math.ceil(first.total / each);
  let seen = 0;
  for (let k = 0; k < of; k += 1) {
    const slice = { k, of };
    const outcome = await readRows(reading, reader, query(slice), scope, most);
    if (outcome.kind === 'too-many')
      throw new IncompleteRead(`Azure has ${outcome.total} rows where ${most} fit.`);
    yield { slice, outcome };
    if (outcome.kind === 'no-role') return;
    seen += outcome.count;
  }
  if (Math.abs(seen - first.total) > first.total * DRIFT) {
    throw new IncompleteRead(`Azure counts ${first.total} rows and sent ${seen} in ${of} slices.`);
  }
}

const DRIFT = 0.05;
