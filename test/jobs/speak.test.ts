import { describe, expect, test } from 'vitest';
import type { SettingsData } from '../../src/cards/settings-data.ts';
import type { AlertFacts } from '../../src/core/announcement.ts';
import { evaluateAlertsJob } from '../../src/jobs/evaluate-alerts.ts';
import type { Delivery } from '../../src/ports.ts';
import { CHANNEL, OPERATOR } from '../support/bot.ts';
import { speakingWorld } from '../support/speaking.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('a digest', () => {
  test('comes once at its time, then a week later', async () => {
    const w = await speakingWorld({ start: '2026-11-01T06:00:00Z' });
    await w.say('digest weekly monday 09:00 Europe/Oslo');
    await w.run('2026-11-16T12:00:00Z');
    expect(w.posts().map(({ at, name }) => [at, name])).toEqual([
      ['2026-11-02T08:00:00.000Z', 'digest'],
      ['2026-11-09T08:00:00.000Z', 'digest'],
      ['2026-11-16T08:00:00.000Z', 'digest'],
    ]);
  });

  test('that was missed for weeks comes once, and says that it is late', async () => {
    const w = await speakingWorld({ start: '2026-10-01T06:00:00Z' });
    await w.say('digest weekly monday 09:00 Europe/Oslo');
    await w.run('2026-10-06T12:00:00Z');
    w.sleepUntil('2026-11-18T12:00:00Z');
    await w.run('2026-11-20T12:00:00Z');
    const texts = w.posts().map(({ card }) => card.text);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toContain('Late: it was due Mon 16 Nov 09:00.');
  });

  test('is silent while it is snoozed, and does not come later for that time', async () => {
    const w = await speakingWorld({ start: '2026-11-01T06:00:00Z' });
    await w.say('digest daily 08:00');
    await w.run('2026-11-03T12:00:00Z');
    await w.say('snooze 3d');
    await w.run('2026-11-08T12:00:00Z');
    expect(w.posts().map(({ at }) => at.slice(8, 10))).toEqual(['01', '02', '03', '07', '08']);
  });

  test('shows no scope that is not granted any more: its order is paused, and its maker told', async () => {
    const w = await speakingWorld({ start: '2026-11-01T06:00:00Z', grant: 'all' });
    await w.say('digest daily 08:00', { person: OPERATOR, conversation: CHANNEL, addressed: 'named' });
    await w.revoke();
    await w.run('2026-11-02T12:00:00Z');
    expect(w.posts().map(({ key, name }) => [key, name])).toEqual([[OPERATOR.key, 'notice']]);
    const [order] = await w.stores.orders.of(CHANNEL.key);
    expect(order?.state).toMatchObject({ kind: 'paused' });
  });
});

test('a digest with one snapshot, or with none in its time, does not say that nothing moved', async () => {
  const w = await speakingWorld({ start: '2026-11-01T06:00:00Z', snapshots: 1 });
  await w.say('digest daily 08:00');
  await w.run('2026-11-03T09:00:00Z');
  const [first, second] = w.posts().map(({ card }) => card.text.split('\n')[0]);
  expect(first).toMatch(/^All subscriptions are at [^;]*; nothing is stored from before\.$/);
  expect(second).toMatch(/; nothing was read since Sun 1 Nov 06:00, so nobody knows what moved\.$/);
});

test('a digest of which nothing is stored yet waits, says for what, and is no fault', async () => {
  const w = await speakingWorld({ start: '2026-11-01T06:00:00Z', snapshots: 0 });
  await w.say('digest daily 08:00');
  await w.run('2026-11-01T09:00:00Z');
  expect((await w.say('settings')).card.text).toMatch(/tried again [^.]*: There is no snapshot yet/);
  expect(w.logged.filter(({ level }) => level === 'error')).toEqual([]);
});

