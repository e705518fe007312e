import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFakeSource, type virtualTimer } from '../test/support/azure/source.ts';
import { serveAzure } from './azure-pages.ts';
import { bench, type Report } from './case.ts';
import { openPages, type Pages, writePages } from './pages.ts';
import { createTenant, SCALES } from './tenant.ts';

/** What Resource Graph allows in a window, and how long that is. */
const ALLOWED = 15;
const WINDOW_MS = 5000;
/** What we take of it. */
const OURS = 10;
/** Questions that are asked once a snapshot: places, recommendations, definitions, scores, and how many assessments. */
const ONCE = 6;

/** Resource Graph's own counting, by the clock of the fake. `others`: requests of each window that somebody else sends. */
function quotaOf(clock: () => ReturnType<typeof virtualTimer> | undefined, others: number) {
  const counted = { overdrawn: 0 };
  const used = new Map<number, number>();
  const quota = (): Record<string, string> => {
    const now = clock()?.now() ?? 0;
    const window = Math.floor(now / WINDOW_MS);
    const before = used.get(window) ?? others;
    if (before >= ALLOWED) counted.overdrawn += 1;
    used.set(window, before + 1);
    const seconds = Math.ceil(((window + 1) * WINDOW_MS - now) / 1000);
    return {
      'x-ms-user-quota-remaining': String(Math.max(0, ALLOWED - before - 1)),
      'x-ms-user-quota-resets-after': `00:00:0${seconds}`,
    };
  };
  return { counted, quota };
}

/** Reads the whole tenant with a clock that only waiting moves. */
async function read(pages: Pages, others: number) {
  const opened: { timer?: ReturnType<typeof virtualTimer> } = {};
  const { counted, quota } = quotaOf(() => opened.timer, others);
  const fake = await serveAzure(pages, { quota });
  const { source, arm, timer } = openFakeSource(fake);
  opened.timer = timer;
  for await (const _ of source.readSnapshot({ subscriptions: [], groups: [] }));
  await fake.close();
  return { requests: arm.requests(), seconds: timer.now() / 1000, overdrawn: counted.overdrawn };
}

/** Rows of all answers, and how many partitions their assessments are read in: each ends with a page that is not full. */
function sizeOf(pages: Pages): { rows: number; partitions: number } {
  const sliced = pages.keys().filter((key) => key.includes(' '));
  // In slices, the question without a slice only tells how many there are.
  const whole = pages
    .keys()
    .filter((key) => !key.includes(' ') && !(key === 'assessments' && sliced.length > 0));
  const rowsOf = (key: string) =>
    (JSON.parse(pages.page(key, 0).toString()) as { totalRecords: number }).totalRecords;
  return {
    rows: [...sliced, ...whole].reduce((sum, key) => sum + rowsOf(key), 0),
    partitions: sliced.filter((key) => key.startsWith('assessments ')).length,
  };
}

function print(
  report: Report,
  of: string,
  took: Awaited<ReturnType<typeof read>>,
  most: number,
  each: number,
): void {
  report.figure({ case: `requests${of}`, value: took.requests, unit: 'requests', bound: most });
  const windows = Math.ceil(took.requests / each) - 1;
  report.figure({
    case: `virtual time${of}`,
    value: took.seconds,
    unit: 's',
    bound: (11 * windows * WINDOW_MS) / 10_000,
  });
  report.figure({ case: `sent on an empty quota${of}`, value: took.overdrawn, unit: 'requests', bound: 0 });
}

/** A snapshot through the real SDK against a Resource Graph that counts, with a clock of its own. */
await bench('quota', async (report) => {
  const folder = mkdtempSync(join(tmpdir(), 'scoreline-quota-'));
  const file = join(folder, 'pages');
  writePages(file, createTenant(SCALES[report.size]));
  const pages = openPages(file);
  try {
    const { rows, partitions } = sizeOf(pages);
    const most = Math.ceil(rows / 1000) + partitions + ONCE;
    print(report, '', await read(pages, 0), most, OURS);
    print(report, ', others take 11 of 15', await read(pages, 11), most, ALLOWED - 11);
  } finally {
    pages.close();
    rmSync(folder, { recursive: true });
  }
});
