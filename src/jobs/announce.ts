import { alertOf, type Fate, rollUpOf } from '../answers/alert.ts';
import { digestOf } from '../answers/digest.ts';
import { scopeOfOrder } from '../answers/orders.ts';
import { alertCard, recoveryCard, rollUpCard, staleCard } from '../cards/alert.ts';
import type { Card } from '../cards/card.ts';
import { digestCard } from '../cards/digest.ts';
import { noticeCard } from '../cards/notice.ts';
import type { AlertFacts, Announcement } from '../core/announcement.ts';
import type { AlertRule, StandingOrder } from '../core/order.ts';
import { cardContext, type SpeakingDeps, worldOf } from './speaking.ts';

/** What is posted later than this after its time says so, whether nothing ran then or nobody took it. */
export const LATE_MS = 2 * 3_600_000;
const isLate = ({ to, late }: { to: string; late: boolean }, now: Date): boolean =>
  late || now.getTime() - Date.parse(to) > LATE_MS;

/** The card of a post; or why its order can post nothing here any more. */
export type Announced = { card: Card } | { refused: string };

const HOUR = 3_600_000;
export const UNGRANTED = 'This conversation may not see that scope any more. An operator can grant it again.';

/** Makes the card at the moment of posting, of what the conversation may see then. `order`: null where it is gone. */
export async function announce(
  deps: SpeakingDeps,
  conversation: string,
  what: Announcement,
  order: StandingOrder | null,
): Promise<Announced> {
  const { world, zone, granted } = await worldOf(deps, conversation);
  if (!granted && what.kind !== 'paused') return { refused: UNGRANTED };
  const context = (own: string | null) => cardContext(deps, world, own);
  const visible = (scope: StandingOrder['scope']) => scopeOfOrder(world, { scope });
  switch (what.kind) {
    case 'digest': {
      const scope = order === null ? null : visible(order.scope);
      if (order?.rule.kind !== 'digest') return { refused: 'Its order is gone.' };
      if (scope === null) return { refused: UNGRANTED };
      const targets = await deps.stores.targets.of(conversation);
      const of = { scope, rule: order.rule, order, targets, staleAfter: deps.staleAfter };
      const period = { from: new Date(what.from), to: new Date(what.to), late: isLate(what, world.now) };
      return { card: digestCard(await digestOf(world, of, period), context(order.rule.schedule.zone)) };
    }
    case 'alert': {
      if (visible(what.facts.scope) === null) return { refused: UNGRANTED };
      const fate = { ...(await fateOf(deps, what.facts)), recovered: null };
      return {
        card: alertCard(await alertOf(world, what.facts, ruleOf(order, what.facts), fate), context(zone)),
      };
    }
    case 'roll-up': {
      const card = await rollUp(deps, what, { world, zone });
      return card === null ? { refused: UNGRANTED } : { card };
    }
    case 'recovery': {
      const { alert, scope, control, now } = what.facts;
      if (visible(scope) === null) return { refused: UNGRANTED };
      return { card: recoveryCard({ alert, scope, control, now, hours: what.hours }) };
    }
    case 'stale': {
      const until = what.over ? Date.parse(world.latest.takenAt) : world.now.getTime();
      const hours = (until - Date.parse(what.since)) / HOUR;
      return { card: staleCard({ since: what.since, over: what.over, hours }, context(zone)) };
    }
    case 'paused': {
      const message = `A ${what.what} that you ordered is paused, because it cannot be posted: ${what.why} It is kept. Once that is mended, "order ${what.order} resume" there starts it again.`;
      return { card: noticeCard({ message, undo: null }) };
    }
  }
}

type Seen = Pick<Awaited<ReturnType<typeof worldOf>>, 'world' | 'zone'>;

/** With what has recovered since; null where nothing of it may be seen any more. */
async function rollUp(
  deps: SpeakingDeps,
  { alerts, held = false }: Extract<Announcement, { kind: 'roll-up' }>,
  { world, zone }: Seen,
): Promise<Card | null> {
  const seen = alerts.filter(({ scope }) => scopeOfOrder(world, { scope }) !== null);
  if (seen.length === 0) return null;
  const recovered: string[] = [];
  for (const { alert } of seen)
    if ((await deps.stores.outbox.alert(alert))?.state === 'recovered') recovered.push(alert);
  return rollUpCard(await rollUpOf(world, seen, { held, recovered }), cardContext(deps, world, zone));
}

/** An order that was changed since keeps its id; what was told goes by the rule of then as far as it can be told. */
function ruleOf(order: StandingOrder | null, { alert, from, now }: AlertFacts): AlertRule {
  if (order?.rule.kind === 'alert' && alert !== '') return order.rule;
  return { kind: 'alert', of: 'drop', points: Math.max(0.5, from.value - now.value) };
}

async function fateOf({ stores }: SpeakingDeps, { alert }: AlertFacts): Promise<Pick<Fate, 'acknowledged'>> {
  const found = await stores.outbox.alert(alert);
  const by = found?.acknowledged ?? null;
  return { acknowledged: by === null ? null : { by: by.name, at: by.at } };
}

/** The card that an alert stood on, now that it has recovered; null where it may not be seen any more. */
export async function recoveredCard(
  deps: SpeakingDeps,
  conversation: string,
  { told, facts, hours }: Extract<Announcement, { kind: 'recovery' }>,
  order: StandingOrder | null,
  posted: Announcement,
): Promise<Card | null> {
  const { world, zone } = await worldOf(deps, conversation);
  if (posted.kind === 'roll-up') return rollUp(deps, posted, { world, zone });
  if (scopeOfOrder(world, told) === null) return null;
  const recovered = { value: facts.now.value, at: facts.now.at, hours };
  const fate = { ...(await fateOf(deps, told)), recovered };
  return alertCard(await alertOf(world, told, ruleOf(order, told), fate), cardContext(deps, world, zone));
}
