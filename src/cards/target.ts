import type { Card } from './card.ts';
import type { CardContext } from './data.ts';
import { formatCount, formatMoment, formatTarget } from './format.ts';
import { buttonsOf, lineOf, pageOf } from './parts.ts';
import type { TargetData, TargetRow } from './target-data.ts';
import { doneWords, forecastWords, standWords, wantedWords } from './target-words.ts';
import { button, instant } from './view.ts';
import { clean, sentence, shorten, shownName, shownNames } from './words.ts';

/** What this conversation wants to reach, and how it goes. */
export function targetCard(data: TargetData, ctx: CardContext): Card<TargetData> {
  const page = pageOf(data.targets, ctx);
  const nameOf = shownNames(data.targets.map(({ scope }) => scope));
  const rows = page.rows.map((row) => ({
    name: nameOf(row.scope),
    wanted: wantedWords(row, ctx.now),
    stands: `${sentence(standWords(row))}.`,
    more: [doneWords(row), forecastWords(row.forecast)].filter((words) => words !== '').join(' '),
    by: shorten(clean(row.by)),
    at: instant(row.at, formatMoment(row.at, ctx.zone, ctx.now)),
  }));
  const headline = headlineOf(data, ctx);
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const note =
    'Set one with: target <percent> by <day> [for <scope>]. Drop it with: target off [for <scope>].';
  const view = {
    title: 'Targets',
    headline,
    rows: rows.map((row) => ({ ...row, hasMore: row.more !== '' })),
    hasRows: rows.length > 0,
    more,
    hasMore: more !== '',
    note,
    buttons: buttons(data, ctx, page.next),
  };
  const said = rows.map(({ name, wanted, stands, more, by, at }) =>
    [`${name}: ${wanted}. ${stands}`, more, `Set by ${by}, ${at.text}.`]
      .filter((part) => part !== '')
      .join(' '),
  );
  const text = [headline, ...said, ...(more === '' ? [] : [more]), note].join('\n');
  return { name: 'target', data, view, text };
}

function headlineOf({ of, targets }: TargetData, ctx: CardContext): string {
  const [only, ...others] = targets;
  if (only === undefined) {
    return of.kind === 'all'
      ? 'This conversation has no targets yet.'
      : `There is no target for ${shownName(of.name)} in this conversation yet.`;
  }
  if (others.length === 0)
    return `Target for ${shownName(only.scope.name)}: ${wantedWords(only, ctx.now)}, ${standWords(only)}.`;
  const reached = targets.filter(({ state }) => state === 'reached').length;
  const behind = targets.filter(({ state }) => state === 'behind' || state === 'missed').length;
  return `This conversation has ${formatCount(targets.length, 'target')}: ${reached} reached, ${behind} behind or missed.`;
}

function buttons({ of, targets }: TargetData, ctx: CardContext, next: ReturnType<typeof button> | null) {
  const open = targets.find(({ missing }) => missing !== null && missing > 0);
  const only = targets.length === 1 ? targets[0] : undefined;
  const scope = ctx.address(only?.scope ?? of);
  return buttonsOf(ctx, [
    next,
    open === undefined ? null : reachButton(open, ctx),
    button('Trend', lineOf('trend', scope)),
    only === undefined ? null : button('Drop the target', lineOf('target off', scope)),
    button('How to', 'help target'),
  ]);
}

const reachButton = ({ scope, percent }: TargetRow, ctx: CardContext) =>
  button(`Fix to reach ${formatTarget(percent)}`, lineOf('fix to reach', `${percent}%`, ctx.address(scope)));
