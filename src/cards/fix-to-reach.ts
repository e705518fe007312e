import { quoteName } from '../core/quote.ts';
import type { Card } from './card.ts';
import type { CardContext } from './data.ts';
import type { FixStep, FixToReachData } from './fix-to-reach-data.ts';
import { formatCount, formatGain, formatNumber, formatPercent, formatTarget } from './format.ts';
import { buttonsOf, cautions, footerOf, frozenNote, lineOf, noteRows, pageOf } from './parts.ts';
import { recommendationUrl } from './portal.ts';
import { severityWords } from './recommendation-rows.ts';
import { stateSentence } from './score-words.ts';
import { button, verbatim } from './view.ts';
import { LONGEST_SENTENCE, shownName, shownNames } from './words.ts';

/** The fewest recommendations that reach a score, one step after the other; or that none do. */
export function fixToReachCard(data: FixToReachData, ctx: CardContext): Card<FixToReachData> {
  const headline = headlineOf(data);
  const page = pageOf(data.steps, ctx);
  const steps = stepRows(data.steps, page.rows, page.from, ctx);
  const notes = [...cautions(data.asOf, ctx), ...remarks(data)];
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const view = {
    headline,
    name: shownName(data.scope.name),
    title: `to reach ${formatTarget(data.target)}`,
    notes: noteRows(notes),
    steps,
    hasSteps: steps.length > 0,
    more,
    hasMore: more !== '',
    footer: footer.view,
    buttons: buttons(data, ctx, page.next),
  };
  const said = steps.map(
    ({ step, name, detail, gain, percent }) => `${step}. ${name} (${detail}): ${gain}, then ${percent}`,
  );
  const text = [headline, ...notes, ...said, ...(more === '' ? [] : [more]), footer.text].join('\n');
  return { name: 'fix-to-reach', data, view, text };
}

function headlineOf(data: FixToReachData): string {
  const { scope, state, target, outcome, before, after, most, steps, smallest, fewest } = data;
  const [where, wanted] = [shownName(scope.name), formatTarget(target)];
  const verb = (one: string, many: string) => (scope.kind === 'all' ? many : one);
  switch (outcome) {
    case 'unknown':
      return stateSentence(state, scope);
    case 'already':
      return `${where} ${verb('is', 'are')} at ${formatPercent(before.percentage)} already: ${wanted} is reached.`;
    case 'short':
      return `${wanted} cannot be reached by fixing recommendations in ${where}: the most is ${formatPercent(most)}.`;
    case 'reached': {
      const [from, to] = [formatPercent(before.percentage), formatPercent(after.percentage)];
      const many = formatCount(steps.length, 'recommendation');
      const set = smallest
        ? `the fewest that reach ${wanted}`
        : `a small set that reaches ${wanted}, and it takes ${fewest} at least`;
      return `Fixing ${many} takes ${where} from ${from} to ${to}: ${set}.`;
    }
  }
}

function remarks({ scope, before, steps, resources, notVisible }: FixToReachData): string[] {
  if (before.percentage === null) return [];
  const frozen = frozenNote(scope, notVisible);
  if (steps.length === 0) return frozen;
  const work = `${formatCount(resources ?? 0, 'resource')} to fix.`;
  return [...frozen, steps.length === 1 ? work : `${work} Each step counts on top of those before it.`];
}

function stepRows(all: readonly FixStep[], shown: readonly FixStep[], from: number, ctx: CardContext) {
  const nameOf = shownNames(all, LONGEST_SENTENCE);
  return shown.map((step, at) => ({
    step: formatNumber(from + at + 1),
    name: nameOf(step),
    url: verbatim(recommendationUrl(ctx.portal, step.id)),
    detail: `${shownName(step.controlName)}, ${formatNumber(step.unhealthy)} unhealthy, ${severityWords(step.severity)}`,
    gain: step.gain > 0 ? formatGain(step.gain) : 'with a later step',
    percent: formatPercent(step.percentage),
  }));
}

function buttons(data: FixToReachData, ctx: CardContext, next: ReturnType<typeof button> | null) {
  const scope = ctx.address(data.scope);
  const { steps, target } = data;
  const wanted = data.outcome === 'short' || data.outcome === 'reached';
  return buttonsOf(ctx, [
    next,
    steps.length === 0 ? null : whatIfButton(steps, scope),
    wanted && steps.length > 0
      ? button('Set as target', lineOf('target', `${target}%`, 'in 3 months', scope))
      : null,
    button('What to fix', lineOf('fix', scope)),
    button('Score', lineOf('score', scope)),
  ]);
}

/** `what if` takes so many, and a question has an end. */
const MOST_TOGETHER = 5;
const LONGEST_LINE = 900;

function whatIfButton(steps: readonly FixStep[], scope: string) {
  const together = steps.slice(0, MOST_TOGETHER);
  const named = whatIfLine(together, scope, ({ name, id }) => quoteName(name, id));
  const line = named.length > LONGEST_LINE ? whatIfLine(together, scope, ({ id }) => id) : named;
  const title = steps.length > together.length ? `What if the first ${together.length}` : 'What if';
  return button(title, line);
}

const whatIfLine = (steps: readonly FixStep[], scope: string, call: (step: FixStep) => string): string =>
  lineOf('what if', steps.map(call).join(' and '), scope);
