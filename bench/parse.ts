import { checkAssessment } from '../src/azure/assessment-check.ts';
import { createAssessmentReader } from '../src/azure/assessment-rows.ts';
import { parseRows } from '../src/azure/rows.ts';
import { bench, type Report } from './case.ts';
import { keepPages } from './pages.ts';
import { byHand, type Check, withTypeBox, withValibot, withZod } from './parse/checks.ts';
import { storedPage } from './parse/stored.ts';
import { lines, readLine } from './parse/worst-line.ts';
import { race } from './race.ts';
import { createTenant } from './tenant.ts';

const ROUNDS = 15;
/** So often are the rows of five subscriptions looked at in a round. */
const TIMES = 10;

type Page = { data: unknown[] };

/** What a row costs per stage. A row costs the same in any tenant, so the size changes nothing here. */
async function rows(report: Report): Promise<void> {
  const tenant = createTenant({ subscriptions: 5 });
  const pages = keepPages(tenant);
  const texts = Array.from({ length: pages.count('assessments') }, (_, at) =>
    pages.page('assessments', at).toString(),
  );
  const raw = texts.flatMap((text) => (JSON.parse(text) as Page).data);
  const checks = await openChecks(report);
  for (const [name, check] of Object.entries(checks)) expectTells(name, check, raw[0]);
  const all = (check: Check) => () => {
    let good = 0;
    for (let time = 0; time < TIMES; time += 1) for (const row of raw) good += check(row) ? 1 : 0;
    if (good !== raw.length * TIMES) throw new Error(`${raw.length * TIMES - good} good rows were refused`);
  };
  const took = await race(
    {
      'JSON.parse': () => {
        for (let time = 0; time < TIMES; time += 1) for (const text of texts) JSON.parse(text);
      },
      'check and map': () => {
        for (let time = 0; time < TIMES; time += 1) parseRows(createAssessmentReader(), raw);
      },
      scoreline: all(scoreline),
      ...Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, all(check)])),
    },
    ROUNDS,
  );
  const known = { rows: raw.length * TIMES, reps: ROUNDS };
  const ms = took.scoreline;
  report.ratio({
    case: 'validation',
    peer: 'JSON.parse',
    ms,
    peerMs: took['JSON.parse'],
    bound: 0.15,
    ...known,
  });
  for (const [peer, peerMs] of Object.entries(took)) {
    if (peer in checks) report.ratio({ case: 'validation', peer, ms, peerMs, ...known });
  }
  const mapped = { ms: took['check and map'], peerMs: took['JSON.parse'] };
  report.ratio({ case: 'validation and mapping', peer: 'JSON.parse', ...mapped, ...known });
}

const scoreline: Check = (row) => typeof checkAssessment(row) !== 'string';

async function openChecks(report: Report): Promise<Record<string, Check>> {
  const checks: Record<string, Check> = { 'hand-written check': byHand, zod: withZod };
  for (const [name, open] of [
    ['typebox', withTypeBox],
    ['valibot', withValibot],
  ] as const) {
    const check = await open();
    if (check === null) report.skipped('validation', name);
    else checks[name] = check;
  }
  return checks;
}

/** No clock starts before each tells a good row from one whose status is no text. */
function expectTells(name: string, check: Check, row: unknown): void {
  for (const one of [check, scoreline]) {
    const broken = { ...(row as object), code: 7 };
    if (!one(row) || one(broken)) throw new Error(`${name} and the product do not agree about a row`);
  }
}

/** Projected by the query against whole rows, per row. */
async function projection(report: Report): Promise<void> {
  const tenant = createTenant({ subscriptions: 1 });
  const pages = keepPages(tenant);
  const texts = Array.from({ length: pages.count('assessments') }, (_, at) =>
    pages.page('assessments', at).toString(),
  );
  const stored = storedPage(tenant);
  const count = (text: string) => (JSON.parse(text) as Page).data.length;
  const rows = count(stored);
  if (texts.reduce((sum, text) => sum + count(text), 0) !== rows) throw new Error('Not the same rows');
  const took = await race({ projected: () => texts.forEach(count), stored: () => count(stored) }, ROUNDS);
  const times = { ms: took.projected, peerMs: took.stored };
  report.ratio({ case: 'JSON.parse, projected', peer: 'as Azure stores it', ...times, rows, reps: ROUNDS });
}

/** The longest line that the grammar reads, at the worst of its words: the loop stands still meanwhile. */
async function grammar(report: Report): Promise<void> {
  const took = await race(Object.fromEntries(lines.map((line) => [line, () => readLine(line)])), ROUNDS);
  report.figure({
    case: 'the worst line at 500 scopes',
    value: Math.max(...Object.values(took)),
    unit: 'ms',
    bound: 50,
  });
}

await bench('parse', async (report) => {
  await rows(report);
  await projection(report);
  await grammar(report);
});
