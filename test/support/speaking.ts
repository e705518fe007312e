import { type BotDeps, createBot } from '../../src/bot.ts';
import type { Card } from '../../src/cards/card.ts';
import { commands } from '../../src/commands/index.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { type DeliverDeps, deliverDue } from '../../src/jobs/deliver.ts';
import { type EvaluateDeps, evaluateAlerts } from '../../src/jobs/evaluate-alerts.ts';
import { planDigests } from '../../src/jobs/plan-digests.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import type { Answer, Delivery, Invocation, Messenger, Stores } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { CHANNEL, OPERATOR, recordingLog, TERMINAL } from './bot.ts';
import { type EngineName, openFresh } from './database.ts';

export type Post = { at: string; key: string; name: string; card: Card; parent: string | null; post: string };
type Options = {
  /** The first snapshot, and the clock's start. */
  start: string;
  /** Milliseconds between snapshots; a day without it. */
  every?: number;
  /** Most snapshots that are taken; without it as many as the time brings. */
  snapshots?: number;
  grant?: 'all';
  /** What the platform answers first; after that it delivers. */
  outcomes?: Delivery[];
  engine?: EngineName;
};

const DAY = 86_400_000;
/** Between two looks of the jobs. */
const STEP = 15 * 60_000;

/** Everything that speaks first, on the demo tenant and a clock of its own. */
export async function speakingWorld(options: Options) {
  const stores: Stores = await openStores(await openFresh(options.engine));
  const { log, logged } = recordingLog();
  const every = options.every ?? DAY;
  let now = Date.parse(options.start);
  let taken = 0;
  const clock = () => new Date(now);
  const posts: Post[] = [];
  const tries: Delivery[] = [];
  const edits: { post: string; card: Card }[] = [];
  const outcomes = [...(options.outcomes ?? [])];
  const messenger: Messenger = {
    async deliver(key, card, how) {
      const outcome = outcomes.shift() ?? { outcome: 'delivered', post: `p${posts.length + 1}` };
      tries.push(outcome);
      if (outcome.outcome === 'delivered')
        posts.push({
          ...{ at: clock().toISOString(), key, name: card.name, card },
          parent: how?.parent ?? null,
          post: outcome.post ?? '',
        });
      return outcome;
    },
    async edit(_, post, card) {
      edits.push({ post, card });
      return { outcome: 'delivered', post };
    },
    posted: async () => null,
  };
  const source = () => createDemoSource(clock().toISOString().slice(0, 10));
  const snapshot = async () => {
    if (taken >= (options.snapshots ?? Number.POSITIVE_INFINITY)) return;
    taken += 1;
    await takeSnapshot({ ...stores, source: source(), clock, log }, 'test');
  };
  await snapshot();
  if (options.grant === 'all')
    await stores.access.grant({
      conversation: CHANNEL.key,
      scope: { kind: 'all', id: 'all' },
      by: OPERATOR.key,
      at: options.start,
    });
  const shared = { portal: 'https://portal.azure.com', staleAfter: 2 * every, clock, log };
  const deps: DeliverDeps & EvaluateDeps = {
    ...{ ...shared, stores, source: async () => source(), messenger, every },
    newId: ids(),
    random: () => 0,
  };
  const installation = {
    version: '0.0.0',
    node: '24.0.0',
    platforms: ['slack' as const],
    snapshotEvery: every,
  };
  const botDeps: BotDeps = {
    ...shared,
    commands,
    stores,
    source: deps.source,
    messenger,
    operators: [OPERATOR.key],
    installation,
  };
  const bot = createBot(botDeps);
  const terminal = { person: OPERATOR, conversation: TERMINAL, addressed: 'direct' } as const;
  return {
    ...{ stores, tries, edits, logged, deps },
    posts: () => posts,
    async say(text: string, from: Omit<Invocation, 'text'> = terminal): Promise<Answer> {
      const answer = await bot({ ...from, text });
      if (answer === null) throw new Error('too many questions');
      return answer;
    },
    revoke: () =>
      stores.access.revoke({
        conversation: CHANNEL.key,
        scope: { kind: 'all', id: 'all' },
        by: OPERATOR.key,
        at: options.start,
      }),
    sleepUntil(moment: string) {
      now = Date.parse(moment);
    },
    /** Lets time pass, and the jobs look every quarter of an hour, as a service does more often. */
    async run(until: string, { snapshots = true } = {}) {
      const stop = new AbortController().signal;
      for (; now <= Date.parse(until); now += STEP) {
        const latest = await stores.posture.latest();
        if (snapshots && now - Date.parse(latest?.takenAt ?? '') >= every) await snapshot();
        await planDigests(deps);
        // The scheduler logs what fails, and tries it again.
        await evaluateAlerts(deps).catch((error: unknown) => log.error('a job failed', { error }));
        await deliverDue(deps, 'test', stop);
      }
    },
  };
}

/** Ids as `order <id>` takes them, the same in every run. */
function ids() {
  let next = 0;
  return () => {
    next += 1;
    return `A${String(next).padStart(3, '0')}`;
  };
}
