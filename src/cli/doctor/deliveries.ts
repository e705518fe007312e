import { formatCount, formatMoment } from '../../cards/format.ts';
import type { StandingOrder } from '../../core/order.ts';
import type { DeliveryRecord } from '../../ports/orders.ts';
import type { Check, Clock, Stores } from '../../ports.ts';

const NAME = 'deliveries';
const MOST_SHOWN = 20;

/** How each conversation's last post went, a finding a conversation; one alone where all went well. */
export async function checkDeliveries(
  { orders, outbox }: Pick<Stores, 'orders' | 'outbox'>,
  clock: Clock,
): Promise<Check[]> {
  const all = await orders.of(null);
  if (all.length === 0) return [{ name: NAME, state: 'ok', message: 'nothing is ordered yet', cure: null }];
  const last = await outbox.last(all.map(({ id }) => id));
  const now = clock().toISOString();
  const found = [...Map.groupBy(all, ({ conversation }) => conversation)].flatMap(([conversation, own]) =>
    conversationCheck(conversation, own, last, now),
  );
  const troubled = found.filter(({ state }) => state !== 'ok');
  if (troubled.length > 0) return troubled.slice(0, MOST_SHOWN);
  const of = formatCount(found.length, 'conversation');
  return [
    {
      name: NAME,
      state: 'ok',
      message: `${formatCount(all.length, 'order')} in ${of}: ${lastWords([...last.values()], now)}`,
      cure: null,
    },
  ];
}

function conversationCheck(
  conversation: string,
  own: readonly StandingOrder[],
  last: ReadonlyMap<string, DeliveryRecord>,
  now: string,
): Check[] {
  const dead = own.find(({ id }) => last.get(id)?.state === 'dead');
  const late = own.find(({ id }) => last.get(id)?.state === 'waiting' && (last.get(id)?.attempts ?? 0) > 0);
  const waiting = own.find(({ state }) => state.kind === 'waiting');
  const paused = own.find(({ state }) => state.kind === 'paused');
  const check = (
    order: StandingOrder | undefined,
    state: Check['state'],
    why: string,
    cure: string,
  ): Check[] =>
    order === undefined
      ? []
      : [{ name: NAME, state, message: `${conversation}, ${order.rule.kind} ${order.id}: ${why}`, cure }];
  const pausedWhy = paused?.state.kind === 'paused' ? paused.state.why : '';
  const waitingWhy = waiting?.state.kind === 'waiting' ? waiting.state.why : '';
  const record = dead === undefined ? undefined : last.get(dead.id);
  const lateRecord = late === undefined ? undefined : last.get(late.id);
  const found = [
    ...check(paused, 'failed', `paused. ${pausedWhy}`, `Mend that, then there: order ${paused?.id} resume`),
    ...(paused === undefined
      ? check(
          dead,
          'failed',
          `given up (due ${at(record?.due, now)}). ${record?.why ?? ''}`,
          `Mend that, then there: order ${dead?.id} send again`,
        )
      : []),
    ...check(late, 'warning', `being tried again. ${lateRecord?.why ?? ''}`, 'Nothing, unless it stays so.'),
    ...check(
      waiting,
      'warning',
      `waiting. ${waitingWhy}`,
      'Mend the name in the configuration file, or wait for the next snapshot.',
    ),
  ];
  if (found.length > 0) return found;
  return [{ name: NAME, state: 'ok', message: conversation, cure: null }];
}

const at = (moment: string | undefined, now: string): string =>
  moment === undefined ? 'unknown' : formatMoment(moment, null, now);

function lastWords(records: readonly DeliveryRecord[], now: string): string {
  const posted = records
    .flatMap(({ state, at }) => (state === 'delivered' && at !== null ? [at] : []))
    .sort();
  const newest = posted.at(-1);
  return newest === undefined
    ? 'nothing posted yet'
    : `the last was posted ${formatMoment(newest, null, now)}`;
}
