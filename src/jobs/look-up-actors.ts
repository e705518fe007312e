import { type ActorPolicy, fairly, keptAs } from '../core/actor.ts';
import { IncompleteRead, Unreachable } from '../core/errors.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { DAY } from '../core/time.ts';
import type { ActorStore, Moved } from '../ports/actors.ts';
import type { Clock, JobStore, LeaseStore, Log, Meter, PostureReads, PostureSource } from '../ports.ts';
import { type Held, underLease } from './lease.ts';
import { seekings } from './seekings.ts';

/** The name of the job, its lease and its record. */
export const LOOK_UP_ACTORS = 'look-up-actors';

/** Azure keeps changes for so many days; what is older cannot be looked up any more. */
const AZURE_KEEPS = 14;
/** People's names are kept for so many days after what they did. */
const NAMES_KEPT = 30;
/** After anything that ever happened. */
const END = new Date(8.64e15);
/** Resources that are asked about after a snapshot, and requests that it may take: some 20 seconds of the quota. */
const MOST_RESOURCES = 2_000;
const MOST_REQUESTS = 40;

export type LookUpActorsDeps = {
  posture: Pick<PostureReads, 'latest' | 'snapshotsAt'>;
  actors: ActorStore;
  leases: LeaseStore;
  jobs: JobStore;
  /** Opened where there is something to ask. */
  source: () => Promise<Pick<PostureSource, 'readActors'>>;
  policy: ActorPolicy;
  clock: Clock;
  log: Log;
  meter?: Meter;
  stop?: AbortSignal;
};

/** `moved`: resources that came, went or turned; of `sought` of them Azure was asked, and of `found` it told. */
export type LookedUp = { snapshot: number; moved: number; sought: number; found: number; requests: number };

/**
 * Finds out who caused what changed since the last time that this was done, as far back as Azure tells; null where
 * there is nothing to do, another process is at it, or it did not succeed, which is logged and recorded: explanations
 * are only poorer without. Then what is missing is asked for again after the next snapshot. Never rejects but with
 * what the store rejects with.
 */
export function lookUpActors(deps: LookUpActorsDeps, holder: string): Promise<LookedUp | null> {
  return underLease(deps, LOOK_UP_ACTORS, holder, async (held) => {
    const { policy } = deps;
    await forget(deps);
    const latest = await deps.posture.latest();
    if (latest === null) return null;
    const started = deps.clock();
    const run = { job: LOOK_UP_ACTORS, startedAt: started.toISOString() };
    const seconds = () => (deps.clock().getTime() - started.getTime()) / 1000;
    try {
      const looked = await look(deps, latest, held);
      await deps.jobs.record({
        ...run,
        seconds: seconds(),
        outcome: 'done',
        why: null,
        facts: { ...looked, policy },
      });
      deps.meter?.({ kind: 'actors-looked-up', outcome: 'done' });
      return looked;
    } catch (error) {
      if (deps.stop?.aborted) return null;
      const why = await tell(deps, error);
      const facts = { snapshot: latest.id, policy };
      await deps.jobs.record({ ...run, seconds: seconds(), outcome: 'failed', why, facts });
      deps.meter?.({ kind: 'actors-looked-up', outcome: 'failed' });
      return null;
    }
  });
}

/** What may no longer be kept goes, whether or not Azure answers. */
async function forget({ actors, policy, clock }: LookUpActorsDeps): Promise<void> {
  if (policy === 'off') return actors.forgetAll();
  await actors.forgetPeople(policy === 'apps' ? END : new Date(clock().getTime() - NAMES_KEPT * DAY));
}

async function look(deps: LookUpActorsDeps, latest: Snapshot, held: Held): Promise<LookedUp> {
  const looked: LookedUp = { snapshot: latest.id, moved: 0, sought: 0, found: 0, requests: 0 };
  const { policy, stop } = deps;
  if (policy === 'off') return looked;
  const { chosen, moved } = await choose(deps, { from: await since(deps), to: latest.id });
  looked.moved = moved;
  let denied = chosen.length > 0;
  for (const { sought, of } of seekings(chosen)) {
    if (looked.requests >= MOST_REQUESTS) break;
    const {
      acted,
      asked,
      denied: none,
    } = await unlessStopped(stop, (await deps.source()).readActors(sought));
    await held();
    const kept = acted.flatMap((one) => {
      const seen = of.get(one.resource);
      if (seen === undefined) return [];
      return [{ ...keptAs(one, policy), resource: seen.resource, snapshot: seen.snapshot }];
    });
    await deps.actors.keep(kept);
    looked.sought += of.size;
    looked.found += kept.length;
    looked.requests += asked;
    denied &&= none;
  }
  if (denied) throw new Unreachable(DENIED);
  return looked;
}

const DENIED = 'The identity may not read who changed resources: it lacks the role Reader there.';

/** A request that nobody waits for any more may still be under way. */
async function unlessStopped<T>(stop: AbortSignal | undefined, reading: Promise<T>): Promise<T> {
  if (stop === undefined) return reading;
  stop.throwIfAborted();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(stop.reason);
  stop.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([stopped, reading]);
  } finally {
    stop.removeEventListener('abort', giveUp);
  }
}

/** The snapshot from which on nothing was looked up yet, and which Azure still knows about. */
async function since({ posture, jobs, clock }: LookUpActorsDeps): Promise<number> {
  const { lastDone } = await jobs.last(LOOK_UP_ACTORS);
  const [oldest] = await posture.snapshotsAt([new Date(clock().getTime() - AZURE_KEEPS * DAY)]);
  return Math.max(Number(lastDone?.facts.snapshot ?? 0), oldest?.id ?? 0);
}

/** Some of what moved, the newest first, and of each subscription and deed as many as of any other. */
async function choose(
  { actors }: LookUpActorsDeps,
  range: { from: number; to: number },
): Promise<{ chosen: Moved[]; moved: number }> {
  const groups = new Map<string, Moved[]>();
  let moved = 0;
  if (range.to > range.from) {
    for await (const slice of actors.moved(range)) {
      moved += slice.length;
      for (const one of slice) {
        const group = groups.get(keyOf(one)) ?? [];
        groups.set(keyOf(one), group);
        if (group.length < MOST_RESOURCES) group.push(one);
      }
    }
  }
  return { chosen: fairly([...groups.values()], MOST_RESOURCES), moved };
}

const keyOf = ({ id, deed }: Moved): string => `${deed} ${id.split('/')[2]}`;

/** A lasting trouble is logged when it begins. Answers why, in words for people. */
async function tell({ jobs, log }: LookUpActorsDeps, error: unknown): Promise<string> {
  const known = error instanceof Unreachable || error instanceof IncompleteRead;
  const why = known ? error.message : 'That is a fault of Scoreline; its log has the details.';
  const { last } = await jobs.last(LOOK_UP_ACTORS);
  if (last?.outcome === 'failed' && last.why === why) return why;
  const message = 'who changed resources was not looked up; explanations do without';
  if (known) log.warn(message, { why });
  else log.error(message, { error });
  return why;
}
