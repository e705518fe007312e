import { generator } from '../noisy-year.ts';
import { afterSeen, DAY, END, HOUR, isHidden, type Span, START } from './times.ts';

/** How a score fell, step by step: `points` of the 100 of each of these subscriptions, all in one control. */
type Step = Span & { points: number };
export type Fall = {
  subscriptions: readonly string[];
  control: 'control-0' | 'control-1';
  steps: readonly Step[];
  /** How deep it was, without what Azure had half recalculated; none of what was gone within 8 hours. */
  depths: readonly Step[];
};

/** What stands where nothing is wrong; one resource is worth four points. */
export const WHOLE = 72;
/** Azure recalculates a control so often. */
const RECALCULATION = 8 * HOUR;
/** What half a recalculation shows of a fall, or of its end. */
const HALF = 4;
/** Between two falls of a subscription, and in each depth: longer than anything takes to be confirmed. Hours. */
const APART = 48;

const KINDS = {
  /** Gone with the next recalculation. */
  spurious: { depths: [8], days: [0, 0] },
  /** Stays for weeks, and is less than any rule asks for. */
  small: { depths: [4], days: [4, 20] },
  steady: { depths: [8], days: [3, 25] },
  deep: { depths: [12], days: [3, 25] },
  /** Twice in a row. */
  worse: { depths: [8, 16], days: [3, 15] },
  huge: { depths: [24], days: [3, 20] },
  /** Longer than what was posted is kept for. */
  long: { depths: [16], days: [110, 110] },
} as const;
type Kind = keyof typeof KINDS;

/** Subscriptions whose falls are never at the same time, and which of them fall together. */
type Lane = { kinds: readonly Kind[]; together: readonly (readonly string[])[] };
const ALL: readonly Kind[] = ['steady', 'spurious', 'worse', 'small', 'huge', 'spurious', 'deep'];
const FIVE = ['North', 'South', 'East', 'West', 'Centre'];
export const PAIR = ['Gamma', 'Delta'];
const LANES: readonly Lane[] = [
  { kinds: [...ALL, 'long'], together: [['Alpha']] },
  { kinds: ALL, together: [['Beta']] },
  { kinds: ['huge', ...ALL], together: PAIR.map((name) => [name]) },
  { kinds: ALL, together: [['Epsilon']] },
  { kinds: ALL, together: [['Zeta']] },
  {
    kinds: ['steady', 'spurious', 'deep', 'small', 'huge'],
    together: [FIVE, FIVE, ['North', 'East', 'West']],
  },
];
export const SUBSCRIPTIONS: readonly string[] = [
  ...new Set(LANES.flatMap(({ together }) => together.flat())),
];

/** All falls of the year, the same for the same seed. */
export const fallsOf = (seed: number): Fall[] =>
  LANES.flatMap((lane, at) => fallsIn(lane, generator(100 * seed + at)));

function fallsIn({ kinds, together }: Lane, random: () => number): Fall[] {
  const falls: Fall[] = [];
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const offset = whole(0, 7) * HOUR;
  let over = START + DAY;
  for (let at = START + 4 * DAY; at < END; at += DAY) {
    const kind = kinds[falls.length % kinds.length] ?? 'small';
    const begin = at + whole(0, 2) * RECALCULATION + offset;
    const [least, most] = KINDS[kind].days;
    const steps = stepsOf(kind, begin, () => whole(least, most) * DAY);
    const fall: Fall = {
      subscriptions: together[whole(0, together.length - 1)] ?? [],
      control: random() < 0.5 ? 'control-0' : 'control-1',
      ...steps,
    };
    if (!isClear(fall, over)) continue;
    falls.push(fall);
    over = endOf(fall) + RECALCULATION;
    at = over + whole(3, 9) * DAY;
  }
  return falls;
}

/** What it takes, a step after the other: half of each depth for one recalculation, and half of its end. */
function stepsOf(kind: Kind, begin: number, length: () => number): Pick<Fall, 'steps' | 'depths'> {
  const steps: Step[] = [];
  const depths: Step[] = [];
  const last = () => steps.at(-1)?.to ?? begin;
  const step = (points: number, long: number) => {
    const one = { from: last(), to: last() + long, points };
    steps.push(one);
    return one;
  };
  if (kind === 'spurious') return { steps: [step(KINDS.spurious.depths[0], RECALCULATION)], depths };
  let reached = 0;
  for (const depth of KINDS[kind].depths) {
    if (depth > HALF) step(reached + HALF, RECALCULATION);
    depths.push(step(depth, length()));
    reached = depth;
  }
  if (reached > HALF) step(reached - HALF, RECALCULATION);
  return { steps, depths };
}

const beginOf = ({ steps }: Fall) => steps[0]?.from ?? END;
const endOf = ({ steps }: Fall) => steps.at(-1)?.to ?? END;

/** Nobody can doubt what was to be seen of it: each depth for long enough or not at all, and its end before the next. */
function isClear(fall: Fall, over: number): boolean {
  if (afterSeen(over, APART) > beginOf(fall) || afterSeen(endOf(fall), APART) > END - DAY) return false;
  return fall.depths.every(
    ({ from, to }) =>
      isHidden({ from: from - RECALCULATION, to: to + RECALCULATION }) || afterSeen(from, APART) <= to,
  );
}

/** Points that a subscription lacks at a moment, by control. */
export function lostAt(falls: readonly Fall[], subscription: string, at: number) {
  const lost = { 'control-0': 0, 'control-1': 0 };
  for (const { subscriptions, control, steps } of falls) {
    if (!subscriptions.includes(subscription)) continue;
    for (const step of steps) if (at >= step.from && at < step.to) lost[control] += step.points;
  }
  return lost;
}
