import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Days } from '../ingest/days.ts';
import { openDuckDb } from '../ingest/duckdb.ts';
import { fingerprint, wordsOf } from '../ingest/rows.ts';
import { openScoreline } from '../ingest/scoreline.ts';
import { openBlob, openFullRows, openScd2, openUpsertAll } from '../ingest/sqlite-peers.ts';
import type { Subject } from '../ingest/subject.ts';

type Open = (folder: string) => Promise<Subject | null> | Subject;

const SUBJECTS: Readonly<Record<string, Open>> = {
  scoreline: openScoreline,
  'full rows': openFullRows,
  'upsert every row': openUpsertAll,
  'zstd JSON blob': openBlob,
  'DuckDB appender': openDuckDb,
  SCD2: openScd2,
};

/** One snapshot more is a page or nothing, so some are averaged. */
const MORE = 8;

/** By name, the bytes by which an ordinary snapshot lets the file grow; null where it is not installed. */
export async function growths(days: Days): Promise<ReadonlyMap<string, number | null>> {
  const found = new Map<string, number | null>();
  for (const [name, open] of Object.entries(SUBJECTS)) {
    const [short, long] = [await sizeAfter(days, name, open, 2), await sizeAfter(days, name, open, 2 + MORE)];
    found.set(name, short === null || long === null ? null : (long - short) / MORE);
  }
  return found;
}

/** The same two days in turns: each time the same rows change. What is stored at the end is what was sent. */
async function sizeAfter(days: Days, name: string, open: Open, snapshots: number): Promise<number | null> {
  const folder = join(days.folder, `${name.replaceAll(' ', '-')}-${snapshots}`);
  mkdirSync(folder);
  const subject = await open(folder);
  if (subject === null) return null;
  const dayOf = (at: number) => (at % 2 === 0 ? days.before : days.after);
  for (let at = 0; at < snapshots; at += 1) await subject.take(dayOf(at));
  const [sent, stored] = [fingerprint(wordsOf(dayOf(snapshots - 1))), fingerprint(await subject.read())];
  if (stored !== sent) throw new Error(`${name} stored ${stored} where Azure sent ${sent}`);
  await subject.close();
  return readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}
