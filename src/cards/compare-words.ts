import type { CompareData, ComparedControl } from './compare-data.ts';
import type { CardContext, NotVisible, ScoreData } from './data.ts';
import { changeWords, direction, formatChange, formatCount, formatMoment, formatPercent } from './format.ts';
import { isWide } from './parts.ts';
import { scoreHeadline, TONES, whyUnknown } from './score-words.ts';
import { type Instant, instant } from './view.ts';

/** How a card calls the two; different also where both have one name. */
export type Names = readonly [string, string];

/** "Contoso Prod is 12.3 pp above Contoso Dev: 61.4 % and 49.1 %." */
export function compareHeadline({ scopes }: CompareData, [left, right]: Names, ctx: CardContext): string {
  const [a, b] = scopes;
  if (a.percentage === null || b.percentage === null) {
    const at = (data: ScoreData, name: string) =>
      data.percentage === null
        ? scoreHeadline({ ...data, scope: { ...data.scope, name } }, ctx)
        : `${name} ${verbOf(data)} at ${formatPercent(data.percentage)}.`;
    return `${at(a, left)} ${at(b, right)}`;
  }
  const numbers = `${formatPercent(a.percentage)} and ${formatPercent(b.percentage)}`;
  const difference = a.percentage - b.percentage;
  if (direction(difference) === 'unchanged')
    return `${left} and ${right} are level: ${formatPercent(a.percentage)}.`;
  const [amount] = changeWords(Math.abs(difference)).split(' ').slice(1);
  return `${left} ${verbOf(a)} ${amount} ${difference > 0 ? 'above' : 'below'} ${right}: ${numbers}.`;
}

const verbOf = ({ scope }: ScoreData): string => (scope.kind === 'all' ? 'are' : 'is');

/** How a scope moved since last week; `since` is empty where that is not known. */
export type WeekWords = { change: string; since: Instant; hasSince: boolean; tone: string };

export function weekWords({ changes, asOf }: ScoreData, ctx: CardContext): WeekWords {
  const week = changes[1];
  if (week === undefined || week.percentage === null || week.since === asOf)
    return { change: 'no earlier score', since: instant('', ''), hasSince: false, tone: TONES.unchanged };
  return {
    change: formatChange(week.percentage),
    since: instant(week.since, formatMoment(week.since, ctx.zone, ctx.now)),
    hasSince: true,
    tone: TONES[direction(week.percentage)],
  };
}

/** Of what has no score nobody knows what its controls would count. */
export const bothKnown = ({ scopes }: CompareData): boolean =>
  scopes.every(({ percentage }) => percentage !== null);

/** What is to be known of each, and how one lies in the other. */
export function compareNotes(data: CompareData, names: Names): string[] {
  const { scopes, controls } = data;
  const neither = bothKnown(data) ? controls.filter((one) => !counts(one)).length : 0;
  return [
    ...scopes.flatMap((data, at) => whyUnknown(data).map((why) => `${names[at]}: ${why}`)),
    ...insideWords(scopes, names),
    ...(neither > 0 ? [`${formatCount(neither, 'control counts', 'controls count')} in neither.`] : []),
  ];
}

/** Whether a control counts on any side. */
export const counts = ({ left, right }: ComparedControl): boolean => left !== null || right !== null;

function insideWords([a, b]: CompareData['scopes'], [left, right]: Names): string[] {
  if (holds(b, a)) return [`${left} ${verbOf(a)} counted in ${right} too.`];
  return holds(a, b) ? [`${right} ${verbOf(b)} counted in ${left} too.`] : [];
}

/** Whether everything in the one is in the wide other. */
function holds(wide: ScoreData, inner: ScoreData): boolean {
  if (!isWide(wide.scope) || inner.subscriptions.length === 0) return false;
  const ids = new Set(wide.subscriptions.map(({ id }) => id));
  return inner.subscriptions.every(({ id }) => ids.has(id));
}

/** What of either could not be read, what is in both once. */
export function notVisibleInBoth(scopes: CompareData['scopes']): NotVisible {
  const hidden = scopes.flatMap(({ subscriptions }) =>
    subscriptions.filter(({ state }) => state === 'not-visible').map(({ id }) => id),
  );
  const groups = scopes.map(({ notVisible }) => notVisible.managementGroups);
  return { subscriptions: new Set(hidden).size, managementGroups: Math.max(...groups) };
}
