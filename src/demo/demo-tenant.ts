import type { ManagementGroup, Subscription } from '../core/scope.ts';
import type { Assessment, ControlDefinition, Recommendation, SubscriptionRead } from '../core/snapshot.ts';
import { inSeason, lastTurn } from './calendar.ts';
import { catalog, controlByKey, recommendationByName } from './catalog.ts';
import { type Counted, controlRows, type Membership, membership, scoreRow } from './control-rows.ts';
import { EFFECTS, type Effect } from './effects.ts';
import { GROUPS, moved, SWITCHED_OFF, UNREADABLE, WITHOUT_SCORE } from './estate.ts';
import type { Member } from './members.ts';
import { hash } from './random.ts';
import type { Slot } from './slots.ts';
import { type Realm, world } from './world.ts';

/** Everything that Azure would tell about Contoso on one day. */
export type DemoTenant = {
  groups: readonly ManagementGroup[];
  controls: readonly ControlDefinition[];
  recommendations: readonly Recommendation[];
  subscriptions: readonly SubscriptionRead[];
  disabled: readonly Subscription[];
  unread: readonly { id: string; name: string }[];
};

/** What holds on one day, sorted by kind. */
type Going = { day: string; active: readonly Effect[]; counting: Membership };

/**
 * Contoso as of 06:00 UTC of a day (`YYYY-MM-DD`). The same every year, apart from the year in the dates of change.
 * The weights are the demo's own: nothing else says anything about them.
 */
export function demoTenant(day: string): DemoTenant {
  const active = EFFECTS.filter(({ season }) => inSeason(season, day));
  const { controls, recommendations } = catalogOf(active);
  const going = { day, active, counting: membership(controls, recommendations) };
  const read = world()
    .filter(({ member }) => isPresent(member, active))
    .map((realm) => reading(realm, going));
  return {
    groups: GROUPS,
    controls,
    recommendations,
    subscriptions: [...read, withoutScore()],
    disabled: [SWITCHED_OFF],
    unread: [UNREADABLE],
  };
}

/** Recommendations that are published in a season only, and previews that are released in one. */
function catalogOf(active: readonly Effect[]) {
  const inactive = EFFECTS.filter((effect) => !active.includes(effect));
  const ids = (kind: 'published' | 'released') =>
    new Set(
      inactive.flatMap((effect) =>
        effect.kind === kind ? [recommendationByName(effect.recommendation).id] : [],
      ),
    );
  return catalog(ids('published'), ids('released'));
}

function isPresent({ subscription }: Member, active: readonly Effect[]): boolean {
  const seasons = EFFECTS.filter((one) => one.kind === 'present' && one.subscription === subscription.name);
  return seasons.every((effect) => active.includes(effect));
}

function reading({ member, fixed, slots }: Realm, going: Going): SubscriptionRead {
  const now = slots.flatMap((slot) => rowOf(slot, going.day));
  const mine = going.active.filter(
    (effect) => 'subscription' in effect && effect.subscription === member.subscription.name,
  );
  const counted = [...fixed, ...now];
  const controls = controlRows(counted, going.counting, maximaOf(mine));
  return {
    kind: 'subscription',
    subscription: placeOf(member.subscription, mine),
    score: scoreRow(controls, weightOf(member, mine)),
    controls,
    keptControls: [],
    assessments: counted.map(({ row }) => row),
    keptAssessments: [],
  };
}

/** The row of a slot on this day, changed in the night before the season's last turn. */
function rowOf({ season, on, off, mitigated }: Slot, day: string): Counted[] {
  const inside = inSeason(season, day);
  const row = inside ? on : off;
  if (row === null) return [];
  return [
    {
      row: { ...row, changedAt: changedAt(row, lastTurn(season, day)) },
      as: inside && mitigated ? 'healthy' : row.status,
    },
  ];
}

/** Some time from 00:00 to 05:59 UTC: after the snapshot of the day before, before that day's. */
function changedAt({ resource, recommendation }: Assessment, day: string): string {
  const minutes = hash(`changed ${resource} ${recommendation}`) % 360;
  const minute = String(minutes % 60).padStart(2, '0');
  return `${day}T0${Math.floor(minutes / 60)}:${minute}:00.000Z`;
}

function maximaOf(active: readonly Effect[]): Map<string, number> {
  return new Map(
    active.flatMap((effect) =>
      effect.kind === 'maximum' ? [[controlByKey(effect.control).id, effect.max] as const] : [],
    ),
  );
}

function weightOf({ weight }: Member, active: readonly Effect[]): number {
  return active.find((effect) => effect.kind === 'weight')?.weight ?? weight;
}

function placeOf(subscription: Subscription, active: readonly Effect[]): Subscription {
  const move = active.find((effect) => effect.kind === 'moved');
  return move === undefined ? subscription : moved(subscription, move.to);
}

function withoutScore(): SubscriptionRead {
  const nothing = { controls: [], keptControls: [], assessments: [], keptAssessments: [] };
  return { kind: 'subscription', subscription: WITHOUT_SCORE, score: null, ...nothing };
}
