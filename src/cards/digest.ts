import type { Card } from './card.ts';
import { chartOf } from './chart.ts';
import type { CardContext } from './data.ts';
import type { DigestData } from './digest-data.ts';
import {
  becauseWords,
  digestFacts,
  digestHeadline,
  digestProblems,
  type Fact,
  fixLines,
  orderedWords,
  TITLES,
} from './digest-words.ts';
import { moments } from './explain-words.ts';
import { buttonsOf, cautions, footerOf, lineOf, noteRows } from './parts.ts';
import { scopeUrl } from './portal.ts';
import { type Button, button, verbatim } from './view.ts';
import { shownName } from './words.ts';

/** What a period brought, worth reading by whoever did not ask; a quiet one is a line. */
export function digestCard(data: DigestData, ctx: CardContext): Card<DigestData> {
  const headline = digestHeadline(data, ctx);
  const because = data.quiet ? '' : becauseWords(data);
  const facts = digestFacts(data, ctx);
  const fixes = fixLines(data);
  const problems = digestProblems(data, ctx);
  const target = data.target?.percent ?? null;
  const chart = chartOf(data.quiet ? [] : data.trend, ctx, target);
  const footer = footerOf(data.asOf, data.notVisible, ctx);
  const notes = data.problems.stale === null ? [] : cautions(data.asOf, ctx);
  const ordered = orderedWords(data, ctx);
  const view = {
    title: `${TITLES[data.rule.schedule.every]} · ${shownName(data.scope.name)}`,
    headline,
    url: verbatim(scopeUrl(ctx.portal, data.scope)),
    because,
    hasBecause: because !== '',
    chart: chart.view,
    facts,
    fixes: fixes.map((text, at) => ({ place: `${at + 1}.`, text })),
    hasFixes: fixes.length > 0,
    problems,
    notes: noteRows(data.rule.brief ? notes : []),
    ordered,
    footer: footer.view,
    buttons: buttons(data, ctx),
  };
  const text = [
    headline,
    ...(because === '' ? [] : [because]),
    ...chart.text,
    ...told(facts),
    ...(fixes.length === 0 ? [] : ['Fix first:', ...fixes]),
    ...told(problems),
    ...(data.rule.brief ? notes : []),
    ordered,
    footer.text,
  ].join('\n');
  return { name: 'digest', data, view, text };
}

const told = (facts: readonly Fact[]): string[] => facts.map(({ label, text }) => `${label}: ${text}`);

function buttons({ scope, before, after, order, rule }: DigestData, ctx: CardContext): Button[] {
  const address = ctx.address(scope);
  const details =
    before.takenAt === after.takenAt
      ? button('Score', lineOf('score', address))
      : button('Details', lineOf('explain', address, moments({ before, after })));
  if (order === null) {
    const line = lineOf('digest weekly monday 09:00', address === '' ? '' : `for ${address}`);
    return buttonsOf(ctx, [details, button('Order it, Mondays 09:00', line)]);
  }
  const silent = rule.schedule.every === 'month' ? '31d' : '7d';
  return buttonsOf(ctx, [
    details,
    button('Snooze', `order ${order.id} snooze ${silent}`),
    button('Edit', `order ${order.id} edit`),
    button('Stop', `order ${order.id} remove`),
  ]);
}