/** An alert of that conversation's order that has not recovered; nothing of it is posted. */
async function openAlertOf(
  w: Awaited<ReturnType<typeof speakingWorld>>,
  conversation: string,
  scope: AlertFacts['scope'],
  at: string,
) {
  const [order] = await w.stores.orders.of(conversation);
  const [id, reading] = [order?.id ?? '', { value: 50, at }];
  const facts = { alert: 'A1DX', order: id, scope, control: null, from: { value: 60, at }, now: reading };
  const what = { kind: 'alert', facts: { ...facts, confirmedBy: [at], again: false } } as const;
  const delivery = { key: 'old', order: id, conversation, urgent: true, due: new Date(at), parent: null };
  const alert = { id: 'A1DX', order: id, conversation, delivery: 'old', state: 'open' } as const;
  await w.stores.outbox.decide({
    deliveries: [{ ...delivery, what }],
    alerts: [{ ...alert, acknowledged: null }],
    at: new Date(at),
  });
  await w.stores.outbox.claim('test', new Date(at), new Date(at), []);
  await w.stores.outbox.settle('old', 'test', { outcome: 'dead', why: 'Not for this test.' }, new Date(at));
}

describe('an alert', () => {
  const DROP = { start: '2026-07-18T06:00:00Z', every: DAY };

  test('of the demo year tells the drop of Web Shop once, and its recovery in the thread', async () => {
    const w = await speakingWorld(DROP);
    await w.say('alert drop 5 for Web Shop');
    await w.run('2026-08-10T12:00:00Z');
    const [alert, recovery, ...others] = w.posts();
    expect(others).toEqual([]);
    expect([alert?.name, alert?.at.slice(0, 10)]).toEqual(['alert', '2026-07-21']);
    expect(alert?.card.text).toContain('Why: ');
    expect([recovery?.name, recovery?.at.slice(0, 10)]).toEqual(['recovery', '2026-07-28']);
    expect(recovery?.parent).toBe(alert?.post);
    expect(w.edits.map(({ post }) => post)).toEqual([alert?.post]);
    expect(w.edits[0]?.card.text).toMatch(/^Recovered: /);
  });

  test('waits for the end of quiet hours, and is then told with the others in one post', async () => {
    const w = await speakingWorld({ ...DROP, every: 8 * HOUR });
    await w.say('quiet 05:00 to 15:00');
    await w.say('alert drop 5 for Web Shop');
    await w.say('alert drop 2 for Landing zones');
    await w.say('digest daily 06:00 UTC for Web Shop brief');
    await w.run('2026-07-21T14:45:00Z');
    expect(new Set(w.posts().map(({ name }) => name))).toEqual(new Set(['digest']));
    await w.run('2026-07-22T05:00:00Z');
    const [told, ...others] = w.posts().filter(({ name }) => name !== 'digest');
    expect(others).toEqual([]);
    expect([told?.name, told?.at]).toEqual(['roll-up', '2026-07-21T15:00:00.000Z']);
    expect(told?.card.text).toMatch(/^2 scopes dropped while it was quiet here\./);
    expect(told?.card.text).toMatch(/Web Shop: .*, seen Tue 21 Jul 06:00/);
    await w.run('2026-08-10T12:00:00Z');
    const after = w
      .posts()
      .filter(({ name }) => name !== 'digest')
      .slice(1);
    expect(after.map(({ name, parent }) => [name, parent])).toEqual([
      ['recovery', told?.post],
      ['recovery', told?.post],
    ]);
    // Both were over by the same snapshot.
    expect(w.edits.map(({ post }) => post)).toEqual([told?.post, told?.post]);
    for (const { card } of w.edits)
      expect(card.text).toMatch(/^Recovered: 2 scopes dropped.*Web Shop: [^\n]*, recovered\n/s);
  });

  test('that was decided before quiet hours and could not be posted waits for their end', async () => {
    const busy = { outcome: 'retry', after: 900, why: 'Busy.' } as const;
    const w = await speakingWorld({ ...DROP, outcomes: [busy] });
    await w.say('quiet 06:15 to 08:30');
    await w.say('alert drop 5 for Web Shop');
    await w.run('2026-07-22T05:00:00Z');
    expect(w.posts().map(({ name, at }) => [name, at])).toEqual([['alert', '2026-07-21T08:30:00.000Z']]);
  });

  test('that is snoozed is told by the first snapshot after it, where it still holds', async () => {
    const w = await speakingWorld(DROP);
    await w.say('alert drop 5 for Web Shop');
    await w.run('2026-07-19T12:00:00Z');
    await w.say('snooze 5d');
    await w.run('2026-07-27T12:00:00Z');
    expect(w.posts().map(({ name, at }) => [name, at.slice(0, 10)])).toEqual([['alert', '2026-07-25']]);
  });

  test('that came and went while its order was paused is not told; one that still holds is', async () => {
    const w = await speakingWorld({ start: '2026-07-18T06:00:00Z', every: DAY });
    await w.say('alert drop 5 for Web Shop');
    await w.run('2026-07-19T12:00:00Z');
    const [order] = await w.stores.orders.of('terminal');
    const pause = (at: string) =>
      w.stores.orders.setState(order?.id ?? '', { kind: 'paused', why: 'Archived.', at });
    await pause('2026-07-19T12:00:00Z');
    await w.run('2026-08-02T12:00:00Z');
    await w.say(`order ${order?.id} resume`);
    await w.run('2026-08-03T12:00:00Z');
    expect(w.posts()).toEqual([]);
    const held = await speakingWorld({ start: '2026-07-18T06:00:00Z', every: DAY });
    await held.say('alert drop 5 for Web Shop');
    await held.run('2026-07-19T12:00:00Z');
    const [kept] = await held.stores.orders.of('terminal');
    const at = '2026-07-19T12:00:00Z';
    await held.stores.orders.setState(kept?.id ?? '', { kind: 'paused', why: 'Archived.', at });
    await held.run('2026-07-24T12:00:00Z');
    await held.say(`order ${kept?.id} resume`);
    await held.run('2026-07-24T18:00:00Z');
    expect(held.posts().map(({ name }) => name)).toEqual(['alert']);
  });

  test('says on its card that it has recovered, also where that was posted and not recorded', async () => {
    const w = await speakingWorld(DROP);
    await w.say('alert drop 5 for Web Shop');
    await w.run('2026-07-27T12:00:00Z');
    w.deps.messenger.deliver = async () => ({ outcome: 'unknown', why: 'Nobody answered.' });
    w.deps.messenger.posted = async () => ({ post: 'found' });
    await w.run('2026-07-28T12:00:00Z');
    const [alert, ...others] = w.posts();
    expect(others).toEqual([]);
    expect(w.edits.map(({ post }) => post)).toEqual([alert?.post]);
    expect(w.edits[0]?.card.text).toMatch(/^Recovered: /);
  });

  test('shows who looks after it on its own card', async () => {
    const w = await speakingWorld(DROP);
    await w.say('alert drop 5 for Web Shop');
    await w.run('2026-07-22T12:00:00Z');
    const [alert] = w.posts();
    const line = alert?.card.view.buttons
      .map(({ line }) => line.verbatim)
      .find((one) => one.startsWith('ack'));
    const answer = await w.say(line ?? '');
    expect(answer.card.text).toContain('Ada looks after this alert.');
    expect(w.edits.at(-1)?.card.text).toContain('Ada looks after it since');
    expect((await w.say(line ?? '')).card.text).toContain('already');
  });

  test('that has recovered goes on saying so, whoever looks after it afterwards', async () => {
    const w = await speakingWorld(DROP);
    await w.say('alert drop 5 for Web Shop');
    await w.run('2026-08-10T12:00:00Z');
    const buttons = w.posts()[0]?.card.view.buttons ?? [];
    const line = buttons.find(({ title }) => title === 'Acknowledge')?.line.verbatim ?? '';
    const answer = await w.say(line);
    expect(answer.card.text).toContain('Ada looks after this alert. It has recovered since.');
    expect(w.edits.map(({ card }) => card.text.slice(0, 10))).toEqual(['Recovered:']);
  });

  test.each<[string, string | null, string?]>([
    ['of a wide scope is also told to the conversation whose subscription caused it, about that alone', null],
    ['and so where something older is still open there', '2026-07-17T06:00:00Z'],
    ['and so where one of its orders is snoozed and another is not', null, 'alert drop 90'],
  ])('%s', async (_, older, snoozed) => {
    const w = await speakingWorld(DROP);
    const narrow = { key: 'slack:T1/C7', kind: 'channel', shared: false } as const;
    const estate = await w.stores.posture.estate();
    const shop = estate.subscriptions.find(({ name }) => name === 'Web Shop');
    const scope = { kind: 'subscription' as const, id: shop?.id ?? '' };
    const at = DROP.start;
    await w.stores.access.grant({ conversation: narrow.key, scope, by: OPERATOR.key, at });
    const there = { person: OPERATOR, conversation: narrow, addressed: 'named' } as const;
    if (snoozed !== undefined) {
      await w.say(snoozed, there);
      await w.say('snooze 30d', there);
    }
    await w.say('alert below 1', there);
    await w.say('alert drop 2 for Online');
    if (older !== null) await openAlertOf(w, narrow.key, { ...scope, name: 'Web Shop' }, older);
    await w.run('2026-07-24T12:00:00Z');
    // Which goes first is settled by ids, and those are drawn.
    const posts = w.posts().toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(posts.map(({ key, name }) => [key, name])).toEqual([
      [narrow.key, 'alert'],
      ['terminal', 'alert'],
    ]);
    const told = posts[0]?.card;
    expect(told?.text).toMatch(/^Web Shop dropped /);
    expect(JSON.stringify(told)).not.toContain('Online');
    expect(told?.view.buttons.map(({ title }) => title)).toEqual(['Explain', 'Snooze 2 days', 'Change rule']);
  });

  test('of a wide scope is not told to a conversation that will tell it itself once its database answers', async () => {
    const w = await speakingWorld(DROP);
    const narrow = { key: 'slack:T1/C7', kind: 'channel', shared: false } as const;
    const { subscriptions } = await w.stores.posture.estate();
    const id = subscriptions.find(({ name }) => name === 'Web Shop')?.id ?? '';
    const grant = { conversation: narrow.key, by: OPERATOR.key, at: DROP.start };
    await w.stores.access.grant({ ...grant, scope: { kind: 'subscription', id } });
    await w.say('alert drop 2', { person: OPERATOR, conversation: narrow, addressed: 'named' });
    await w.say('alert drop 2 for Online');
    const { outbox } = w.deps.stores;
    let failed = 0;
    w.deps.stores.outbox = {
      ...outbox,
      async decide(decision) {
        const [delivery] = decision.deliveries;
        if (delivery?.conversation === narrow.key && decision.remembered?.length === 1 && failed === 0) {
          failed += 1;
          throw new Error('before the commit');
        }
        return outbox.decide(decision);
      },
    };
    await w.run('2026-07-24T12:00:00Z');
    expect(failed).toBe(1);
    const posts = w.posts().toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(posts.map(({ key }) => key)).toEqual([narrow.key, 'terminal']);
    expect(posts[0]?.card.view.buttons.map(({ title }) => title)).toContain('Acknowledge');
  });

  test.each([
    ['more', ['Web Shop'], ['Contoso Prod']],
    ['less', ['Web Shop', 'Contoso Prod'], []],
  ])('is not made by what its conversation may see %s', async (_, first, more) => {
    const w = await speakingWorld({ start: '2026-10-01T06:00:00Z', every: DAY });
    const { subscriptions } = await w.stores.posture.estate();
    const grantOf = (name: string) => {
      const id = subscriptions.find((one) => one.name === name)?.id ?? '';
      return {
        ...{ conversation: CHANNEL.key, scope: { kind: 'subscription' as const, id } },
        ...{ by: OPERATOR.key, at: '2026-10-01T06:00:00Z' },
      };
    };
    for (const name of first) await w.stores.access.grant(grantOf(name));
    const there = { person: OPERATOR, conversation: CHANNEL, addressed: 'named' } as const;
    await w.say('alert drop 2', there);
    await w.run('2026-10-03T12:00:00Z');
    for (const name of more) await w.stores.access.grant(grantOf(name));
    if (more.length === 0) await w.stores.access.revoke(grantOf('Web Shop'));
    await w.run('2026-10-06T12:00:00Z');
    expect(w.posts().map(({ card }) => card.text)).toEqual([]);
  });

  test('never comes of the first snapshot', async () => {
    const w = await speakingWorld({ ...DROP, snapshots: 1 });
    await w.say('alert below 99');
    await w.run('2026-07-18T12:00:00Z');
    expect(w.posts()).toEqual([]);
  });

  test('says when nothing has been read for long, and when it is again, once each', async () => {
    const w = await speakingWorld({ start: '2026-11-01T06:00:00Z', every: HOUR });
    await w.say('alert drop 5');
    await w.run('2026-11-01T12:00:00Z');
    await w.run('2026-11-02T12:00:00Z', { snapshots: false });
    await w.run('2026-11-02T18:00:00Z');
    const [first, second, ...others] = w.posts();
    expect(others).toEqual([]);
    expect(first?.card.text).toMatch(/^No score has been read for 6 hours/);
    expect(second?.card.text).toMatch(/^Scores are read again, after 24 hours/);
    expect(second?.parent).toBe(first?.post);
  });

  test('does not ask the database without a pause while it knows that nothing is read', async () => {
    const w = await speakingWorld({ start: '2026-11-01T06:00:00Z', every: HOUR });
    await w.say('alert drop 5');
    await w.run('2026-11-01T06:15:00Z');
    expect(await evaluateAlertsJob(w.deps).dueIn()).toBe(5.5 * HOUR);
    await w.run('2026-11-01T18:00:00Z', { snapshots: false });
    expect(w.posts()).toHaveLength(1);
    expect(await evaluateAlertsJob(w.deps).dueIn()).toBe(Number.POSITIVE_INFINITY);
  });

  test('of one control goes by that control’s own percentage', async () => {
    const w = await speakingWorld({ start: '2026-10-25T06:00:00Z', every: DAY });
    await w.say("alert control 'Encrypt data in transit' drop 5 for Contoso Prod");
    await w.run('2026-11-23T12:00:00Z');
    expect(w.posts()[0]?.card.text).toMatch(/^Encrypt data in transit of Contoso Prod dropped /);
  });
});

