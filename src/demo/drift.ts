import type { Assessment } from '../core/snapshot.ts';
import { assessment } from './base-rows.ts';
import { daysOfYear, type Season } from './calendar.ts';
import { recommendationByName } from './catalog.ts';
import incidents from './incidents.json' with { type: 'json' };
import type { Member } from './members.ts';
import { hash, shuffled } from './random.ts';
import { resource } from './resources.ts';
import type { Slot } from './slots.ts';

/** One row in this many drifts, and so many rows bring one more storage account with them. */
const ROWS_A_FLIP = 20;
const ROWS_AN_ARRIVAL = 150;

const OF_A_NEW_ACCOUNT = [
  'Secure transfer to storage accounts should be enabled',
  'Storage account public access should be disallowed',
];

/**
 * What changes without being an incident: single resources turn and turn back, come and go. Nothing of it begins or
 * ends on the day of an incident, and never two things of one subscription on one day: then a control's counts could
 * stay as they were while its resources changed, and the change would be taken for a part of the next day's incident.
 */
export function driftOf(member: Member, rows: readonly Assessment[], taken: ReadonlySet<string>): Slot[] {
  const seasons = calmSeasons(member.subscription.id);
  const flips = steady(member, rows, taken).slice(0, Math.round(rows.length / ROWS_A_FLIP));
  return [
    ...flips.map((row) => ({
      season: seasons(row.resource + row.recommendation),
      on: flipped(row),
      off: row,
    })),
    ...arrivals(member, Math.round(rows.length / ROWS_AN_ARRIVAL)).flatMap((fresh) => {
      const season = seasons(`arrival of ${fresh[0]?.resource}`);
      return fresh.map((on) => ({ season, on, off: null }));
    }),
  ];
}

/** Rows that may drift, one a resource: not those of a whole subscription, where one row is a whole control. */
function steady(
  { subscription }: Member,
  rows: readonly Assessment[],
  taken: ReadonlySet<string>,
): Assessment[] {
  const whole = new Set([
    'microsoft.resources/subscriptions',
    'microsoft.security/securityconnectors/account',
  ]);
  const open = rows.filter(
    (row) => row.status !== 'not-applicable' && !taken.has(row.resource) && !whole.has(row.type),
  );
  const mixed = shuffled(open, `drift ${subscription.id}`, (row) => row.resource + row.recommendation);
  const seen = new Set<string>();
  return mixed.filter((row) => !seen.has(row.resource) && seen.add(row.resource));
}

function flipped(row: Assessment): Assessment {
  return { ...row, status: row.status === 'healthy' ? 'unhealthy' : 'healthy' };
}

function arrivals(member: Member, count: number): Assessment[][] {
  if (member.sizes.storage === undefined) return [];
  return Array.from({ length: count }, (_, index) => {
    const account = resource(member.subscription.id, 'storage', 'scratch', index + 1);
    return OF_A_NEW_ACCOUNT.map((name) =>
      assessment(
        member,
        account,
        recommendationByName(name).id,
        hash(name + account.id) % 3 ? 'healthy' : 'unhealthy',
      ),
    );
  });
}

/** Gives out seasons of one to ten weeks whose ends are days that no incident has and no other season of these. */
function calmSeasons(seed: string): (name: string) => Season {
  const busy = new Set(incidents.map(({ day }) => day));
  const free = daysOfYear().filter((day) => !busy.has(day));
  return (name) => {
    const at = hash(`${seed} ${name}`) % free.length;
    const [start] = free.splice(at, 1);
    const length = 5 + (hash(`${name} ${seed}`) % 60);
    const [end] = free.splice((at + length) % free.length, 1);
    if (start === undefined || end === undefined)
      throw new Error(`The year is too short for the drift of ${seed}.`);
    return { start, end };
  };
}
