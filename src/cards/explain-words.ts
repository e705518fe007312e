import type { Scope } from '../core/scope.ts';
import { happened } from './cause-words.ts';
import type { CardContext, Contributed, ExplainData, ScoreCause } from './data.ts';
import { eventNotes } from './events.ts';
import {
  changeWords,
  direction,
  formatCount,
  formatMoment,
  formatNumber,
  formatPercent,
  formatShare,
} from './format.ts';
import { lineOf } from './parts.ts';
import { stateSentence } from './score-words.ts';

import { LONGEST_SENTENCE, listed, shownName } from './words.ts';

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

type Ends = { before: { takenAt: string }; after: { takenAt: string } };

/** Both snapshots by their moments, so that a button means the same when a newer one is stored. */
export const moments = ({ before, after }: Ends): string =>
  `between ${exactly(before.takenAt)} and ${exactly(after.takenAt)}`;
const exactly = (at: string): string => at.replace('.000Z', 'Z');

/** What to type for the resources of an explanation: of one cause, counted from 1, or of all of them. */
export const movedLine = (ends: Ends & { scope: Scope }, ctx: CardContext, cause: number | null): string =>
  lineOf('explain', ctx.address(ends.scope), moments(ends), cause === null ? 'resources' : `cause ${cause}`);

/** What mattered most in the direction in which the score went; empty where nothing did. */
export function mostlyBecause({ contributions, delta }: ExplainData): string {
  if (delta === null || direction(delta) === 'unchanged') return '';
  const top = contributions.find((one) => Math.sign(one.delta) === Math.sign(delta));
  if (top === undefined || direction(top.delta) === 'unchanged') return '';
  return becauseOf(top);
}

/** `Mostly because 12 storage accounts were added (Secure transfer should be enabled).` */
export const becauseOf = (one: ScoreCause): string => `Mostly because ${causeWords(one)}.`;

/** What happened, and what it is about: `12 storage accounts were added (Secure transfer should be enabled)`. */
export function causeWords(one: ScoreCause): string {
  const about = aboutWords(one);
  return `${happened(one)}${about === '' ? '' : ` (${about})`}`;
}

/** `Why: 12 storage accounts were added (Secure transfer should be enabled, −2.1 pp); …`; empty without causes. */
export function whyWords(causes: readonly ScoreCause[] | null): string {
  if (causes === null || causes.length === 0) return '';
  const said = causes.map((one) => {
    const about = aboutWords({ ...one, ...narrowest(one) });
    return `${happened(one)} (${about === '' ? '' : `${about}, `}${formatShare(one.delta)})`;
  });
  return `Why: ${said.join('; ')}.`;
}

const narrowest = ({ controlName, recommendationName }: ScoreCause) =>
  recommendationName === null ? { controlName } : { controlName: null };

/** Control and recommendation; of what is about subscriptions as wholes, their names. */
const aboutWords = (one: ScoreCause): string =>
  whereWords(one) || (one.members.length > 0 ? exampleWords({ ...one, resources: [] }) : '');

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

/** Names as a row shows them: of subscriptions, or of resources the last part of an id. */
export function exampleWords({
  resources,
  count,
  members,
}: Pick<Contributed, 'resources' | 'count' | 'members'>): string {
  const last = (id: string) => id.split('/').at(-1) ?? id;
  const named = (members.length > 0 ? members : resources.map(last))
    .slice(0, EXAMPLES)
    .map((name) => shownName(name));
  const more = count - named.length;
  return listed([...named, ...(more > 0 && named.length > 0 ? [`${formatNumber(more)} more`] : [])]);
}
const EXAMPLES = 3;

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

/** What happened and moved nothing: because Azure is late, or because another recommendation decides. */
export function pendingWords({ pending }: ExplainData): string {
  const waiting = countWords(pending.filter(({ why }) => why === 'not-recalculated'));
  const idle = countWords(pending.filter(({ why }) => why === 'another-recommendation'));
  const said = [
    ...(waiting === '' ? [] : [`${waiting} changed in controls that Azure has not recalculated`]),
    ...(idle === '' ? [] : [`${idle} changed where another recommendation of the same control decides`]),
  ];
  return said.length === 0 ? '' : `No effect yet: ${said.join('; ')}.`;
}

/** Distinct resources cannot be told where more than the first are not named, so a row's largest count is the least. */
function countWords(rows: ExplainData['pending']): string {
  if (rows.length === 0) return '';
  const named = new Set(rows.flatMap(({ resources }) => resources));
  const count = Math.max(named.size, ...rows.map((one) => one.count));
  const least = rows.some((one) => one.count > one.resources.length) ? 'at least ' : '';
  return `${least}${formatCount(count, 'resource')}`;
}

/** What a reader must know about the window: how far history reaches, and what stands still. */
export function explainNotes(
  { asked, before, after, delta, frozen, events }: ExplainData,
  ctx: CardContext,
): string[] {
  const moment = (at: string) => formatMoment(at, ctx.zone, ctx.now);
  const short = Date.parse(before.takenAt) > Date.parse(asked.from);
  const names = frozen.slice(0, 3).map(({ name }) => shownName(name));
  const more = frozen.length - names.length;
  const still = listed([...names, ...(more > 0 ? [`${formatNumber(more)} more`] : [])]);
  const long = Date.parse(after.takenAt) - Date.parse(before.takenAt) > 36 * 3_600_000;
  return [
    ...eventNotes(events, ctx.now),
    ...(short ? [`History starts on ${moment(before.takenAt)}: nothing is stored from before.`] : []),
    ...(frozen.length > 0 ? [`Not visible to Scoreline, so unchanged here: ${still}.`] : []),
    ...(long && delta !== null
      ? ['The two moments are compared, not the days between: what came and went is left out.']
      : []),
  ];
}
