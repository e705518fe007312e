import { expect, test } from 'vitest';
import type { Card } from '../../src/cards/card.ts';
import { type DeliverDeps, deliverDue, deliverJob } from '../../src/jobs/deliver.ts';
import { planDigests, planDigestsJob } from '../../src/jobs/plan-digests.ts';
import type { Delivery, Messenger, Outbox, Stores } from '../../src/ports.ts';
import { generator } from '../support/noisy-year.ts';
import { speakingWorld } from '../support/speaking.ts';
import { type OnDay, wallWalk } from '../support/wall-walk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = new Date('2026-01-05T00:00:00Z');
const END = new Date('2027-01-04T00:00:00Z');

type Asked = { line: string; zone: string; time: string; onDay: OnDay };
const monday: OnDay = ({ weekday }) => weekday === 1;
const daily: OnDay = () => true;
const last: OnDay = ({ day, length }) => day === Math.min(31, length);
const first: OnDay = ({ day }) => day === 1;
/** Also times that a change of clocks leaves out or repeats in that zone. */
const ASKED: readonly Asked[] = [
  { line: 'daily 02:30', zone: 'Europe/Oslo', time: '02:30', onDay: daily },
  { line: 'weekly monday 09:00', zone: 'America/New_York', time: '09:00', onDay: monday },
  { line: 'daily 02:15', zone: 'Australia/Lord_Howe', time: '02:15', onDay: daily },
  { line: 'monthly 31 09:00', zone: 'Asia/Kolkata', time: '09:00', onDay: last },
  { line: 'daily 01:30', zone: 'America/New_York', time: '01:30', onDay: daily },
  { line: 'monthly 1 00:00', zone: 'Europe/Oslo', time: '00:00', onDay: first },
];

/** Nothing runs then. */
const DOWN: readonly (readonly [string, string])[] = [
  ['2026-01-20T00:10:00Z', '2026-01-20T03:00:00Z'],
  ['2026-03-08T05:00:00Z', '2026-03-08T08:30:00Z'],
  ['2026-03-28T22:00:00Z', '2026-03-29T04:00:00Z'],
  ['2026-05-01T00:00:00Z', '2026-05-23T12:00:00Z'],
  ['2026-08-30T20:00:00Z', '2026-09-01T06:00:00Z'],
  ['2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z'],
  ['2026-12-20T00:00:00Z', '2026-12-27T00:00:00Z'],
];
const downAt = (now: number) => DOWN.find(([from, to]) => now >= Date.parse(from) && now < Date.parse(to));

/** Of those missed in one downtime the newest, and the rest as they are. */
function expected(moments: readonly string[]): Map<string, 'in time' | 'late'> {
  const wanted = new Map<string, 'in time' | 'late'>();
  for (const [at, moment] of moments.entries()) {
    const down = downAt(Date.parse(moment));
    if (down === undefined) wanted.set(moment, 'in time');
    else if (downAt(Date.parse(moments[at + 1] ?? '')) !== down)
      wanted.set(moment, Date.parse(down[1]) - Date.parse(moment) > 2 * HOUR ? 'late' : 'in time');
  }
  return wanted;
}

type Posted = { count: number; late: boolean };

/** A platform that is busy, breaks off after or before it has posted, and remembers what people saw. */
function platform(random: () => number, doubtful: Set<string>) {
  const seen = new Map<string, Posted>();
  const counts = { delivered: 0, busy: 0, unknown: 0 };
  const deliver: Messenger['deliver'] = async (_, card: Card, how): Promise<Delivery> => {
    const key = how?.id ?? '';
    const posted = seen.get(key) ?? { count: 0, late: false };
    seen.set(key, posted);
    const chance = random();
    if (chance < 0.08) {
      counts.busy += 1;
      return { outcome: 'retry', after: 30, why: 'Busy.' };
    }
    const arrived = chance >= 0.12;
    if (arrived) Object.assign(posted, { count: posted.count + 1, late: card.text.includes('Late:') });
    if (chance < 0.16 && !doubtful.has(key)) {
      doubtful.add(key);
      counts.unknown += 1;
      return { outcome: 'unknown', why: 'Nobody answered.' };
    }
    if (!arrived) return { outcome: 'retry', after: 5, why: 'Not connected.' };
    counts.delivered += 1;
    return { outcome: 'delivered', post: null };
  };
  const messenger: Messenger = {
    deliver,
    edit: async () => ({ outcome: 'gone', why: '' }),
    posted: async () => null,
  };
  return { seen, counts, messenger };
}