describe('what a platform says of a post', () => {
  const paused: Delivery = { outcome: 'paused', why: 'The channel is archived: unarchive it.' };

  test.each<[string, Delivery[], string[]]>([
    ['busy: tried again', [{ outcome: 'retry', after: 30, why: 'Slow down.' }], ['tried', 'delivered']],
    ['unknown: posted once more', [{ outcome: 'unknown', why: 'Nobody answered.' }], ['tried', 'delivered']],
    [
      'unknown twice: given up, and shown',
      [
        { outcome: 'unknown', why: 'Nobody answered.' },
        { outcome: 'unknown', why: 'Nobody answered.' },
      ],
      ['tried', 'tried'],
    ],
  ])('%s', async (_, outcomes, expected) => {
    const w = await speakingWorld({ start: '2026-11-01T06:00:00Z', outcomes });
    await w.say('digest daily 08:00');
    await w.run('2026-11-01T20:00:00Z');
    expect(w.tries.map(({ outcome }) => (outcome === 'delivered' ? outcome : 'tried'))).toEqual(expected);
    const shown = (await w.say('settings')).card.text;
    expect(shown).toContain(expected.at(-1) === 'delivered' ? 'Last posted' : 'Not delivered');
  });

  test('unknown, and cannot be looked for now: looked for again, and not posted twice', async () => {
    const outcomes: Delivery[] = [{ outcome: 'unknown', why: 'Nobody answered.' }];
    const w = await speakingWorld({ start: '2026-11-01T06:00:00Z', outcomes });
    let asked = 0;
    w.deps.messenger.posted = async () => {
      asked += 1;
      return asked < 3 ? { outcome: 'retry', after: 30, why: 'Slow down.' } : { post: 'found' };
    };
    await w.say('digest daily 08:00');
    await w.run('2026-11-01T20:00:00Z');
    expect([w.tries.length, asked]).toEqual([1, 3]);
    expect((await w.say('settings')).card.text).toContain('Last posted');
  });

  test('archived: the order is kept and paused, and goes on when it is resumed', async () => {
    const w = await speakingWorld({ start: '2026-11-01T06:00:00Z', outcomes: [paused] });
    await w.say('digest daily 08:00');
    await w.run('2026-11-02T12:00:00Z');
    const settings = await w.say('settings');
    expect(settings.card.text).toContain('Paused: The channel is archived');
    const [order] = await w.stores.orders.of('terminal');
    await w.say(`order ${order?.id} send again`);
    await w.say(`order ${order?.id} resume`);
    await w.run('2026-11-03T12:00:00Z');
    const told = w.posts().map(({ at, name }) => [name, at.slice(0, 10)]);
    expect(told).toEqual([
      ['notice', '2026-11-01'],
      ['digest', '2026-11-02'],
      ['digest', '2026-11-03'],
    ]);
  });
});

