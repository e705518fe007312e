import type { MoversData } from '../cards/movers-data.ts';
import { type AtBoth, moversAmong } from '../core/movers.ts';
import { byName } from '../core/names.ts';
import { type Period, periodWords, resolvePeriod } from '../core/period.ts';
import type { KnownSubscription, Scope } from '../core/scope.ts';
import { standing } from '../core/secure-score.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { ScorePoint } from '../ports.ts';
import { idsOf, membersOf, notVisible, pointsIn, type World } from './world.ts';

/** Who of a scope rose and who fell between two stored snapshots. `zone`: IANA, for days. Two reads, however many. */
export async function moversOf(
  world: World,
  scope: Scope,
  period: Period,
  zone: string,
): Promise<MoversData> {
  const span = resolvePeriod(period, world.now, zone);
  const [before, last] = await world.posture.snapshotsAt([span.from, span.to]);
  const after = period.kind === 'since' ? world.latest : (last ?? world.latest);
  const found = await foundBetween(world, scope, before ?? after, after);
  return {
    scope,
    since: before?.takenAt ?? null,
    until: after.takenAt,
    asked: { from: span.from.toISOString(), to: span.to.toISOString(), words: periodWords(period) },
    ...found,
    asOf: world.latest.takenAt,
    notVisible: notVisible(world, scope),
  };
}

type Found = Pick<MoversData, 'rose' | 'fell' | 'unmoved' | 'appeared' | 'unreadable' | 'unscored' | 'left'>;

async function foundBetween(world: World, scope: Scope, before: Snapshot, after: Snapshot): Promise<Found> {
  if (before.id === after.id) return NOTHING;
  const points = await world.posture.scores([before.id, after.id], idsOf(scope));
  const at = (snapshot: Snapshot) =>
    percentages(
      pointsIn(
        world,
        scope,
        points.filter((point) => point.snapshot === snapshot.id),
      ),
    );
  const [then, now] = [at(before), at(after)];
  const members = membersOf(world, scope);
  const here = new Set(members.map(({ id }) => id));
  const frozen = members.filter((member) => isUnread(member, after));
  // Whatever came after the later moment has no place in it, nor what was disabled then.
  const read = members
    .filter((member) => now.has(member.id) && !isUnread(member, after))
    .map(
      (member): AtBoth => ({
        scope: scopeOf(member),
        before: then.get(member.id) ?? null,
        after: now.get(member.id) ?? null,
      }),
    );
  return {
    ...moversAmong(read),
    appeared: named(read.filter(({ before, after }) => before === null && after !== null)),
    unreadable: frozen.map(scopeOf).sort(byName),
    unscored: read.filter((one) => one.after === null).length,
    left: [...then].filter(([id, percentage]) => percentage !== null && !(now.has(id) && here.has(id)))
      .length,
  };
}

const NOTHING: Found = {
  ...{ rose: [], fell: [], unmoved: 0, appeared: [], unreadable: [], unscored: 0, left: 0 },
};

const percentages = (points: readonly ScorePoint[]): Map<string, number | null> =>
  new Map(points.map(({ subscription, score }) => [subscription.id, standing(score).percentage]));

const isUnread = ({ unreadSince }: KnownSubscription, at: Snapshot): boolean =>
  unreadSince !== null && Date.parse(unreadSince) <= Date.parse(at.takenAt);

const scopeOf = ({ kind, id, name }: KnownSubscription): Scope => ({ kind, id, name });

const named = (all: readonly AtBoth[]): Scope[] => all.map(({ scope }) => scope).sort(byName);
