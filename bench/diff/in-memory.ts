import { loadPeer } from '../peers.ts';
import { type Diff, keyOf, type Subject, turnOf } from './diff.ts';
import type { History } from './history.ts';

/** By resource and recommendation, its state: a whole snapshot as one JSON document. */
type Document = Record<string, Record<string, number>>;

/** As much of each as is used here. */
type Change = { type: string; path: (string | number)[]; value?: unknown; oldValue?: unknown };
type Microdiff = { default(before: Document, after: Document): Change[] };
type Operation = { op: string; path: string; value?: unknown };
type Patch = { default: { compare(before: Document, after: Document): Operation[] } };

/** Both documents are in memory before the clock starts. */
export async function openInMemory(
  history: History,
  snapshots: readonly number[],
): Promise<{ name: string; subject: Subject | null }[]> {
  const documents = new Map(snapshots.map((snapshot) => [snapshot, documentOf(history, snapshot)]));
  const at = (snapshot: number) => documents.get(snapshot) ?? {};
  const [micro, patch] = [await loadPeer<Microdiff>('microdiff'), await loadPeer<Patch>('fast-json-patch')];
  const subject = (name: string, paths: (before: Document, after: Document) => string[][]): Subject => ({
    name,
    diff: ({ from, to }) => diffAt(paths(at(from), at(to)), at(from), at(to)),
    close: () => {},
  });
  const changed = (module: Microdiff) => (before: Document, after: Document) =>
    module.default(before, after).map(({ path }) => path.map(String));
  const patched = (module: Patch) => (before: Document, after: Document) =>
    module.default.compare(before, after).map(({ path }) => path.slice(1).split('/'));
  return [
    { name: 'microdiff', subject: micro === null ? null : subject('microdiff', changed(micro)) },
    { name: 'fast-json-patch', subject: patch === null ? null : subject('fast-json-patch', patched(patch)) },
  ];
}

function documentOf(history: History, snapshot: number): Document {
  const document: Document = {};
  for (const [resource, recommendation, state] of history.rowsAt(snapshot)) {
    const own = document[resource] ?? {};
    document[resource] = own;
    own[recommendation] = state;
  }
  return document;
}

/** What they name is an assessment, or a resource that is on one side only. */
function diffAt(paths: readonly (readonly string[])[], before: Document, after: Document): Diff {
  const diff: Diff = new Map();
  for (const [resource = '', recommendation] of paths) {
    const [was = {}, is = {}] = [before[resource], after[resource]];
    const named = recommendation === undefined ? Object.keys({ ...was, ...is }) : [recommendation];
    for (const one of named)
      diff.set(keyOf(Number(resource), Number(one)), turnOf(was[one] ?? 0, is[one] ?? 0));
  }
  return diff;
}
