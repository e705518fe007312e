import { closeSync, fsyncSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { assessmentRows, containerRow, controlRows, groupRow, recommendationRow, scoreRow } from './rows.ts';
import { PER_RESOURCE, RESOURCES, type Tenant, times } from './tenant.ts';

/** Resource Graph's largest page, and what the product reads in one slice. */
const PAGE_ROWS = 1000;
export const SLICE_ROWS = 20_000;

/** Pages of answers, by what was asked: `scores`, `assessments`, `assessments 3/11`. */
export type Pages = {
  keys(): string[];
  /** How many pages answer this. */
  count(key: string): number;
  page(key: string, at: number): Buffer;
  close(): void;
};

/** Every page that a snapshot of the tenant asks for, as the bytes of Resource Graph's answer. */
export function* answersOf(tenant: Tenant): Generator<{ key: string; page: Buffer }> {
  const all = times(tenant.subscriptions.length, (index) => index);
  yield* paged('containers', [groupRow(), ...all.map((at) => containerRow(tenant, at))]);
  yield* paged('recommendations', tenant.recommendations.map(recommendationRow));
  yield* paged(
    'scores',
    all.map((at) => scoreRow(tenant, at)),
  );
  yield* paged(
    'definitions',
    all.flatMap((at) => controlRows(tenant, at, true)),
  );
  const total = tenant.states.reduce((sum, state) => sum + (state === 0 ? 0 : 1), 0);
  const slices = total > SLICE_ROWS ? Math.ceil(total / SLICE_ROWS) : 1;
  for (let slice = 0; slice < slices; slice += 1) {
    const own = all.filter((at) => at % slices === slice);
    const name = slices === 1 ? '' : ` ${slice}/${slices}`;
    yield* paged(
      `controls${name}`,
      own.flatMap((at) => controlRows(tenant, at, false)),
    );
    yield* paged(`scores${name}`, slices === 1 ? [] : own.map((at) => scoreRow(tenant, at)));
    yield* paged(
      `assessments${name}`,
      rowsOf(tenant, own),
      own.reduce((sum, at) => sum + present(tenant, at), 0),
    );
  }
  // What does not fit one chain of pages shows its first page, with the count of all.
  if (slices > 1)
    yield {
      key: 'assessments',
      page: envelope([...assessmentRows(tenant, 0)].slice(0, PAGE_ROWS), total, 1),
    };
}

function* rowsOf(tenant: Tenant, subscriptions: readonly number[]): Generator<string> {
  for (const at of subscriptions) yield* assessmentRows(tenant, at);
}

function present({ states }: Tenant, subscription: number): number {
  const size = RESOURCES * PER_RESOURCE;
  const own = states.subarray(subscription * size, (subscription + 1) * size);
  return own.reduce((sum, state) => sum + (state === 0 ? 0 : 1), 0);
}

function* paged(key: string, rows: Iterable<string> | readonly string[], count?: number) {
  const total = count ?? (rows as readonly string[]).length;
  let sent = 0;
  let page: string[] = [];
  for (const row of rows) {
    page.push(row);
    sent += 1;
    if (page.length < PAGE_ROWS && sent < total) continue;
    yield { key, page: envelope(page, total, sent < total ? sent / PAGE_ROWS : null) };
    page = [];
  }
  if (total === 0) yield { key, page: envelope([], 0, null) };
}

function envelope(rows: readonly string[], total: number, next: number | null): Buffer {
  const token = next === null ? '' : `,"$skipToken":"${next}"`;
  return Buffer.from(
    `{"totalRecords":${total},"count":${rows.length},"data":[${rows.join(',')}],"facets":[],"resultTruncated":"false"${token}}`,
  );
}

/** In memory: for small tenants and tests. */
export function keepPages(tenant: Tenant): Pages {
  const pages = Map.groupBy(answersOf(tenant), ({ key }) => key);
  return {
    keys: () => [...pages.keys()],
    count: (key) => pages.get(key)?.length ?? 0,
    page: (key, at) => pages.get(key)?.[at]?.page ?? missing(key, at),
    close: () => {},
  };
}

/** Offset and length of each page in the file, by key. */
type Index = Record<string, [offset: number, length: number][]>;

/** In a file: `openPages` reads page by page, so that any tenant needs the memory of one, `holdPages` all at once. */
export function writePages(file: string, tenant: Tenant): void {
  const index: Index = {};
  const output = openSync(file, 'w');
  let offset = 0;
  for (const { key, page } of answersOf(tenant)) {
    const places = index[key] ?? [];
    index[key] = places;
    places.push([offset, page.length]);
    offset += writeSync(output, page);
  }
  // Or the disk would still be busy with it while somebody else's time is taken.
  fsyncSync(output);
  closeSync(output);
  writeFileSync(`${file}.index`, JSON.stringify(index));
}

export function openPages(file: string): Pages {
  const index = JSON.parse(readFileSync(`${file}.index`, 'utf8')) as Index;
  const input = openSync(file, 'r');
  return {
    keys: () => Object.keys(index),
    count: (key) => index[key]?.length ?? 0,
    page: (key, at) => {
      const [offset, length] = index[key]?.[at] ?? missing(key, at);
      const bytes = Buffer.allocUnsafe(length);
      readSync(input, bytes, 0, length, offset);
      return bytes;
    },
    close: () => closeSync(input),
  };
}

/** For clocks: what a file takes to read is nobody's merit. */
export function holdPages(file: string): Pages {
  const index = JSON.parse(readFileSync(`${file}.index`, 'utf8')) as Index;
  const bytes = readFileSync(file);
  return {
    keys: () => Object.keys(index),
    count: (key) => index[key]?.length ?? 0,
    page: (key, at) => {
      const [offset, length] = index[key]?.[at] ?? missing(key, at);
      return bytes.subarray(offset, offset + length);
    },
    close: () => {},
  };
}

function missing(key: string, at: number): never {
  throw new Error(`The tenant has no page ${at} of "${key}": does the product ask for something new?`);
}
