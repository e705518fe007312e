import { expect, test } from 'vitest';
import type { AlertFacts } from '../../src/core/announcement.ts';
import type { NewDelivery, OpenAlert } from '../../src/ports/orders.ts';
import { speakingWorld } from '../support/speaking.ts';

const [BEFORE, AFTER] = ['2026-11-01T06:00:00Z', '2026-11-02T06:00:00Z'] as const;

test('the recovery of one scope is told in the thread of the roll-up, whose card goes on to be about all of them', async () => {
  const w = await speakingWorld({ start: BEFORE });
  await w.say('alert drop 5');
  await w.run(AFTER);
  const [order] = await w.stores.orders.of('terminal');
  const { subscriptions } = await w.stores.posture.estate();
  const facts = subscriptions.slice(0, 5).map(
    ({ kind, id, name }, at): AlertFacts => ({
      ...{ alert: `A${at}AA`, order: order?.id ?? '', scope: { kind, id, name }, control: null },
      ...{
        from: { value: 60, at: BEFORE },
        now: { value: 50, at: AFTER },
        confirmedBy: [AFTER],
        again: false,
      },
    }),
  );
  const decide = (
    key: string,
    parent: string | null,
    what: NewDelivery['what'],
    alerts: OpenAlert[] = [],
  ) => {
    const due = w.deps.clock();
    const common = { order: order?.id ?? null, conversation: 'terminal', urgent: true, due, parent };
    return w.stores.outbox.decide({ deliveries: [{ key, ...common, what }], alerts, at: due });
  };
  await decide('all', null, { kind: 'roll-up', alerts: facts });
  await w.run('2026-11-02T07:00:00Z');
  const [first] = facts;
  if (first === undefined) throw new Error('the demo has subscriptions');
  const over: OpenAlert = {
    ...{ id: first.alert, order: first.order, conversation: 'terminal', delivery: 'all' },
    ...{ state: 'recovered', acknowledged: null },
  };
  await decide('one', 'all', { kind: 'recovery', facts: first, told: first, hours: 3 }, [over]);
  await w.run('2026-11-02T08:00:00Z');
  const [rollUp, recovery, ...others] = w.posts();
  expect(others).toEqual([]);
  expect([rollUp?.name, recovery?.name, recovery?.parent]).toEqual(['roll-up', 'recovery', rollUp?.post]);
  expect(w.edits.map(({ post }) => post)).toEqual([rollUp?.post]);
  const [headline, ...lines] = w.edits[0]?.card.text.split('\n') ?? [];
  expect(headline).toMatch(/^5 scopes dropped together/);
  expect(lines.filter((line) => line.endsWith(', recovered'))).toEqual([
    expect.stringContaining(first.scope.name),
  ]);
});
