import type { Card } from './card.ts';
import type { CardContext } from './data.ts';
import { formatCount, formatMoment } from './format.ts';
import { orderWords, quietWords, snoozedWords } from './order-words.ts';
import { buttonsOf, pageOf } from './parts.ts';
import type { OrderRow, SettingsData } from './settings-data.ts';
import { type Button, button } from './view.ts';
import { clean, nameWithin, sentence, shorten, shownName } from './words.ts';

/** `control` gives the name of a control by its id. */
export type SettingsNames = { control: (id: string) => string };

/** What this conversation receives: a row an order, those that need somebody first. `alone`: one was asked for. */
export function settingsCard(
  data: SettingsData,
  names: SettingsNames,
  ctx: CardContext,
  alone = false,
): Card<SettingsData> {
  const page = pageOf(data.orders, ctx);
  const rows = page.rows.map((row) => {
    const buttons = rowButtons(row);
    const what = whatOf(row, names);
    const change = button(`Change ${row.id}`, `order ${row.id}`);
    return {
      id: row.id,
      what,
      detail: detailOf(row, ctx),
      ...change,
      hasChange: !alone && row.state !== 'waiting',
      own: buttons,
    };
  });
  const headline = alone ? `Order ${data.orders[0]?.id ?? ''} of this conversation.` : headlineOf(data);
  const more = page.more > 0 ? `and ${page.more} more` : '';
  const note = noteOf(data, ctx);
  const view = {
    title: 'Settings',
    headline,
    rows: rows.map(({ own: _, ...row }) => row),
    hasRows: rows.length > 0,
    more,
    hasMore: more !== '',
    note,
    rowButtons: alone
      ? []
      : rows.filter(({ hasChange }) => hasChange).map(({ title, line }) => ({ title, line })),
    buttons: alone
      ? (rows[0]?.own ?? []).slice(0, 4)
      : buttonsOf(ctx, [
          page.next,
          button('New digest', 'digest'),
          button('New alert', 'alert'),
          ...(data.orders.some(({ state }) => state === 'active')
            ? [button('Snooze all 2 days', 'snooze 2d')]
            : []),
        ]),
  };
  const said = rows.map(({ id, what, detail }) => `${id}: ${what}. ${detail}`);
  const text = [headline, ...said, ...(more === '' ? [] : [more]), note].join('\n');
  return { name: 'settings', data, view, text };
}

function noteOf({ timezone, quiet }: SettingsData, { zone }: CardContext): string {
  const times = `Times here are told in ${timezone ?? `${zone ?? 'UTC'}: no zone is set for this conversation`}.`;
  return quiet === null ? times : `Alerts wait ${quietWords(quiet)}. ${times}`;
}

function whatOf(row: OrderRow, names: SettingsNames): string {
  if (row.rule === null) return shorten(clean(row.text ?? ''));
  return orderWords(row.rule, nameOf(row), (id) => shownName(names.control(id)));
}

const nameOf = ({ scope }: OrderRow): string =>
  scope === null || scope.name === null
    ? 'a scope that this conversation may not see any more'
    : nameWithin({ ...scope, name: scope.name });

function headlineOf({ orders }: SettingsData): string {
  if (orders.length === 0)
    return 'This conversation receives nothing by itself yet: order a digest or an alert.';
  const counted = (kind: 'digest' | 'alert') => {
    const count = orders.filter((order) => order.kind === kind).length;
    return count === 0 ? [] : [formatCount(count, kind)];
  };
  const stopped = orders.filter(({ state }) => state === 'paused' || state === 'waiting').length;
  const trouble = stopped === 0 ? '' : `; ${stopped} of them ${stopped === 1 ? 'needs' : 'need'} somebody`;
  return `This conversation receives ${[...counted('digest'), ...counted('alert')].join(' and ')}${trouble}.`;
}

function detailOf(row: OrderRow, ctx: CardContext): string {
  const by = row.source === 'file' ? 'Set in the configuration file.' : `Ordered by ${byWords(row)}.`;
  return [stateOf(row, ctx), nextOf(row, ctx), lastOf(row, ctx), by]
    .filter((part) => part !== '')
    .map(sentence)
    .join(' ');
}

const byWords = ({ by }: OrderRow): string => (by === null ? 'somebody here' : shownName(by));

function stateOf({ state, why, until, snoozedBy }: OrderRow, ctx: CardContext): string {
  switch (state) {
    case 'active':
      return '';
    case 'paused':
      return `Paused: ${reason(why ?? 'nobody said why.')}`;
    case 'waiting':
      return `Waiting: ${reason(why ?? 'its scope is not known yet.')}`;
    case 'snoozed':
      return until === null ? '' : `${snoozedWords({ until, by: snoozedBy }, ctx)}.`;
  }
}

function nextOf({ next, rule, state }: OrderRow, ctx: CardContext): string {
  if (rule?.kind === 'alert') return state === 'active' ? 'Looks at every snapshot.' : '';
  if (next === null || state === 'paused') return '';
  // In the zone of its schedule, which stands in the row: another hour would look like a mistake.
  const zone = rule?.schedule.zone ?? ctx.zone;
  return `Next: ${formatMoment(next, zone, ctx.now)}${zone === ctx.zone ? '' : ` (${zone})`}.`;
}

function lastOf(row: OrderRow, ctx: CardContext): string {
  const { lastDelivery: last } = row;
  if (last === null) return 'Nothing posted yet.';
  const moment = (at: string) => formatMoment(at, ctx.zone, ctx.now);
  const why = last.why === null || row.state === 'paused' ? '' : `: ${reason(last.why)}`;
  switch (last.state) {
    case 'delivered':
      return `Last posted ${moment(last.at ?? last.due)}.`;
    case 'dead':
      return `Not delivered, due ${moment(last.due)}${why === '' ? '.' : why}`;
    case 'sending':
      return `One is being posted.`;
    case 'waiting':
      return `Due ${moment(last.due)}${last.at === null || last.next === null ? '' : `, tried again ${moment(last.next)}`}${why === '' ? '.' : why}`;
  }
}

const LONGEST_REASON = 160;
/** Somebody else's words, as one sentence. */
function reason(why: string): string {
  const said = shorten(clean(why), LONGEST_REASON);
  return /[.!?]$/.test(said) ? said : `${said}.`;
}

/** What can be done with an order; those of the file are changed in the file. */
function rowButtons({ id, state, source, kind, lastDelivery }: OrderRow): Button[] {
  const again = lastDelivery?.state === 'dead' ? [button('Send again', `order ${id} send again`)] : [];
  const resume = state === 'paused' || state === 'snoozed' ? [button('Resume', `order ${id} resume`)] : [];
  const snooze =
    state === 'active'
      ? [
          button(
            kind === 'digest' ? 'Snooze 1 week' : 'Snooze 2 days',
            `order ${id} snooze ${kind === 'digest' ? '7d' : '2d'}`,
          ),
        ]
      : [];
  if (source === 'file') return [...again, ...resume, ...snooze];
  return [
    ...again,
    ...resume,
    ...snooze,
    button('Edit', `order ${id} edit`),
    button('Remove', `order ${id} remove`),
  ];
}
