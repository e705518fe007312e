import type { OnDay } from '../wall-walk.ts';
import { type Fall, PAIR, WHOLE } from './falls.ts';
import { MFA } from './tenant.ts';
import { afterSeen, HOUR, isHidden } from './times.ts';

type Rule = { line: string; scope: string } & (
  | { of: 'drop' | 'control'; points: number }
  | { of: 'below'; percentage: number }
);
/** What a conversation has asked for. `sees`: what it is granted. */
export type Asked = {
  key: string;
  sees: string;
  digest: { line: string; zone: string; time: string; onDay: OnDay };
  rules: readonly Rule[];
};

const monday: OnDay = ({ weekday }) => weekday === 1;
const daily: OnDay = () => true;
const first: OnDay = ({ day }) => day === 1;
const last: OnDay = ({ day, length }) => day === Math.min(31, length);
const digest = (said: string, zone: string, time: string, onDay: OnDay): Asked['digest'] => ({
  ...{ line: `digest ${said} ${time} ${zone} brief`, zone, time, onDay },
});
const drop = (scope: string): Rule => ({
  ...{ line: `alert drop 5 for '${scope}'`, scope, of: 'drop', points: 5 },
});
const below = (scope: string): Rule => ({
  ...{ line: `alert below 65 for '${scope}'`, scope, of: 'below', percentage: 65 },
});
const mfa = (scope: string): Rule => ({
  ...{ line: `alert control '${MFA.name}' drop 15 for '${scope}'`, scope, of: 'control', points: 15 },
});

/** Digests also at times that a change of clocks leaves out or repeats in that zone. */
export const ASKED: readonly Asked[] = [
  {
    ...{ key: 'slack:T1/C1', sees: 'all', rules: [drop('Alpha')] },
    digest: digest('daily', 'Europe/Oslo', '02:30', daily),
  },
  {
    ...{ key: 'slack:T1/C2', sees: 'all', rules: [below('Beta')] },
    digest: digest('weekly monday', 'America/New_York', '09:00', monday),
  },
  {
    ...{ key: 'slack:T2/C3', sees: 'Gamma', rules: [drop('Gamma')] },
    digest: digest('daily', 'Australia/Lord_Howe', '02:15', daily),
  },
  {
    ...{ key: 'slack:T2/C4', sees: 'all', rules: ['North', 'South', 'East', 'West', 'Centre'].map(drop) },
    digest: digest('monthly 1', 'Europe/Oslo', '00:00', first),
  },
  {
    ...{ key: 'teams:19:one@thread.tacv2', sees: 'Delta', rules: [drop('Delta')] },
    digest: digest('monthly 31', 'Asia/Kolkata', '09:00', last),
  },
  {
    ...{ key: 'teams:19:two@thread.tacv2', sees: 'Pair', rules: [drop('Pair')] },
    digest: digest('daily', 'America/New_York', '01:30', daily),
  },
  {
    ...{ key: 'teams:19:three@thread.tacv2', sees: 'all', rules: [mfa('Epsilon')] },
    digest: digest('daily', 'Asia/Kolkata', '09:00', daily),
  },
  {
    ...{ key: 'teams:19:four@thread.tacv2', sees: 'all', rules: [drop('Zeta'), below('Zeta')] },
    digest: digest('weekly monday', 'Australia/Lord_Howe', '02:15', monday),
  },
];

/** Something that is to be said between two moments. */
type News = { from: number; to: number };
/** An alert, what got worse, and its end; `scopes`: those that fell together. */
export type Thread = { scopes: string[]; below: boolean; told: News; worse: News[]; over: News };

/** Hours in which a fall is told: two snapshots 8 hours apart, with one every 6, and a try or two more. */
const CONFIRMED = 22;
/** Hours in which its end is told. */
const NOTICED = 8;
const RECALCULATION = 8 * HOUR;
/** So many fall together. */
const ROLL_UP = 5;

/** What a conversation is to hear of these falls. */
export function threadsOf({ rules }: Asked, falls: readonly Fall[]): Thread[] {
  return falls.flatMap((fall) => {
    const threads = rules.flatMap((rule) => threadOf(rule, fall) ?? []);
    const [one] = threads;
    if (one === undefined || threads.length < ROLL_UP) return threads;
    return [{ ...one, scopes: threads.flatMap(({ scopes }) => scopes) }];
  });
}

/** Null where the rule asks for more, or for something else, or nobody could see it. */
function threadOf(rule: Rule, fall: Fall): Thread | null {
  const share = shareOf(rule, fall);
  const told: News[] = [];
  let announced = 0;
  for (const { from, to, points } of fall.depths) {
    const depth = share * points;
    if (isHidden({ from: from - RECALCULATION, to: to + RECALCULATION })) continue;
    if (!isNews(rule, depth, announced)) continue;
    announced = depth;
    told.push({ from: from - RECALCULATION, to: afterSeen(from, CONFIRMED) });
  }
  const [alert, ...worse] = told;
  const end = fall.depths.at(-1)?.to;
  if (alert === undefined || end === undefined) return null;
  const over = { from: end, to: afterSeen(end + RECALCULATION, NOTICED) };
  return { scopes: [rule.scope], below: rule.of === 'below', told: alert, worse, over };
}

/** Points of what the rule looks at for a point of the subscription that fell. */
function shareOf({ of, scope }: Rule, { subscriptions, control }: Fall): number {
  const members = scope === 'Pair' ? PAIR : [scope];
  const own = members.filter((name) => subscriptions.includes(name)).length / members.length;
  if (of !== 'control') return own;
  return control === MFA.id ? (own * 100) / MFA.max : 0;
}

const isNews = (rule: Rule, depth: number, announced: number): boolean =>
  rule.of === 'below' ? announced === 0 && WHOLE - depth < rule.percentage : depth - announced >= rule.points;
