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
const BOUND: Record<Size, number> = { '10k': 2.5, '210k': 2, '1m': 2 };
const DAY = 86_400_000;

/** `times` as many rounds: what a process does before it is warm is not the question. */
const CASES = [
  { of: 'explain a day of all', days: 1, times: 5 },
  { of: 'explain 8 weeks of all', days: 56, times: 2 },
  { of: 'explain a year of all', days: 364, times: 1 },
] as const;

/**
 * Explaining, beside what it cannot do without: the log of the stretch in memory, the scores and controls of its ends,
 * and the names of what is shown.
 */
export async function besideReads(report: Report, { world }: Asked): Promise<void> {
  for (const { of, days, times } of CASES) {
    const stretch = await stretchOf(world, days);
    const changes = await world.posture.log.changes({ from: stretch.early, to: stretch.to });
    const explain = () => explanationOf(world, ALL, daysAgo(days), 'UTC');
    const shown = await namedBy(world, days);
    const known = { reps: times * ROUNDS[report.size], rows: changes };
    const took = await race({ explain, read: () => read(world, stretch, shown) }, known.reps, {
      collect: false,
    });
    const peer = 'reading log, scores, controls, names';
    const spent = { ms: took.explain, peerMs: took.read, bound: BOUND[report.size] };
    report.ratio({ ...known, ...spent, case: of, peer });
    const value = (1_000 * (took.explain - took.read)) / changes;
    report.figure({ case: `${of}, beside reading, a change`, value, unit: 'µs' });
  }
}

/** Snapshots: the ends of what is asked, and the one since which Azure may still owe something. */
type Stretch = { early: number; from: number; to: number };

/** The resources that an explanation looks the names up of. */
async function namedBy(world: World, days: number): Promise<number[]> {
  const named: number[] = [];
  const { log } = world.posture;
  const resources: typeof log.resources = (numbers) => {
    named.push(...numbers);
    return log.resources(numbers);
  };
  const seen = { ...world, posture: { ...world.posture, log: { ...log, resources } } };
  await explanationOf(seen, ALL, daysAgo(days), 'UTC');
  return named;
}

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
  await posture.scores([from, to], null);
  for (const at of [from, to]) await posture.cells(at, null);
  await posture.log.cellSteps({ from: early, to: from, ids: null });
  await posture.log.resources(shown);
}
