import type { StatusData } from '../cards/data.ts';
import type { DatabaseFacts, Installation, JobRun, JobStore, Outbox } from '../ports.ts';
import type { World } from './world.ts';

/** The name under which a snapshot's runs are recorded. */
const TAKE_SNAPSHOT = 'take-snapshot';
const REJECTED = 'rejected ';

export type StatusDeps = {
  world: World;
  jobs: Pick<JobStore, 'last'>;
  outbox: Pick<Outbox, 'troubled'>;
  database: () => Promise<DatabaseFacts>;
  installation: Installation;
};

/** How Scoreline is doing. What could not be read is named only where this conversation may see it. */
export async function statusOf({
  world,
  jobs,
  outbox,
  database,
  installation,
}: StatusDeps): Promise<StatusData> {
  const { version, node, platforms, snapshotEvery } = installation;
  const latest = world.unstored ? null : world.latest;
  const { last, lastDone } = await jobs.last(TAKE_SNAPSHOT);
  // A snapshot that was stored some other way has no record, and the record of an older one does not tell of it.
  const run = lastDone?.facts.takenAt === latest?.takenAt ? lastDone : null;
  return {
    version,
    node,
    database: await database(),
    platforms,
    snapshot: latest === null ? null : { takenAt: latest.takenAt, ...countsOf(run) },
    ...missing(world, run),
    deliveries: (await outbox.troubled()).map(({ conversation, state, due, why }) => ({
      conversation,
      state: state === 'dead' ? ('given-up' as const) : ('retrying' as const),
      due,
      why,
    })),
    failed:
      last?.outcome === 'failed' ? { at: last.startedAt, why: last.why ?? 'It is not known why.' } : null,
    next: snapshotEvery === null ? null : dueAt(latest?.takenAt ?? null, snapshotEvery, world.now),
  };
}

const numberIn = (run: JobRun | null, name: string): number | null => {
  const value = run?.facts[name];
  return typeof value === 'number' ? value : null;
};

const countsOf = (run: JobRun | null) => ({
  seconds: run?.seconds ?? null,
  requests: numberIn(run, 'requests'),
  assessments: numberIn(run, 'assessments'),
  changes: numberIn(run, 'changes'),
});

/** Nothing stored is due at once. */
const dueAt = (taken: string | null, every: number, now: Date): string =>
  (taken === null ? now : new Date(Date.parse(taken) + every)).toISOString();

function missing({ estate }: World, run: JobRun | null) {
  const ids = run?.facts.unreadable;
  const unread = Array.isArray(ids) ? ids : [];
  // One that was named in AZURE_SCOPES and never read has no name but its id.
  const unnamed = estate.unreadGroups.map((id) => ({ id, name: id }));
  const known = [...unnamed, ...estate.groups, ...estate.subscriptions];
  const names = new Map(known.map(({ id, name }) => [id, name]));
  const unreadable = unread.flatMap((id) => {
    const name = names.get(id);
    return name === undefined ? [] : [{ id, name }];
  });
  const rejected = Object.entries(run?.facts ?? {}).flatMap(([fact, count]) =>
    fact.startsWith(REJECTED) && typeof count === 'number'
      ? [{ kind: fact.slice(REJECTED.length), count }]
      : [],
  );
  return { unreadable, unreadableElsewhere: unread.length - unreadable.length, rejected };
}
