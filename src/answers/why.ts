import type { Contributed, ScoreCause, ScoreData } from '../cards/data.ts';
import { daysAgo } from '../core/period.ts';
import type { Scope } from '../core/scope.ts';
import { DAY } from '../core/time.ts';
import { explainOf } from './explain.ts';
import { scoreOf } from './score.ts';
import { isSingle, type World } from './world.ts';

/** The week that the first line of a score compares with. */
const WEEK = 7;
/** What Azure may still owe of the day before is read as well. */
const READ = 8;
/** Percentage points: what is less is shown as no change. */
const LEAST = 0.05;
const MOST_CAUSES = 2;
/** Log rows of eight days, of the whole tenant; one subscription passes over those of the others. */
const MOST_CHANGES = { one: 50_000, several: 10_000 };

/**
 * The score of a scope, and why it moved since last week. It is left unsaid where the score hardly moved, where no
 * cause is known, and where so many assessments of the tenant changed meanwhile (10,000, of one subscription 50,000) that
 * its reason would take a few tenths of a second: `explain` gives it.
 */
export async function explainedScoreOf(world: World, scope: Scope): Promise<ScoreData> {
  const score = await scoreOf(world, scope);
  return { ...score, why: await whyOf(world, scope, score) };
}

async function whyOf(world: World, scope: Scope, { changes }: ScoreData): Promise<ScoreData['why']> {
  const week = changes[1];
  if (week === undefined || week.percentage === null || Math.abs(week.percentage) < LEAST) return null;
  if (await changedMuch(world, isSingle(scope))) return null;
  const { before, delta, contributions } = await explainOf(world, scope, daysAgo(WEEK), 'UTC');
  return delta === null || before.takenAt !== week.since ? null : causesOf(contributions, delta);
}

async function changedMuch({ posture, latest, now }: World, single: boolean): Promise<boolean> {
  const [from] = await posture.snapshotsAt([new Date(now.getTime() - READ * DAY)]);
  const most = single ? MOST_CHANGES.one : MOST_CHANGES.several;
  return from !== undefined && (await posture.log.changes({ from: from.id, to: latest.id })) > most;
}

/** The largest in the direction of the change, then the largest of the others; null where none can be seen. */
export function causesOf(contributions: readonly Contributed[], delta: number): ScoreData['why'] {
  const seen = contributions.filter((one) => Math.abs(one.delta) >= LEAST);
  const first = seen.find((one) => Math.sign(one.delta) === Math.sign(delta));
  if (first === undefined) return null;
  const others = seen.filter((one) => one !== first).slice(0, MOST_CAUSES - 1);
  return [first, ...others].map(causeOf);
}

const causeOf = ({ resources: _, ...cause }: Contributed): ScoreCause => cause;
