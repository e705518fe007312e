import { wallWalk } from '../wall-walk.ts';
import type { Asked, Thread } from './asked.ts';
import type { Seen } from './platforms.ts';
import { downAt, END, HOUR, START } from './times.ts';

/** Digests later than this say so. */
const LATE = 2 * HOUR;

/** A digest's moment by the clock on the wall; `late`: it was missed by so much, and was the newest that was. */
export type Due = { at: number; late: boolean };

/** Of the digests missed in one downtime the newest is posted after it, and all others are as they are. */
export function digestsOf({ digest: { zone, time, onDay } }: Asked): Due[] {
  const walked = wallWalk(zone, new Date(START), new Date(END), time, onDay).map((at) => Date.parse(at));
  return walked.flatMap((at, n) => {
    const down = downAt(at);
    if (down === undefined) return [{ at, late: false }];
    return downAt(walked[n + 1] ?? END) === down ? [] : [{ at, late: down.to - at > LATE }];
  });
}

export type Kind = 'digest' | 'alert' | 'further' | 'recovery' | 'roll-up' | 'stale' | 'over';
/** Which rule an alert was for. */
const FLOOR = /^[^\n]*, below 65\s%/u;
const WORDS: readonly (readonly [Kind, RegExp])[] = [
  ['roll-up', /^5 scopes dropped together/u],
  ['further', / dropped further: /u],
  ['alert', / dropped |, below 65\s%/u],
  ['recovery', /: back at /u],
  ['stale', /^No score has been read for /u],
  ['over', /^Scores are read again/u],
  ['digest', / (?:is|are) at [\d.]+\s%/u],
];

/** What a post is, by its first line: all that people have. */
export function kindOf({ said }: Seen): Kind {
  const [line = ''] = said.split('\n');
  const found = WORDS.find(([, words]) => words.test(line));
  if (found === undefined) throw new Error(`nobody knows what this is: ${line}`);
  return found[0];
}

/** Whether a post is about that scope. */
export const isAbout = ({ said }: Seen, scope: string): boolean =>
  new RegExp(`^(?:Enable MFA of )?${scope}(?::| dropped | is at )`, 'u').test(said);

/** The posts of a digest: those between its time and that of the next one. */
export const postsOf = (posts: readonly Seen[], dues: readonly Due[], n: number): Seen[] =>
  posts.filter(
    (one) =>
      kindOf(one) === 'digest' && one.at >= (dues[n]?.at ?? 0) && one.at < (dues[n + 1]?.at ?? END + LATE),
  );

export const saysLate = ({ said }: Seen): boolean => said.includes('Late: it was due');

/** The posts that tell of a fall, of its getting worse, and of its end: these two in the thread of the first. */
export function postsAbout(posts: readonly Seen[], { scopes, below, told, worse, over }: Thread) {
  const [scope = ''] = scopes;
  const isIn = (news: { from: number; to: number }, one: Seen) => one.at >= news.from && one.at <= news.to;
  const first = posts.filter((one) => {
    if (!isIn(told, one) || one.thread !== null) return false;
    if (scopes.length > 1) return kindOf(one) === 'roll-up';
    return kindOf(one) === 'alert' && isAbout(one, scope) && FLOOR.test(one.said) === below;
  });
  const replies = posts.filter((one) => first.some(({ id }) => id === one.thread));
  const of = (kind: Kind, about: string, news: { from: number; to: number }) =>
    replies.filter((one) => kindOf(one) === kind && isAbout(one, about) && isIn(news, one));
  return {
    first,
    further: worse.map((news) => of('further', scope, news)),
    over: scopes.map((about) => of('recovery', about, over)),
  };
}
