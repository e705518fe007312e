import type { Scope } from '../core/scope.ts';
import type { CardContext, Change, ScoreData, ShownState } from './data.ts';
import { changeWords, direction, formatChange, formatMoment, formatPercent } from './format.ts';
import { isWide } from './parts.ts';
import { type Instant, instant } from './view.ts';
import { shownName } from './words.ts';

/** Colours of the Teams card; they only repeat what arrow, sign and word say. */
export const TONES = { up: 'Good', down: 'Attention', unchanged: 'Default' } as const;

export type ChangeRow = { amount: string; from: string; since: Instant; tone: string };

/** Each comparison once: a short history gives the same snapshot for a week and a month. */
export function changeRows(data: ScoreData, ctx: CardContext): ChangeRow[] {
  return comparisons(data).map(({ since, percentage }) => ({
    amount: formatChange(percentage),
    from: fromWords(data.percentage, percentage),
    since: instant(since, formatMoment(since, ctx.zone, ctx.now)),
    tone: TONES[direction(percentage)],
  }));
}

type Compared = Change & { percentage: number };

function comparisons(data: ScoreData): Compared[] {
  const seen = new Set([data.asOf]);
  return data.changes.filter((change): change is Compared => {
    const fresh = !seen.has(change.since) && change.percentage !== null;
    seen.add(change.since);
    return fresh;
  });
}

function fromWords(now: number | null, change: number): string {
  const then = now === null ? 'an unknown score' : formatPercent(now - change);
  const way = direction(change);
  return way === 'unchanged' ? `at ${formatPercent(now)}` : `${way} from ${then}`;
}

/** The answer in one sentence that stands alone in a notification. */
export function scoreHeadline(data: ScoreData, ctx: CardContext): string {
  const name = shownName(data.scope.name);
  if (data.percentage === null) return unknownHeadline(data, name);
  const verb = data.scope.kind === 'all' ? 'are' : 'is';
  const now = `${name} ${verb} at ${formatPercent(data.percentage)}`;
  const change = weekly(data);
  if (change === undefined) return `${now}; there is nothing to compare with yet.`;
  return `${now}, ${changeWords(change.percentage)} since ${formatMoment(change.since, ctx.zone, ctx.now)}.`;
}

/** Of yesterday, last week and last month the week speaks for itself best; with less history, the oldest there is. */
function weekly(data: ScoreData): Compared | undefined {
  const all = comparisons(data);
  const week = data.changes[1]?.since;
  return all.find(({ since }) => since === week) ?? all.at(-1);
}

function stateOf(data: ScoreData): ShownState | 'nothing-visible' {
  const [only] = data.subscriptions;
  if (isWide(data.scope)) return data.subscriptions.length === 0 ? 'nothing-visible' : 'no-score';
  return only?.state ?? 'no-score';
}

function unknownHeadline(data: ScoreData, name: string): string {
  const state = stateOf(data);
  if (state !== 'nothing-visible') return stateSentence(state, data.scope);
  return data.scope.kind === 'all'
    ? 'No subscription is visible to Scoreline yet.'
    : `Nothing in ${name} is visible to Scoreline yet.`;
}

/** Why a scope has no numbers. */
export function stateSentence(state: ShownState, scope: Pick<Scope, 'kind' | 'name'>): string {
  const name = shownName(scope.name);
  switch (state) {
    case 'nothing-assessed':
      return `Nothing is assessed in ${name} yet, so it has no score.`;
    case 'not-visible':
      return `${name} is not visible to Scoreline, so its score is unknown.`;
    case 'disabled':
      return `${name} is disabled in Azure, so it has no score.`;
    case 'ok':
    case 'no-score':
      return `${name} ${scope.kind === 'all' ? 'have' : 'has'} no score yet.`;
  }
}

/** Why there is no number, or why it stands still, and what to do about it. */
export function whyUnknown(data: ScoreData): string[] {
  const state = stateOf(data);
  if (data.percentage !== null) {
    return state === 'not-visible'
      ? ['Not visible to Scoreline now: these are the last numbers that it read.']
      : [];
  }
  switch (state) {
    case 'nothing-visible':
    case 'not-visible':
      return [
        "Scoreline's identity needs the role Security Reader or Reader there; a new role takes up to some hours.",
      ];
    case 'nothing-assessed':
      return ['Azure counts no resource there yet. The score appears after its first assessment.'];
    case 'disabled':
      return ['It counts in no wider score while it is disabled.'];
    case 'ok':
    case 'no-score':
      return [
        'Azure keeps no score while posture management is off. It is turned on in Microsoft Defender for Cloud, under Environment settings.',
      ];
  }
}
