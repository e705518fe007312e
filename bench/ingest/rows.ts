import type { Pages } from '../pages.ts';

/** The columns of a row that every peer stores. */
export type Stored = { resourceId: string; assessmentKey: string; code: string; cause: string };

/** Every assessment row, page by page: parsed, and not looked at further. */
export function* parsedRows(pages: Pages): Generator<readonly Stored[]> {
  for (const key of pages.keys().filter(isNeeded)) {
    for (let at = 0; at < pages.count(key); at += 1) {
      const { data } = JSON.parse(pages.page(key, at).toString()) as { data: Stored[] };
      if (key.startsWith('assessments')) yield data;
    }
  }
}

/** What has to be read in any case. Where there are slices, the product also asks once without and for controls twice. */
const isNeeded = (key: string, _: number, keys: readonly string[]) =>
  keys.some((each) => each.startsWith('assessments '))
    ? !['assessments'].includes(key) && !/^(controls|scores) /.test(key)
    : key !== 'controls';

/** A number that two lists of rows have in common if and only if (as good as) they hold the same, in any order. */
export function fingerprint(rows: Iterable<readonly [string, string, string, string]>): string {
  let count = 0;
  let sum = 0;
  for (const row of rows) {
    count += 1;
    sum = (sum + hash(row.join(' ').toLowerCase())) % Number.MAX_SAFE_INTEGER;
  }
  return `${count} rows, ${sum}`;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

export function* wordsOf(pages: Pages): Generator<[string, string, string, string]> {
  for (const rows of parsedRows(pages)) {
    for (const { resourceId, assessmentKey, code, cause } of rows)
      yield [resourceId, assessmentKey, code, cause];
  }
}
