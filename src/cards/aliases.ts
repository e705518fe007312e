import type { Scope } from '../core/scope.ts';
import type { Card } from './card.ts';
import type { CardContext } from './data.ts';
import { formatCount, formatMoment } from './format.ts';
import { buttonsOf, pageOf } from './parts.ts';
import { button, instant } from './view.ts';
import { clean, shorten, shownName } from './words.ts';

/** The short names of this conversation for what it may see, in the order of the names. */
export type AliasesData = { aliases: readonly { name: string; scope: Scope; by: string; at: string }[] };

/** What this conversation calls its scopes. */
export function aliasesCard(data: AliasesData, ctx: CardContext): Card<AliasesData> {
  const page = pageOf(data.aliases, ctx);
  const rows = page.rows.map(({ name, scope, by, at }) => ({
    name: shownName(name),
    scope: shownName(scope.name),
    by: shorten(clean(by)),
    at: instant(at, formatMoment(at, ctx.zone, ctx.now)),
  }));
  const count = data.aliases.length;
  const headline =
    count === 0
      ? 'This conversation has no short names yet.'
      : `This conversation has ${formatCount(count, 'short name')}.`;
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const note = 'Make one with: alias <name> = <scope>. Take it away with: alias <name> off.';
  const buttons = buttonsOf(ctx, [page.next, button('How to', 'help alias'), button('Score', 'score')]);
  const flags = { hasRows: rows.length > 0, more, hasMore: more !== '' };
  const view = { title: 'Short names', headline, rows, ...flags, note, buttons };
  const said = rows.map(({ name, scope, by, at }) => `${name}: ${scope}, by ${by}, ${at.text}`);
  const text = [headline, ...said, ...(more === '' ? [] : [more]), note].join('\n');
  return { name: 'aliases', data, view, text };
}
