import type { CardContext, Contributed, ExplainData } from './data.ts';
import { changeWords, direction, formatCount, formatMoment, formatNumber, formatPercent } from './format.ts';
import { resourceTypeName } from './resource-type.ts';
import { stateSentence } from './score-words.ts';

import { LONGEST_SENTENCE, listed, sentence, shownName } from './words.ts';

/** The answer in one sentence: by how much it moved, from what to what, and between which snapshots. */
export function explainHeadline(
  { scope, before, after, delta, state }: ExplainData,
  ctx: CardContext,
): string {
  const name = shownName(scope.name);
  const moment = (at: string) => formatMoment(at, ctx.zone, ctx.now);
  if (delta === null) return unknownHeadline({ scope, before, after, state }, moment);
  if (before.takenAt === after.takenAt)
    return `There is one snapshot of ${name} to look at, of ${moment(after.takenAt)}: nothing to compare yet.`;
  if (direction(delta) === 'unchanged') {
    const verb = scope.kind === 'all' ? 'are' : 'is';
    return `${name} ${verb} at ${formatPercent(after.percentage)}, unchanged between ${moment(before.takenAt)} and ${moment(after.takenAt)}.`;
  }
  const [, amount = ''] = /^\w+ (.*)$/.exec(changeWords(delta)) ?? [];
  const verb = delta > 0 ? 'rose' : 'fell';
  const ends = [before, after].map((end) => `${formatPercent(end.percentage)} (${moment(end.takenAt)})`);
  return `${name} ${verb} ${amount}, from ${ends.join(' to ')}.`;
}

function unknownHeadline(
  { scope, before, after, state }: Pick<ExplainData, 'scope' | 'before' | 'after' | 'state'>,
  moment: (at: string) => string,
): string {
  if (after.percentage === null && state !== 'ok') return stateSentence(state, scope);
  const unknown = after.percentage === null ? after : before;
  return `The score of ${shownName(scope.name)} is not known as of ${moment(unknown.takenAt)}, so there is no change to explain.`;
}

/** What mattered most in the direction in which the score went; empty where nothing did. */
export function mostlyBecause({ contributions, delta }: ExplainData): string {
  if (delta === null || direction(delta) === 'unchanged') return '';
  const top = contributions.find((one) => Math.sign(one.delta) === Math.sign(delta));
  if (top === undefined || direction(top.delta) === 'unchanged') return '';
  const where = whereWords(top);
  return `Mostly because ${happened(top)}${where === '' ? '' : ` (${where})`}.`;
}

/** What a row is about: control and recommendation. */
export function whereWords({
  controlName,
  recommendationName,
}: Pick<Contributed, 'controlName' | 'recommendationName'>): string {
  return [
    ...(controlName === null ? [] : [shownName(controlName)]),
    ...(recommendationName === null ? [] : [shownName(recommendationName, LONGEST_SENTENCE)]),
  ].join(' · ');
}

/** Names of resources as a row shows them: the last part of an id. */
export function exampleWords({
  resources,
  count,
  cause,
}: Pick<Contributed, 'resources' | 'count' | 'cause'>): string {
  if (!isAboutResources(cause)) return '';
  const named = resources.slice(0, EXAMPLES).map((id) => shownName(id.split('/').at(-1) ?? id));
  const more = count - named.length;
  return listed([...named, ...(more > 0 && named.length > 0 ? [`${formatNumber(more)} more`] : [])]);
}
const EXAMPLES = 3;

/** The others name no resource, or a subscription by its id. */
const isAboutResources = (cause: Contributed['cause']): boolean =>
  !cause.startsWith('subscription-') && cause !== 'weight-changed' && cause !== 'control-max-changed';

type Said = Pick<Contributed, 'cause' | 'count' | 'type'> & { why?: Contributed['why'] };

/** What happened, as a row: `12 storage accounts added`. */
export const rowWords = (one: Said): string => sentence(wordsOf(one).row);
/** The same inside a sentence: `12 storage accounts were added`. */
export const happened = (one: Said): string => wordsOf(one).said;

type Words = { row: string; said: string };

function wordsOf(one: Said): Words {
  const { cause, count } = one;
  const things = thingWords(count, one.type);
  switch (cause) {
    case 'resource-added':
      return passive(things, 'added', count);
    case 'resource-deleted':
      return passive(things, 'deleted', count);
    case 'exempted':
      return passive(things, 'exempted', count);
    case 'exemption-ended':
      return passive(things, 'no longer exempted', count);
    case 'turned-unhealthy':
      return whole(`${things} turned unhealthy`);
    case 'turned-healthy':
      return whole(`${things} turned healthy`);
    case 'became-not-applicable':
      return whole(`${things} became not applicable`);
    case 'became-applicable':
      return whole(`${things} became applicable`);
    default:
      return weightWords(one, cause, things);
  }
}

