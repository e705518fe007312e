import { aChange, type Weighed, weigh } from './bytes/grown.ts';
import { growths } from './bytes/peers.ts';
import { bench, type Report } from './case.ts';
import { prepareDays } from './ingest/days.ts';
import { PER_RESOURCE, RESOURCES, SCALES } from './tenant.ts';

const YEAR = 365;
/** As many changes in a month of days as in a month of hours. */
const DAYS = 30;
const HOURS = 24 * DAYS;
const MEGABYTE = 2 ** 20;

/** What the file holds besides the newest state, by what asks for it. */
const PARTS = {
  'the log': ['change'],
  'the states in controls': ['flow', 'presence'],
  scores: ['control_score', 'score'],
} as const;

async function year(report: Report): Promise<{ short: Weighed; long: Weighed }> {
  const scale = SCALES[report.size];
  const [short, long] = [await weigh(scale, 2), await weigh(scale, YEAR)];
  report.figure({ case: 'file after a year', value: long.bytes / MEGABYTE, unit: 'MB' });
  report.figure({ case: 'a change, daily', value: aChange(short, long), unit: 'bytes', bound: 120 });
  for (const [of, tables] of Object.entries(PARTS))
    report.figure({ case: `a change, daily, ${of}`, value: aChange(short, long, tables), unit: 'bytes' });
  return { short, long };
}

/** A change costs the same in a tenant of another size. */
async function besideOther(report: Report, own: { short: Weighed; long: Weighed }): Promise<void> {
  const other = report.size === '10k' ? '210k' : '10k';
  const [short, long] = [await weigh(SCALES[other], 2), await weigh(SCALES[other], YEAR)];
  const [one, two] = [aChange(own.short, own.long), aChange(short, long)];
  const value = Math.max(one, two) / Math.min(one, two);
  report.figure({ case: `a change, against one of ${other}`, value, unit: '×', bound: 1.25 });
}

/** The same changes in 24 times as many snapshots, each of which moves the score: Azure works it out every 8 hours. */
async function hourly(report: Report, short: Weighed): Promise<void> {
  const scale = SCALES[report.size];
  const anHour = Math.max(1, Math.round((0.0035 * scale.subscriptions * RESOURCES * PER_RESOURCE) / 24));
  const [hours, days] = [await weigh(scale, HOURS, anHour), await weigh(scale, DAYS, 24 * anHour)];
  const thrice = aChange(short, await weigh(scale, 3 * DAYS, 8 * anHour));
  report.figure({ case: 'a change, three times a day', value: thrice, unit: 'bytes', bound: 120 });
  report.figure({ case: 'a change, hourly', value: aChange(short, hours), unit: 'bytes', bound: 150 });
  for (const [of, tables] of Object.entries(PARTS)) {
    const value = aChange(short, hours, tables) / aChange(short, days, tables);
    const bound = of === 'the log' ? { bound: 1.1 } : {};
    report.figure({ case: `a change, hourly against daily, ${of}`, value, unit: '×', ...bound });
  }
}

async function besidePeers(report: Report): Promise<void> {
  const days = prepareDays(report.size);
  try {
    const { scoreline: own = null, ...peers } = Object.fromEntries(await growths(days));
    if (own === null) throw new Error('The product stored nothing');
    report.figure({ case: 'an ordinary snapshot', value: own, unit: 'bytes' });
    for (const [name, bytes] of Object.entries(peers)) {
      if (bytes === null) report.skipped('an ordinary snapshot', name);
      else report.figure({ case: `an ordinary snapshot, ${name}`, value: bytes / own, unit: '×' });
    }
  } finally {
    days.close();
  }
}

/** What history takes on disk. */
await bench('bytes', async (report) => {
  const own = await year(report);
  await besideOther(report, own);
  await hourly(report, own.short);
  await besidePeers(report);
});
