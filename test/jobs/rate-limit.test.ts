import { expect, test } from 'vitest';
import { deliverDue } from '../../src/jobs/deliver.ts';
import { planDigests } from '../../src/jobs/plan-digests.ts';
import type { NewDelivery } from '../../src/ports/orders.ts';
import type { Delivery, Messenger } from '../../src/ports.ts';
import { speakingWorld } from '../support/speaking.ts';

const CHANNELS = 50;
const DUE = Date.parse('2026-11-02T09:00:00Z');
/** Slack turns everything away for so long. Milliseconds. */
const LIMITED_MS = 40_000;
const LIMITED: Delivery = { outcome: 'retry', after: 30, why: 'Slack limits posts.', crowded: true };

type World = Awaited<ReturnType<typeof speakingWorld>>;
const channel = (n: number) => ({ key: `slack:T1/C${n}`, kind: 'channel', shared: false }) as const;

/** A weekly digest in each channel, and a daily one of another scope in every fifth. */
async function order(world: World): Promise<void> {
  const scope = { kind: 'all', id: 'all' } as const;
  for (let n = 0; n < CHANNELS; n += 1) {
    const person = { key: `slack:T1/U${n}`, name: 'Ada', member: true };
    const from = { person, conversation: channel(n), addressed: 'named' } as const;
    await world.stores.access.grant({
      conversation: from.conversation.key,
      scope,
      by: 'terminal',
      at: '2026-11-01T00:00:00Z',
    });
    await world.say('digest weekly monday 09:00 UTC brief', from);
    if (n % 5 === 0) await world.say("digest daily 09:00 UTC for 'Web Shop' brief", from);
    if (n === 25) await world.say("alert drop 5 for 'Web Shop'", from);
  }
}

async function alertDue(world: World): Promise<NewDelivery> {
  const { key } = channel(25);
  const found = (await world.stores.orders.of(key)).find(({ rule }) => rule.kind === 'alert');
  const shop = (await world.stores.posture.estate()).subscriptions.find(({ name }) => name === 'Web Shop');
  const scope = { kind: 'subscription' as const, id: shop?.id ?? '', name: 'Web Shop' };
  const at = '2026-11-01T06:00:00.000Z';
  const facts = {
    ...{ alert: 'A1RT', order: found?.id ?? '', scope, control: null, again: false, confirmedBy: [at] },
    ...{ from: { value: 70, at: '2026-10-31T06:00:00.000Z' }, now: { value: 60, at } },
  };
  const what = { kind: 'alert', facts } as const;
  return {
    key: 'alert',
    order: found?.id ?? '',
    conversation: key,
    urgent: true,
    due: new Date(DUE),
    parent: null,
    what,
  };
}

test('Slack turns 61 posts away: the alert goes first after it, nothing is lost, and no channel gets two in a second', async () => {
  const world = await speakingWorld({ start: '2026-11-01T06:00:00Z', snapshots: 1 });
  await order(world);
  let now = DUE;
  const clock = () => new Date(now);
  const asked: number[] = [];
  const accepted: { conversation: string; key: string; at: number }[] = [];
  const messenger: Messenger = {
    async deliver(conversation, _, how) {
      // Every request takes its time.
      now += 40;
      asked.push(now);
      if (now < DUE + LIMITED_MS) return LIMITED;
      accepted.push({ conversation, key: how?.id ?? '', at: now });
      return { outcome: 'delivered', post: `${now}` };
    },
    edit: async (_, post) => ({ outcome: 'delivered', post }),
    posted: async () => null,
  };
  const deps = { ...world.deps, clock, messenger };
  expect(await planDigests(deps)).toBe(CHANNELS + CHANNELS / 5);
  await world.stores.outbox.decide({ deliveries: [await alertDue(world)], at: clock() });
  const stop = new AbortController().signal;
  for (let next: Date | null = clock(); next !== null; next = await world.stores.outbox.nextDue()) {
    now = Math.max(now, next.getTime());
    await deliverDue(deps, 'test', stop);
  }

  expect(accepted[0]?.key).toBe('alert');
  expect(new Set(accepted.map(({ key }) => key)).size).toBe(CHANNELS + CHANNELS / 5 + 1);
  expect(accepted).toHaveLength(CHANNELS + CHANNELS / 5 + 1);
  for (const [, own] of Map.groupBy(accepted, ({ conversation }) => conversation)) {
    const gaps = own.slice(1).map(({ at }, n) => at - (own[n]?.at ?? 0));
    expect(Math.min(1_000, ...gaps)).toBe(1_000);
  }
  const early = asked.filter((at) => at < DUE + LIMITED_MS).length;
  console.info(
    `${accepted.length} posts, the alert first; ${early} requests while Slack turned everything away`,
  );
  // Whoever is told to wait does not knock for each of the others.
  expect(early).toBeLessThan(15);
});