/** Of what is worth more or less than before. */
function weightWords(
  { count, why = null }: Said,
  cause: Exclude<
    Contributed['cause'],
    `resource-${string}` | 'exempted' | 'exemption-ended' | `turned-${string}` | `became-${string}`
  >,
  things: string,
): Words {
  const scopes = formatCount(count, 'subscription');
  switch (cause) {
    case 'recommendation-added':
      return whole(`a recommendation began to count, with ${things}`);
    case 'recommendation-removed':
      return whole(`a recommendation no longer counts, with ${things}`);
    case 'control-added':
      return whole(`a control began to count, with ${things}`);
    case 'control-removed':
      return whole(`a control no longer counts, with ${things}`);
    case 'control-max-changed':
      return whole(`what a control is worth changed in ${scopes}`);
    case 'weight-changed':
      return whole(`the weight of ${scopes} changed`);
    case 'subscription-added':
      if (why === 'became-visible') return whole(`${scopes} became visible`);
      return passive(scopes, why === 'moved' ? 'moved here' : 'added', count);
    case 'subscription-removed':
      return passive(scopes, why === 'moved' ? 'moved away' : 'removed', count);
  }
}

const passive = (subject: string, words: string, count: number): Words => ({
  ...{ row: `${subject} ${words}`, said: `${subject} ${count === 1 ? 'was' : 'were'} ${words}` },
});
const whole = (words: string) => ({ row: words, said: words });

function thingWords(count: number, type: string | null): string {
  if (type === null || count === 1) return formatCount(count, 'resource');
  return `${formatNumber(count)} ${inSentence(resourceTypeName(type))}`;
}

/** Only common words lose their capital: a brand or an acronym keeps it. */
const inSentence = (name: string): string =>
  /^(?:Storage|Virtual|Key|Container|Network|Disks|Subnets|Resource|Data|Cloud|Web|Subscriptions)\b/.test(
    name,
  )
    ? `${name.charAt(0).toLowerCase()}${name.slice(1)}`
    : name;

/** Why a part of the change is not explained. */
export function residualWords({ residualParts }: ExplainData): string {
  const [top] = residualParts;
  const at = top?.controlName == null ? '' : ` (${shownName(top.controlName)})`;
  switch (top?.why) {
    case 'counts-ahead':
      return `not explained: Azure's counts moved, and its recommendations do not show it${at}`;
    case 'totals-disagree':
      return `not explained: Azure's total and its controls disagree at the moment${at}`;
    case 'rounding':
    case undefined:
      return "not explained: Azure's rounding";
  }
}

/** Distinct resources cannot be told where more than the first are not named, so a row's largest count is the least. */
export function pendingWords({ pending }: ExplainData): string {
  const named = new Set(pending.flatMap(({ resources }) => resources));
  const count = Math.max(named.size, ...pending.map((one) => one.count));
  if (pending.length === 0) return '';
  const least = pending.some((one) => one.count > one.resources.length) ? 'at least ' : '';
  return `No effect yet: ${least}${formatCount(count, 'resource')} changed in controls that Azure has not recalculated.`;
}

/** What a reader must know about the window: how far history reaches, and what stands still. */
export function explainNotes(
  { asked, before, after, delta, frozen }: ExplainData,
  ctx: CardContext,
): string[] {
  const moment = (at: string) => formatMoment(at, ctx.zone, ctx.now);
  const short = Date.parse(before.takenAt) > Date.parse(asked.from);
  const names = frozen.slice(0, 3).map(({ name }) => shownName(name));
  const more = frozen.length - names.length;
  const still = listed([...names, ...(more > 0 ? [`${formatNumber(more)} more`] : [])]);
  const long = Date.parse(after.takenAt) - Date.parse(before.takenAt) > 36 * 3_600_000;
  return [
    ...(short ? [`History starts on ${moment(before.takenAt)}: nothing is stored from before.`] : []),
    ...(frozen.length > 0 ? [`Not visible to Scoreline, so unchanged here: ${still}.`] : []),
    ...(long && delta !== null
      ? ['The two moments are compared, not the days between: what came and went is left out.']
      : []),
  ];
}
