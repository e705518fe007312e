import type { AlertData, RollUpData } from '../cards/alert-data.ts';
import type { ScoreCause } from '../cards/data.ts';
import type { AlertFacts } from '../core/announcement.ts';
import type { AlertRule } from '../core/order.ts';
import type { Scope } from '../core/scope.ts';
import { explainOf } from './explain.ts';
import { causesOf } from './why.ts';
import type { World } from './world.ts';

/** What became of an alert so far. */
export type Fate = Pick<AlertData, 'acknowledged' | 'recovered'>;

/** An alert with its reason: what moved the score between the two moments that it compares. */
export async function alertOf(
  world: World,
  facts: AlertFacts,
  rule: AlertRule,
  fate: Fate,
): Promise<AlertData> {
  return { ...facts, rule, why: await causesBetween(world, facts), ...fate };
}

async function causesBetween(
  world: World,
  { scope, control, from, now }: AlertFacts,
): Promise<readonly ScoreCause[]> {
  const { contributions } = await explainOf(world, scope as Scope, betweenMoments(from.at, now.at), 'UTC');
  const own = control === null ? contributions : contributions.filter((one) => one.control === control.id);
  return causesOf(own, now.value - from.value) ?? [];
}

const betweenMoments = (from: string, to: string) => {
  const when = (at: string) => ({ kind: 'instant', at: new Date(at), text: at }) as const;
  return { kind: 'between', from: when(from), to: when(to), zone: null } as const;
};

/** Scopes beyond this are not asked why: a roll-up is one sentence about what they share. */
const MOST_ASKED = 12;

/** Several alerts that are told together; the cause that at least half of those asked have in common. */
export async function rollUpOf(
  world: World,
  alerts: readonly AlertFacts[],
  { held, recovered }: Pick<RollUpData, 'held' | 'recovered'>,
): Promise<RollUpData> {
  const causes = [];
  for (const facts of alerts.slice(0, MOST_ASKED)) causes.push((await causesBetween(world, facts))[0]);
  const known = causes.filter((cause) => cause !== undefined);
  const groups = Map.groupBy(known, ({ cause, control, recommendation }) =>
    [cause, control, recommendation].join(),
  );
  const [largest = []] = [...groups.values()].sort((a, b) => b.length - a.length);
  const [words] = largest;
  const shared = words !== undefined && largest.length * 2 >= alerts.length;
  return {
    at: alerts[0]?.now.at ?? world.latest.takenAt,
    ...{ alerts, held, recovered },
    common: shared ? { count: largest.length, words } : null,
  };
}
