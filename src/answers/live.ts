import type { ScoreData } from '../cards/data.ts';
import { UserError } from '../core/errors.ts';
import { addressIn } from '../core/names.ts';
import type { KnownSubscription, Scope } from '../core/scope.ts';
import type { Cell } from '../core/secure-score.ts';
import type { LiveReading, PostureReads, ScorePoint } from '../ports.ts';
import { scoreOf } from './score.ts';
import { membersOf, type World } from './world.ts';

/** Each is asked for by itself, while a person waits. */
const MOST = 25;

/** A reading that is not stored has the id of no snapshot, and no store is ever asked for it. */
const LIVE = Number.MAX_SAFE_INTEGER;

/**
 * The score as Azure says it at this moment, compared with what is stored; nothing of it is kept. What could not be
 * read stands at its last stored value, as ever. Throws a `UserError` where the scope is too wide for that.
 */
export async function liveScoreOf(world: World, scope: Scope): Promise<ScoreData> {
  const members = membersOf(world, scope).filter(({ state }) => state !== 'disabled');
  if (members.length > MOST) throw tooWide(world, members);
  const source = await world.source();
  const readings = await source.readLive(members.map(({ id }) => id));
  if (readings.every(({ outcome }) => outcome === 'not-visible')) {
    return scoreOf({ ...world, estate: estateOf(world, readings) }, scope);
  }
  const score = await scoreOf(overlaid(world, members, readings), scope);
  const now = { at: score.asOf, percentage: score.percentage };
  return { ...score, trend: [...score.trend.filter(({ at }) => at < now.at), now], live: true };
}

function tooWide({ estate }: World, members: readonly KnownSubscription[]): UserError {
  const address = addressIn(estate);
  const some = members.slice(0, 3).map((member) => `score ${address(member)} live`);
  return new UserError(
    `"live" asks Azure for each subscription by itself: at most ${MOST}, and these are ${members.length}. Name one.`,
    [...some, 'score'],
  );
}

function overlaid(
  world: World,
  members: readonly KnownSubscription[],
  readings: readonly LiveReading[],
): World {
  const estate = estateOf(world, readings);
  const stored = world.latest.id;
  const hidden = readings.flatMap(({ id, outcome }) => (outcome === 'not-visible' ? [id] : []));
  const { posture } = world;
  const reads: PostureReads = {
    ...posture,
    scores: async (snapshots, ids) => {
      const earlier = snapshots.filter((id) => id !== LIVE);
      const frozen = hidden.length === 0 ? [] : await posture.scores([stored], hidden);
      return [...livePoints(members, readings, frozen), ...(await posture.scores(earlier, ids))];
    },
    cells: async (_, ids) => {
      const frozen = hidden.length === 0 ? [] : await posture.cells(stored, hidden);
      return [...readings.flatMap(cellsOf), ...frozen].filter(
        ({ subscription }) => ids?.includes(subscription) ?? true,
      );
    },
  };
  return { ...world, posture: reads, estate, latest: { id: LIVE, takenAt: world.now.toISOString() } };
}

function livePoints(
  members: readonly KnownSubscription[],
  readings: readonly LiveReading[],
  frozen: readonly ScorePoint[],
): ScorePoint[] {
  const last = new Map(frozen.map(({ subscription, score }) => [subscription.id, score]));
  const read = new Map(readings.map((reading) => [reading.id, reading]));
  return members.map((member) => {
    const reading = read.get(member.id);
    const score = reading?.outcome === 'read' ? reading.score : (last.get(member.id) ?? null);
    return { snapshot: LIVE, subscription: member, score };
  });
}

function cellsOf(reading: LiveReading): Cell[] {
  if (reading.outcome !== 'read') return [];
  return reading.controls.map((row) => ({ ...row, subscription: reading.id }));
}

/** The tree as stored, with what was learnt about its subscriptions just now. */
function estateOf({ estate, now }: World, readings: readonly LiveReading[]): World['estate'] {
  const outcomes = new Map(readings.map(({ id, outcome }) => [id, outcome]));
  const subscriptions = estate.subscriptions.map((member) => ({
    ...member,
    ...learnt(member, outcomes.get(member.id), now),
  }));
  return { ...estate, subscriptions };
}

function learnt(
  member: KnownSubscription,
  outcome: LiveReading['outcome'] | undefined,
  now: Date,
): Partial<KnownSubscription> {
  switch (outcome) {
    case 'read':
      return { state: 'enabled', unreadSince: null };
    case 'no-score':
      return { state: 'no-score', unreadSince: null };
    case 'not-visible':
      return { unreadSince: member.unreadSince ?? now.toISOString() };
    case undefined:
      return {};
  }
}
