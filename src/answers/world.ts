import type { NotVisible } from '../cards/data.ts';
import type { Conversation } from '../core/access.ts';
import { type Grant, reaches, visible } from '../core/access.ts';
import { Unreachable } from '../core/errors.ts';
import { contains, type Estate, type KnownSubscription, type Scope } from '../core/scope.ts';
import type { ControlDefinition, Snapshot } from '../core/snapshot.ts';
import type { Posture, PostureReads, PostureSource, ScorePoint } from '../ports.ts';
import { unstored } from './unstored.ts';

/** What one question can see, and when it is asked. */
export type World = {
  posture: PostureReads;
  /** The newest reading; numbers come from it. */
  latest: Snapshot;
  /** No snapshot is stored yet: `posture` was read from Azure for this question. */
  unstored: boolean;
  /** Every control there is. */
  controls: readonly ControlDefinition[];
  everything: Estate;
  estate: Estate;
  /** Whether a subscription that stood there then belongs to what may be seen. */
  sees: (member: Pick<KnownSubscription, 'id' | 'ancestors'>) => boolean;
  now: Date;
  /** Azure itself, for the questions that ask it. */
  source: () => Promise<PostureSource>;
  /** Nothing is stored, and Azure could not be asked: the estate is empty for that reason. */
  trouble: Unreachable | null;
  /** The cloud is Azure China. */
  china: boolean;
};

/** `portal`: base of the Azure portal, which tells one cloud from another; where it is left out, the public one. */
export type WorldDeps = {
  posture: PostureReads;
  source: () => Promise<PostureSource>;
  now: Date;
  portal?: string;
};

/** Opens stored posture, or reads it from Azure where nothing is stored yet. */
export async function openWorld(
  deps: WorldDeps,
  grants: readonly Grant[],
  where: Conversation,
): Promise<World> {
  const stored = await deps.posture.latest();
  const { posture, trouble } = stored === null ? await first(deps) : { posture: deps.posture, trouble: null };
  const latest = stored ?? { id: 0, takenAt: deps.now.toISOString() };
  const everything = await posture.estate();
  const all = where.kind === 'terminal' || grants.some(({ scope }) => scope.kind === 'all');
  return {
    posture,
    latest,
    unstored: stored === null,
    controls: await posture.controls(),
    everything,
    estate: visible(everything, grants, where),
    sees: all ? () => true : (member) => reaches(grants, member),
    now: deps.now,
    source: deps.source,
    trouble,
    china: /\.cn$/.test(new URL(deps.portal ?? 'https://portal.azure.com').hostname),
  };
}

async function first({ source, now }: WorldDeps): Promise<Pick<World, 'posture' | 'trouble'>> {
  try {
    return { posture: unstored(await (await source()).readPosture(), now), trouble: null };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return { posture: unstored(NOTHING, now), trouble: error };
  }
}

const NOTHING: Posture = {
  estate: { groups: [], subscriptions: [], unreadGroups: [] },
  scores: [],
  cells: [],
  controls: [],
};

/** A scope of one subscription or connector has rows of its own; the others are aggregates. */
export const isSingle = (scope: Scope): boolean =>
  scope.kind === 'subscription' || scope.kind === 'connector';

/** The ids to ask the store for; null asks for all, because the members of an aggregate change with time. */
export const idsOf = (scope: Scope): string[] | null => (isSingle(scope) ? [scope.id] : null);

/** The points of a scope that may be seen and that count: a disabled subscription is in no aggregate. */
export function pointsIn(world: World, scope: Scope, points: readonly ScorePoint[]): ScorePoint[] {
  return points.filter(
    ({ subscription }) =>
      contains(scope, subscription) && world.sees(subscription) && subscription.state !== 'disabled',
  );
}

export const membersOf = (world: World, scope: Scope): KnownSubscription[] =>
  world.estate.subscriptions.filter((member) => contains(scope, member));

/** How much of a scope could not be read at the latest snapshot. */
export function notVisible(world: World, scope: Scope): NotVisible {
  const groups = world.estate.unreadGroups.filter((id) => scope.kind === 'all' || id === scope.id);
  return {
    subscriptions: membersOf(world, scope).filter((member) => member.unreadSince !== null).length,
    managementGroups: groups.length,
  };
}
