import { quoteName } from '../core/quote.ts';
import type { Scope } from '../core/scope.ts';
import type { CardContext, NotVisible } from './data.ts';
import { formatAge, formatCount, formatMoment } from './format.ts';
import { type Button, button, type Instant, instant } from './view.ts';
import { clean, listed, shorten } from './words.ts';

/** A command line of its parts, empty ones left out. */
export const lineOf = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

export const controlLine = (control: { id: string; name: string }, scope: Scope, ctx: CardContext): string =>
  lineOf('control', quoteName(control.name, control.id), ctx.address(scope));

const LONGEST_TITLE = 40;
/** A button whose title names something: short enough to stay whole on a phone. */
export const namedButton = (title: string, line: string): Button =>
  button(shorten(clean(title), LONGEST_TITLE), line);

const MOST_BUTTONS = 4;

/** At most four, the most useful first; a private answer keeps the last place for Share. */
export function buttonsOf(ctx: CardContext, offered: readonly (Button | null)[]): Button[] {
  const wanted = offered.filter((one) => one !== null);
  if (!ctx.private) return wanted.slice(0, MOST_BUTTONS);
  const page = ctx.page > 1 ? `page ${ctx.page}` : '';
  return [...wanted.slice(0, MOST_BUTTONS - 1), button('Share', lineOf('share', ctx.line, page))];
}

const PAGE = 10;
export type Page<Row> = {
  rows: readonly Row[];
  from: number;
  more: number;
  next: Button | null;
  words: string;
};

/** Ten rows of a long list, and how to see the next. A page past the end is the last one. */
export function pageOf<Row>(all: readonly Row[], ctx: CardContext): Page<Row> {
  const last = Math.max(1, Math.ceil(all.length / PAGE));
  const page = Math.min(last, Math.max(1, Math.floor(ctx.page)));
  const from = (page - 1) * PAGE;
  const rows = all.slice(from, from + PAGE);
  const more = all.length - from - rows.length;
  const title = `Show next ${Math.min(PAGE, more)} of ${all.length}`;
  const next = more > 0 ? button(title, lineOf(ctx.line, `page ${page + 1}`)) : null;
  const words = last > 1 ? `${from + 1} to ${from + rows.length} of ${all.length}` : '';
  return { rows, from, more, next, words };
}

export type Footer = { asOf: Instant; rest: string };

/** Age, which score it is, and what is missing from it. `live`: it was read for this question. */
export function footerOf(
  asOf: string,
  notVisible: NotVisible,
  ctx: CardContext,
  live = false,
): { view: Footer; text: string } {
  const missing = missingWords(notVisible);
  const rest = [
    ...(live ? ['read just now from Azure'] : isStale(asOf, ctx) ? [] : [formatAge(asOf, ctx.now)]),
    'classic secure score',
    ...(missing === '' ? [] : [`partial: ${missing}`]),
  ].join(' · ');
  const shown = formatMoment(asOf, ctx.zone, ctx.now);
  return { view: { asOf: instant(asOf, shown), rest }, text: `as of ${shown} · ${rest}` };
}

function missingWords({ subscriptions, managementGroups }: NotVisible): string {
  const parts = [
    ...(subscriptions > 0 ? [formatCount(subscriptions, 'subscription')] : []),
    ...(managementGroups > 0 ? [formatCount(managementGroups, 'management group')] : []),
  ];
  return parts.length === 0 ? '' : `${listed(parts)} not visible`;
}

const isStale = (asOf: string, ctx: CardContext): boolean =>
  Date.parse(ctx.now) - Date.parse(asOf) > ctx.staleAfter;

/** What must be known before the numbers are read: how old they are, and that there is no history yet. */
export function cautions(asOf: string, ctx: CardContext): string[] {
  const stale = `Read ${formatAge(asOf, ctx.now)}: no newer snapshot has been stored since.`;
  const unstored = 'Read for this question alone: history starts with the first snapshot.';
  return [...(isStale(asOf, ctx) ? [stale] : []), ...(ctx.unstored ? [unstored] : [])];
}

/** A subscription that cannot be read keeps its last numbers; in a wider scope the footer says so. */
export const frozenNote = (scope: Scope, { subscriptions }: NotVisible): string[] =>
  subscriptions > 0 && !isWide(scope)
    ? ['Not visible to Scoreline now: these are the last numbers that it read.']
    : [];

/**
 * What a card without a row offers: nothing, but its score, which says why, where the scope cannot be read and no
 * question about it has an answer.
 */
export const unlessUnreadable = (
  { scope, notVisible }: { scope: Scope; notVisible: NotVisible },
  ctx: CardContext,
  rows: readonly unknown[],
  offered: readonly (Button | null)[],
): readonly (Button | null)[] =>
  rows.length > 0 || frozenNote(scope, notVisible).length === 0
    ? offered
    : [button('Score', lineOf('score', ctx.address(scope)))];

/** Notes as rows of a view. */
export const noteRows = (notes: readonly string[]): { text: string }[] => notes.map((text) => ({ text }));

export const isWide = (scope: Scope): boolean => scope.kind === 'all' || scope.kind === 'management-group';