describe('an order that is silent', () => {
  test('tells the next time at which it will really come', async () => {
    const w = await speakingWorld({ start: '2026-11-01T06:00:00Z' });
    await w.say('digest daily 08:00');
    const [order] = await w.stores.orders.of('terminal');
    const next = async () => {
      const { data } = (await w.say('settings')).card;
      return (data as SettingsData).orders.map((row) => row.next);
    };
    expect(await next()).toEqual(['2026-11-01T08:00:00.000Z']);
    await w.say(`order ${order?.id} snooze 3d`);
    expect(await next()).toEqual(['2026-11-04T08:00:00.000Z']);
    const at = '2026-11-01T06:00:00Z';
    await w.stores.orders.setState(order?.id ?? '', { kind: 'paused', why: 'Archived.', at });
    expect(await next()).toEqual([null]);
  });

  test('and paused is not snoozed: it would come back by itself, and why it is paused would be gone', async () => {
    const w = await speakingWorld({ start: '2026-11-01T06:00:00Z' });
    await w.say('digest daily 08:00');
    const [order] = await w.stores.orders.of('terminal');
    const state = { kind: 'paused', why: 'The channel is archived.', at: '2026-11-01T06:00:00Z' } as const;
    await w.stores.orders.setState(order?.id ?? '', state);
    const { outcome, card } = await w.say(`order ${order?.id} snooze 3d`);
    expect([outcome, card.text]).toEqual([
      'refused',
      expect.stringMatching(/^It is paused already[\s\S]*The channel is archived\.[\s\S]*resume/),
    ]);
    expect((await w.stores.orders.of('terminal'))[0]?.state).toEqual(state);
  });

  test('is snoozed by a button also where the configuration file ordered it', async () => {
    const w = await speakingWorld({ start: '2026-11-01T06:00:00Z' });
    await w.say('digest daily 08:00');
    const [order] = await w.stores.orders.of('terminal');
    if (order !== undefined) await w.stores.orders.keep({ ...order, source: 'file' });
    const { buttons } = (await w.say(`order ${order?.id}`)).card.view;
    expect(buttons.map(({ line }) => line.verbatim)).toEqual([`order ${order?.id} snooze 7d`]);
  });
});
