import { CARRIED_HOURS, explanationOf } from '../../src/answers/explain.ts';
import type { World } from '../../src/answers/world.ts';
import { createLog } from '../../src/core/diff.ts';
import { daysAgo } from '../../src/core/period.ts';
import { ALL } from '../../src/core/scope.ts';
import type { Report, Size } from '../case.ts';
import { race } from '../race.ts';
import type { Asked } from './world.ts';

const ROUNDS: Record<Size, number> = { '10k': 15, '210k': 7, '1m': 3 };
/** Of a small tenant the statements cost more than their rows. */
const BOUND: Record<Size, number> = { '10k': 3.5, '210k': 2.5, '1m': 2.5 };
const DAY = 86_400_000;

const CASES = [
  { of: 'explain a day of all', days: 1 },
  { of: 'explain 8 weeks of all', days: 56 },
  { of: 'explain a year of all', days: 364 },
] as const;

/** So many resources of a contribution are named. */
const NAMED = 50;

/**
 * Explaining, beside what it cannot do without: the log of the stretch in memory, the controls of its ends, and the
 * names of what is shown.
 */
export async function besideReads(report: Report, { world }: Asked): Promise<void> {
  for (const { of, days } of CASES) {
    const stretch = await stretchOf(world, days);
    const changes = await world.posture.log.changes({ from: stretch.early, to: stretch.to });
    const explain = () => explanationOf(world, ALL, daysAgo(days), 'UTC');
    const { causes } = await explain();
    const shown = [...new Set(causes.flatMap(({ resources }) => resources.slice(0, NAMED)))];
    const known = { reps: ROUNDS[report.size], rows: changes };
    const took = await race({ explain, read: () => read(world, stretch, shown) }, known.reps, {
      collect: false,
    });
    const peer = 'reading log, controls, names';
    const times = { ms: took.explain, peerMs: took.read, bound: BOUND[report.size] };
    report.ratio({ ...known, ...times, case: of, peer });
    const value = (1_000 * (took.explain - took.read)) / changes;
    report.figure({ case: `${of}, beside reading, a change`, value, unit: 'µs' });
  }
}

/** Snapshots: the ends of what is asked, and the one since which Azure may still owe something. */
type Stretch = { early: number; from: number; to: number };

async function stretchOf({ posture, now, latest }: World, days: number): Promise<Stretch> {
  const before = now.getTime() - days * DAY;
  const moments = [before, before - (CARRIED_HOURS / 24) * DAY].map((at) => new Date(at));
  const [from, early] = await posture.snapshotsAt(moments);
  if (from === undefined || early === undefined) throw new Error('A year has a snapshot a day');
  return { early: early.id, from: from.id, to: latest.id };
}

async function read({ posture }: World, { early, from, to }: Stretch, shown: number[]): Promise<void> {
  const { definitions, slices } = await posture.log.read({ from: early, to, ids: null });
  const log = createLog(definitions);
  for await (const slice of slices) log.add(slice);
  for (const at of [from, to]) await posture.cells(at, null);
  await posture.log.cellSteps({ from: early, to: from, ids: null });
  await posture.log.resources(shown);
}
