import type { Announcement } from '../core/announcement.ts';
import type { StandingOrder } from '../core/order.ts';
import type { SpeakingDeps } from './speaking.ts';

/** Nothing is lost: the order stays as it is, and whoever made it learns why it is silent. */
export async function pauseOrder(
  { stores, clock }: Pick<SpeakingDeps, 'stores' | 'clock'>,
  order: StandingOrder,
  why: string,
): Promise<void> {
  if (order.state.kind === 'paused') return;
  const at = clock();
  await stores.orders.setState(order.id, { kind: 'paused', why, at: at.toISOString() });
  if (order.source === 'file' || order.by === order.conversation || order.by === 'terminal') return;
  const what: Announcement = { kind: 'paused', order: order.id, what: order.rule.kind, why };
  const told = { key: `${order.id}:paused:${at.toISOString()}`, order: null, conversation: order.by };
  await stores.outbox.decide({
    deliveries: [{ ...told, urgent: false, due: at, parent: null, what }],
    at,
  });
}
