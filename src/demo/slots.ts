import type { Assessment } from '../core/snapshot.ts';
import { assessment } from './base-rows.ts';
import type { Season } from './calendar.ts';
import { type DemoRecommendation, recommendationByName, recommendations } from './catalog.ts';
import type { Effect } from './effects.ts';
import type { Member } from './members.ts';
import { shuffled } from './random.ts';
import { resource, resourcesOf } from './resources.ts';

/** A row that is one thing in its season and another outside of it; null where it does not exist. */
export type Slot = {
  season: Season;
  on: Assessment | null;
  off: Assessment | null;
  /** In its season Azure's control counts it as healthy, whatever the row says. */
  mitigated?: true;
};

/** What an effect does to the rows of one subscription; it leaves resources alone that are `taken` already. */
export function slotsOf(
  effect: Effect,
  member: Member,
  rows: readonly Assessment[],
  taken: ReadonlySet<string>,
): Slot[] {
  if ('subscription' in effect && effect.subscription !== member.subscription.name) return [];
  switch (effect.kind) {
    case 'turned':
    case 'exempted':
    case 'switched-off':
      return replaced(
        effect,
        rows.filter((row) => !taken.has(row.resource)),
      );
    case 'added':
      return added(effect, member);
    case 'published':
      return published(effect, member);
    case 'released':
    case 'maximum':
    case 'present':
    case 'weight':
    case 'moved':
      return [];
  }
}

type Replacing = Extract<Effect, { kind: 'turned' | 'exempted' | 'switched-off' }>;

function replaced(effect: Replacing, rows: readonly Assessment[]): Slot[] {
  const wanted = recommendationByName(effect.recommendation);
  const beside = besides(rows, wanted);
  const open = shuffled(rows, effect.name, (row) => row.resource).filter(
    (row) => row.recommendation === wanted.id,
  );
  const slot = (row: Assessment, on: Partial<Assessment>) => ({
    season: effect.season,
    on: { ...row, ...on },
    off: row,
  });
  switch (effect.kind) {
    case 'turned':
      return open
        .filter(
          (row) => row.status === 'healthy' && beside(row).every(({ status }) => status !== 'unhealthy'),
        )
        .slice(0, effect.count)
        .map((row) => slot(row, { status: 'unhealthy' }));
    case 'exempted':
      return open
        .filter((row) => row.status === 'unhealthy' && beside(row).length === 0)
        .slice(0, effect.count)
        .map((row) => ({
          ...slot(row, { status: 'not-applicable', cause: 'Exempt' }),
          ...(effect.mitigated ? { mitigated: true as const } : {}),
        }));
    case 'switched-off':
      return open
        .filter((row) => row.status !== 'not-applicable' && beside(row).length === 0)
        .map((row) => slot(row, { status: 'not-applicable', cause: 'OffByPolicy' }));
  }
}

/** The other rows of a row's resource that count in a control of this recommendation. */
function besides(rows: readonly Assessment[], wanted: DemoRecommendation): (row: Assessment) => Assessment[] {
  const related = new Set(
    recommendations()
      .filter((one) => !one.preview && one.id !== wanted.id)
      .filter(({ controls }) => controls.some((control) => wanted.controls.includes(control)))
      .map(({ id }) => id),
  );
  const byResource = Map.groupBy(
    rows.filter((row) => related.has(row.recommendation)),
    (row) => row.resource,
  );
  return (row) => byResource.get(row.resource) ?? [];
}

function added(effect: Extract<Effect, { kind: 'added' }>, member: Member): Slot[] {
  const { kind, workload, count } = effect.resources;
  return Array.from({ length: count }, (_, index) =>
    resource(member.subscription.id, kind, workload, index + 1),
  ).flatMap((one) => [
    slot(assessment(member, one, recommendationByName(effect.unhealthy).id, 'unhealthy')),
    ...effect.healthy.map((name) => slot(assessment(member, one, recommendationByName(name).id, 'healthy'))),
  ]);

  function slot(on: Assessment): Slot {
    return { season: effect.season, on, off: null };
  }
}

function published(effect: Extract<Effect, { kind: 'published' }>, member: Member): Slot[] {
  const wanted = recommendationByName(effect.recommendation);
  const about = resourcesOf(member.subscription.id, member.sizes).filter(({ kind }) => kind === wanted.on);
  const unhealthy = Math.round(effect.unhealthy * about.length);
  return shuffled(about, effect.name, ({ id }) => id).map((one, index) => ({
    season: effect.season,
    on: assessment(member, one, wanted.id, index < unhealthy ? 'unhealthy' : 'healthy'),
    off: null,
  }));
}
