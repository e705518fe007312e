import { percentageNow } from '../answers/target.ts';
import { formatDrop, formatPercent, formatTarget } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { choicesOf, orderFormCard } from '../cards/order-form.ts';
import { nameWithin, shownName } from '../cards/words.ts';
import { scopeFrom, scopesOf } from '../core/names.ts';
import type { AlertRule } from '../core/order.ts';
import { after, withoutFillers } from '../core/words.ts';
import { type AskedRule, alertRuleIn, ruleMissing } from './alert-rule.ts';
import type { Command, Context } from './command.ts';
import { keepOrder, undoOf } from './standing-order.ts';
import { describe, namesScope, stopOrders } from './stop-orders.ts';

export const alert: Command = {
  name: 'alert',
  phrases: ['alert', 'alerts'],
  group: 'be told',
  summary: 'Posts here once when a score really drops, with the reason.',
  forms: [
    'alert drop <points> [for <scope>]',
    'alert below <percent> [for <scope>]',
    'alert control <name> drop <points> [for <scope>]',
    'alert off [for <scope>]',
  ],
  examples: ['alert drop 5', 'alert below 70 for {scope}', 'alert control {control} drop 10', 'alert off'],
  who: 'member',
  read(words, vocabulary) {
    if (withoutFillers(words).length === 0) return form;
    const off = after(words, 'off') ?? after(words, 'stop');
    if (off !== null) {
      const named = namesScope(off);
      const scope = named ? scopeFrom(off, vocabulary.scopes, (address) => `alert off for ${address}`) : null;
      return (context) => stopOrders(context, 'alert', scope);
    }
    const wanted = alertRuleIn(words, vocabulary, 'alert');
    if (wanted === null) throw ruleMissing(words, 'alert');
    return (context) => make(context, wanted);
  },
};

async function form({ world, card }: Context) {
  const scopes = scopesOf(world.estate).map((scope) => ({ name: scope.name, line: card.address(scope) }));
  return orderFormCard({ order: 'alert', ...choicesOf(scopes), zone: null });
}

async function make(context: Context, { rule, scope }: AskedRule) {
  const kept = await keepOrder(context, rule, scope);
  const { replaced } = kept;
  const now = rule.of === 'control' ? null : await percentageNow(context.world, scope);
  const was = replaced === null ? '' : ` It takes the place of: ${describe(context, replaced)}.`;
  const control = (id: string) => shownName(context.world.controls.find((one) => one.id === id)?.name ?? id);
  const message = `${promise(rule, nameWithin(scope), now, control)} I look at every snapshot from now on.${was}`;
  return noticeCard({ message, undo: undoOf(context, kept) });
}

/** What will happen, with an example from where the score stands now. */
function promise(rule: AlertRule, name: string, now: number | null, control: (id: string) => string): string {
  switch (rule.of) {
    case 'drop': {
      const example =
        now === null || now < rule.points
          ? ''
          : `, for example from ${formatPercent(now)} to ${formatPercent(now - rule.points)}`;
      return `I will tell this conversation once when the score of ${name} drops by ${formatDrop(rule.points)}${example}.`;
    }
    case 'below': {
      const floor = formatTarget(rule.percentage);
      return `I will tell this conversation once when the score of ${name} falls below ${floor}${standsWords(now, rule.percentage)}.`;
    }
    case 'control':
      return `I will tell this conversation once when ${control(rule.control)} of ${name} drops by ${formatDrop(rule.points)} of its own percentage.`;
  }
}

/** A score that is under its floor already has to come up to it before it can fall below. */
function standsWords(now: number | null, percentage: number): string {
  if (now === null) return '';
  const stands = `it is at ${formatPercent(now)} now`;
  return now < percentage
    ? `; ${stands}, so it has to reach ${formatTarget(percentage)} first`
    : `; ${stands}`;
}