class Broken extends Error {}

/** A database that fails now and then, before it has done what it was asked, or after. */
function unreliable(
  outbox: Outbox,
  random: () => number,
  doubtful: Set<string>,
  counts: { broken: number },
): Outbox {
  const broken = (chance: number) => {
    if (random() >= chance) return false;
    counts.broken += 1;
    return true;
  };
  return {
    ...outbox,
    async decide(decision) {
      if (broken(0.02)) throw new Broken('before the commit');
      const decided = await outbox.decide(decision);
      if (broken(0.02)) throw new Broken('after the commit');
      return decided;
    },
    async claim(...asked) {
      if (broken(0.01)) throw new Broken('before the claim');
      const claimed = await outbox.claim(...asked);
      // Nobody works on it then until the claim has run out, as after a kill.
      if (claimed === null || doubtful.has(claimed.key) || !broken(0.02)) return claimed;
      doubtful.add(claimed.key);
      throw new Broken('after the claim');
    },
    async settle(key, ...rest) {
      if (doubtful.has(key) || !broken(0.02)) return outbox.settle(key, ...rest);
      doubtful.add(key);
      throw new Broken('before the record');
    },
  };
}

test('a year of digests in four zones, with downtime and failures: each once, or late once', {
  timeout: 120_000,
}, async () => {
  const world = await speakingWorld({ start: START.toISOString(), snapshots: 1 });
  const ids = new Map<string, Asked>();
  for (const [n, asked] of ASKED.entries()) {
    const conversation = { key: `slack:T1/C${n}`, kind: 'channel', shared: false } as const;
    await world.stores.access.grant({
      ...{
        conversation: conversation.key,
        scope: { kind: 'all', id: 'all' },
        by: 'terminal',
        at: START.toISOString(),
      },
    });
    const person = { key: `slack:T1/U${n}`, name: 'Ada', member: true };
    const line = `digest ${asked.line} ${asked.zone} brief`;
    expect((await world.say(line, { person, conversation, addressed: 'named' })).outcome).toBe('answered');
    const [order] = await world.stores.orders.of(conversation.key);
    ids.set(order?.id ?? '', asked);
  }
  const random = generator(7);
  /** Each post fails in a way that leaves it open whether it was made at most once: after two it is given up. */
  const doubtful = new Set<string>();
  const broken = { broken: 0 };
  const people = platform(random, doubtful);
  const stores: Stores = {
    ...world.stores,
    outbox: unreliable(world.stores.outbox, random, doubtful, broken),
  };
  const restarts = await live(world, { ...world.deps, stores, messenger: people.messenger });

  const counts = { expected: 0, late: 0, posts: 0, duplicates: 0 };
  for (const [id, { zone, time, onDay }] of ids) {
    const wanted = expected(wallWalk(zone, START, END, time, onDay));
    const told = [...people.seen].filter(([key, { count }]) => key.startsWith(`${id}:`) && count > 0);
    expect(told.map(([key]) => key.slice(5)).sort()).toEqual([...wanted.keys()]);
    for (const [key, posted] of told) {
      expect(posted.late).toBe(wanted.get(key.slice(5)) === 'late');
      counts.duplicates += posted.count - 1;
      expect(posted.count).toBeLessThanOrEqual(doubtful.has(key) ? 2 : 1);
      counts.posts += posted.count;
    }
    counts.expected += wanted.size;
    counts.late += [...wanted.values()].filter((how) => how === 'late').length;
  }
  console.info(JSON.stringify({ ...counts, ...people.counts, ...broken, restarts, down: DOWN.length }));
  expect(counts.duplicates).toBeGreaterThan(0);
  expect(broken.broken).toBeGreaterThan(20);
});

/** The jobs as the service runs them, from one due moment to the next, begun anew after each downtime and failure. */
async function live(world: Awaited<ReturnType<typeof speakingWorld>>, deps: DeliverDeps): Promise<number> {
  const stop = new AbortController().signal;
  let restarts = 0;
  for (let now = START.getTime(); now < END.getTime(); ) {
    const down = downAt(now);
    if (down !== undefined) now = Date.parse(down[1]);
    world.sleepUntil(new Date(now).toISOString());
    try {
      await planDigests(deps);
      await deliverDue(deps, `run ${restarts}`, stop);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      restarts += 1;
    }
    const waits = [await planDigestsJob(deps).dueIn(), await deliverJob(deps, 'look').dueIn(), DAY];
    now += Math.max(1_000, Math.min(...waits));
  }
  return restarts;
}
