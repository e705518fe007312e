import type { DigestData } from '../cards/digest-data.ts';
import type { DigestRule, StandingOrder } from '../core/order.ts';
import type { Period } from '../core/period.ts';
import type { Scope } from '../core/scope.ts';
import type { Target } from '../core/target.ts';
import { DAY } from '../core/time.ts';
import { explainOf } from './explain.ts';
import { whatToFix } from './fix.ts';
import { moversOf } from './movers.ts';
import { targetOf } from './target.ts';
import { pointsOf } from './trend.ts';
import { causesOf } from './why.ts';
import { isSingle, membersOf, notVisible, type World } from './world.ts';

const TREND_DAYS = 84;
const MOST_MOVERS = 3;
const MOST_FIXES = 5;
/** Percentage points: what moves less is no news. */
const QUIET = 0.1;
/** Percentage points: what is less is shown as no change, and needs no reason. */
const LEAST = 0.05;

export type DigestPeriod = { from: Date; to: Date; late: boolean };
export type DigestOf = {
  scope: Scope;
  rule: DigestRule;
  order: Pick<StandingOrder, 'id' | 'byName' | 'next'> | null;
  targets: readonly Target[];
  /** Milliseconds after which numbers are called old. */
  staleAfter: number;
};

/** What one period brought, from stored snapshots alone. */
export async function digestOf(world: World, of: DigestOf, period: DigestPeriod): Promise<DigestData> {
  const { scope, rule, order, targets } = of;
  const span = between(period);
  const { before, after, delta, contributions } = await explainOf(world, scope, span, 'UTC');
  const moved = isSingle(scope) ? NOBODY : await movedMost(world, scope, span);
  const problems = problemsOf(world, scope, of.staleAfter);
  const isNew = (since: string | null) => since !== null && Date.parse(since) > period.from.getTime();
  const troubled = isNew(problems.stale) || problems.unreadable.some(({ since }) => isNew(since));
  const all = [...moved.rose, ...moved.fell].map(({ change }) => change);
  const compared = before.takenAt !== after.takenAt;
  const still = compared && delta !== null && [delta, ...all].every((change) => Math.abs(change) <= QUIET);
  return {
    scope,
    order: order === null ? null : { id: order.id, by: order.byName, next: order.next },
    rule,
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    late: period.late,
    preview: false,
    before,
    after,
    delta,
    why: delta === null || Math.abs(delta) < LEAST ? [] : (causesOf(contributions, delta) ?? []),
    quiet: still && !troubled,
    trend: rule.brief ? [] : await trendOf(world, scope, period.to),
    target: await targetOf(world, scope, targets, after.percentage),
    ...moved,
    fixes: rule.brief ? [] : await fixesOf(world, scope),
    problems,
    asOf: after.takenAt,
    notVisible: notVisible(world, scope),
  };
}

const NOBODY: Pick<DigestData, 'rose' | 'fell'> = { rose: [], fell: [] };

function between({ from, to }: DigestPeriod): Period {
  const when = (at: Date) => ({ kind: 'instant', at, text: at.toISOString() }) as const;
  return { kind: 'between', from: when(from), to: when(to), zone: null };
}

async function movedMost(world: World, scope: Scope, span: Period): Promise<typeof NOBODY> {
  const { rose, fell } = await moversOf(world, scope, span, 'UTC');
  const first = (all: typeof rose) =>
    all.filter(({ change }) => Math.abs(change) > QUIET / 2).slice(0, MOST_MOVERS);
  return { rose: first(rose), fell: first(fell) };
}

async function trendOf(world: World, scope: Scope, to: Date): Promise<DigestData['trend']> {
  const span = { from: new Date(to.getTime() - TREND_DAYS * DAY), to };
  return (await pointsOf(world, scope, span, false)).map(({ at, percentage }) => ({ at, percentage }));
}

async function fixesOf(world: World, scope: Scope): Promise<DigestData['fixes']> {
  const { recommendations } = await whatToFix(world, scope);
  return recommendations.filter(({ potentialIncrease }) => potentialIncrease > 0).slice(0, MOST_FIXES);
}

function problemsOf(world: World, scope: Scope, staleAfter: number): DigestData['problems'] {
  const members = membersOf(world, scope).filter(({ state }) => state !== 'disabled');
  const age = world.now.getTime() - Date.parse(world.latest.takenAt);
  return {
    unreadable: members.flatMap(({ name, unreadSince }) =>
      unreadSince === null ? [] : [{ name, since: unreadSince }],
    ),
    withoutScore: members.filter((member) => member.unreadSince === null && member.state === 'no-score')
      .length,
    stale: age > staleAfter ? world.latest.takenAt : null,
  };
}
