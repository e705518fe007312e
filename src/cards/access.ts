import type { Card } from './card.ts';
import type { AccessData, CardContext } from './data.ts';
import { formatCount, formatMoment } from './format.ts';
import { buttonsOf, pageOf } from './parts.ts';
import { button, type Instant, instant } from './view.ts';
import { clean, shorten, shownName } from './words.ts';

/** Which conversations may ask about what; or, where the log was asked, how that came about. */
export function accessCard(data: AccessData, ctx: CardContext): Card<AccessData> {
  const log = data.log.length > 0;
  const all: readonly Row[] = log ? data.log : data.grants;
  const headline = accessHeadline(data, log);
  const page = pageOf(all, ctx);
  const rows = page.rows.map((row) => accessRow(row, ctx));
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const view = {
    headline,
    title: log ? 'Access log' : 'Access',
    rows,
    hasRows: rows.length > 0,
    more,
    hasMore: more !== '',
    note: 'Give access with: grant <scope> to <conversation>. Take it with: revoke <scope> from <conversation>.',
    buttons: buttonsOf(ctx, [
      page.next,
      log ? button('Access now', 'access') : button('Access log', 'access log'),
      button('Help', 'help'),
    ]),
  };
  const said = rows.map(({ conversation, what, by, at }) => `${conversation}: ${what} by ${by}, ${at.text}`);
  const text = [headline, ...said, ...(more === '' ? [] : [more]), view.note].join('\n');
  return { name: 'access', data, view, text };
}

type Row = AccessData['grants'][number] & { change?: 'granted' | 'revoked' };

function accessHeadline({ grants, log }: AccessData, isLog: boolean): string {
  if (isLog) return `The last ${formatCount(log.length, 'change')} of access, newest first.`;
  if (grants.length === 0) return 'No conversation may ask about anything yet.';
  const conversations = new Set(grants.map(({ conversation }) => conversation)).size;
  return `${formatCount(conversations, 'conversation')} may ask, by ${formatCount(grants.length, 'grant')}.`;
}

function accessRow({ conversation, scope, by, at, shared, change }: Row, ctx: CardContext) {
  const shownAt: Instant = instant(at, formatMoment(at, ctx.zone, ctx.now));
  const what = `${shownName(scope.name)}, ${change ?? 'granted'}${shared ? ' shared' : ''}`;
  return { conversation: shorten(clean(conversation)), what, by: shorten(clean(by)), at: shownAt };
}
