import type { AlertData, RecoveryData, RollUpData, StaleData } from './alert-data.ts';
import type { Card } from './card.ts';
import type { CardContext } from './data.ts';
import { causeWords, moments, whyWords } from './explain-words.ts';
import {
  changeWords,
  formatChange,
  formatCount,
  formatMoment,
  formatPercent,
  formatTarget,
} from './format.ts';
import { ruleWords } from './order-words.ts';
import { lineOf, noteRows } from './parts.ts';
import { type Button, button } from './view.ts';
import { listed, sentence, shownName, shownNames } from './words.ts';

/** An alert: what fell, why, how sure that is, and what can be done about it. */
export function alertCard(data: AlertData, ctx: CardContext): Card<AlertData> {
  const why = whyWords(data.why);
  const notes = [sureWords(data, ctx), fateWords(data, ctx)].filter((note) => note !== '');
  return cardOf('alert', data, {
    headline: alertHeadline(data, ctx),
    body: [...(data.recovered === null ? [] : [fellWords(data, ctx)]), ...(why === '' ? [] : [why])],
    notes,
    buttons: alertButtons(data, ctx),
  });
}

function alertHeadline(data: AlertData, ctx: CardContext): string {
  const { recovered } = data;
  if (recovered !== null) return `Recovered: ${whatFell(data)} is back at ${formatPercent(recovered.value)}.`;
  return fellWords(data, ctx);
}

function fellWords(data: AlertData, ctx: CardContext): string {
  const { from, now, again, rule, recovered } = data;
  const what = whatFell(data);
  const was = `was ${formatPercent(from.value)}, ${formatMoment(from.at, ctx.zone, ctx.now)}`;
  if (rule.of === 'below')
    return `${what} ${recovered === null ? 'is' : 'was'} at ${formatPercent(now.value)}, below ${formatTarget(rule.percentage)} (${was}).`;
  const by = changeWords(now.value - from.value).replace(/^down /, '');
  return `${what} dropped ${again ? 'further: ' : ''}${by} to ${formatPercent(now.value)} (${was}).`;
}

const whatFell = ({ scope, control }: Pick<AlertData, 'scope' | 'control'>): string =>
  control === null ? shownName(scope.name) : `${shownName(control.name)} of ${shownName(scope.name)}`;

function sureWords({ alert, confirmedBy, rule, control }: AlertData, ctx: CardContext): string {
  const seen = confirmedBy.map((at) => formatMoment(at, ctx.zone, ctx.now));
  const sure =
    seen.length > 1
      ? `Confirmed by two snapshots, ${listed(seen)}.`
      : `Seen ${listed(seen)}: too large to wait for a second snapshot.`;
  if (alert === '') return sure;
  return `${sure} Rule: ${ruleWords(rule, () => shownName(control?.name ?? ''))}.`;
}

/** What became of it. */
function fateWords({ acknowledged, recovered }: AlertData, ctx: CardContext): string {
  const at = (moment: string) => formatMoment(moment, ctx.zone, ctx.now);
  return [
    ...(acknowledged === null
      ? []
      : [`${shownName(acknowledged.by ?? 'Somebody')} looks after it since ${at(acknowledged.at)}.`]),
    ...(recovered === null ? [] : [`It took ${hoursWords(recovered.hours)}, until ${at(recovered.at)}.`]),
  ].join(' ');
}

const hoursWords = (hours: number): string =>
  hours < 48
    ? formatCount(Math.max(1, Math.round(hours)), 'hour')
    : formatCount(Math.round(hours / 24), 'day');

function alertButtons(data: AlertData, ctx: CardContext): Button[] {
  const { scope, from, now, acknowledged, recovered, alert, order } = data;
  const ends = { before: { takenAt: from.at }, after: { takenAt: now.at } };
  const open = recovered === null;
  return [
    button('Explain', lineOf('explain', ctx.address(scope), moments(ends))),
    ...(open && acknowledged === null && alert !== '' ? [button('Acknowledge', `acknowledge ${alert}`)] : []),
    ...(open ? [button('Snooze 2 days', `order ${order} snooze 2d`)] : []),
    button('Change rule', `order ${order} edit`),
  ];
}

/** The end of an alert, told in its thread. */
export function recoveryCard(data: RecoveryData): Card<RecoveryData> {
  const headline = `${whatFell(data)}: back at ${formatPercent(data.now.value)} after ${hoursWords(data.hours)}.`;
  return cardOf('recovery', data, { headline, body: [], notes: [], buttons: [] });
}

/** Many scopes at once, or more than one after quiet hours: one post, largest fall first. */
export function rollUpCard(data: RollUpData, ctx: CardContext): Card<RollUpData> {
  const nameOf = shownNames(data.alerts.map(({ scope }) => scope));
  const fell = data.alerts.toSorted((a, b) => a.now.value - a.from.value - (b.now.value - b.from.value));
  const rows = fell.slice(0, MOST_ROWS).map(({ alert, scope, from, now }) => {
    const was = `${formatPercent(from.value)} (${formatMoment(from.at, ctx.zone, ctx.now)})`;
    const fall = `${formatChange(now.value - from.value)}, from ${was} to ${formatPercent(now.value)}`;
    const seen = data.held ? `, seen ${formatMoment(now.at, ctx.zone, ctx.now)}` : '';
    const over = data.recovered.includes(alert) ? ', recovered' : '';
    return `${nameOf(scope)}: ${fall}${seen}${over}`;
  });
  const more = fell.length - rows.length;
  const { common } = data;
  const why =
    common === null
      ? []
      : [`${sentence(causeWords(common.words))} in ${formatCount(common.count, 'of them', 'of them')}.`];
  const how = data.held
    ? 'dropped while it was quiet here'
    : `dropped together, seen ${formatMoment(data.at, ctx.zone, ctx.now)}`;
  const recovered = data.alerts.every(({ alert }) => data.recovered.includes(alert)) ? 'Recovered: ' : '';
  const headline = `${recovered}${formatCount(data.alerts.length, 'scope')} ${how}.`;
  return cardOf('roll-up', data, {
    headline,
    body: [...why, ...rows, ...(more > 0 ? [`and ${more} more`] : [])],
    notes: [],
    buttons: [
      button('Movers', 'movers 2d'),
      button('Snooze all 2 days', 'snooze 2d'),
      button('Settings', 'settings'),
    ],
  });
}
const MOST_ROWS = 15;

/** Silence has a reason: nothing is read, or is again. */
export function staleCard(data: StaleData, ctx: CardContext): Card<StaleData> {
  const since = formatMoment(data.since, ctx.zone, ctx.now);
  const headline = data.over
    ? `Scores are read again, after ${hoursWords(data.hours)} without a snapshot.`
    : `No score has been read for ${hoursWords(data.hours)}, since ${since}: alerts and digests here know nothing newer.`;
  const body = data.over ? [] : ['Whoever runs Scoreline sees why with: status.'];
  return cardOf('stale', data, { headline, body, notes: [], buttons: [button('Settings', 'settings')] });
}

type Said = { headline: string; body: string[]; notes: string[]; buttons: Button[] };

/** The cards that speak first look alike: a sentence, why, what else there is to know, and what to do. */
function cardOf<Data>(name: string, data: Data, { headline, body, notes, buttons }: Said): Card<Data> {
  const view = {
    headline,
    body: noteRows(body),
    notes: noteRows(notes),
    buttons,
    hasButtons: buttons.length > 0,
  };
  return { name, data, view, text: [headline, ...body, ...notes].join('\n') };
}
