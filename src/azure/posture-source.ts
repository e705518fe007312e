import { Unreachable } from '../core/errors.ts';
import type { KnownSubscription } from '../core/scope.ts';
import type { SnapshotPart } from '../core/snapshot.ts';
import type { Clock, Log, Posture, PostureSource } from '../ports.ts';
import { createActorReading } from './actors.ts';
import type { Arm } from './arm.ts';
import { createAssessmentReader, type HeldAssessment } from './assessment-rows.ts';
import { catalogOf, readRecommendations } from './catalog.ts';
import { isAt, type Overview, readAgain, readOverview } from './overview.ts';
import { isUnread, lastingGroups, missingParts, partsOf, placeOf, stateOf } from './parts.ts';
import { assessmentsQuery } from './queries.ts';
import { type Reading, readSlices, type Slice, type Slicing, startReading } from './reading.ts';
import { readLive } from './rest.ts';
import { groupRuns } from './rows.ts';
import { type Named, namedScopes, requestScopes } from './scopes.ts';

export type PostureSourceOptions = {
  arm: Arm;
  /** `AZURE_SCOPES`: subscription GUIDs and management group ids; empty is everything of the home tenant. */
  scopes: readonly string[];
  tenantId: string | null;
  log: Log;
  clock: Clock;
  /** Assessment rows that one chain of pages may have, and that are held in memory at once. */
  sliceRows?: number;
};

type Source = { arm: Arm; log: Log; clock: Clock; named: Named; tenant: string | null; slicing: Slicing };

/** The posture of everything in scope, read from Resource Graph and, where its silence is not enough, Resource Manager. */
export function createPostureSource(options: PostureSourceOptions): PostureSource {
  const { arm, log, clock, scopes, tenantId, sliceRows = 20_000 } = options;
  const source: Source = {
    arm,
    log,
    clock,
    named: namedScopes(scopes, tenantId),
    tenant: scopes.length === 0 ? tenantId : null,
    slicing: { whole: sliceRows, each: sliceRows, most: Number.POSITIVE_INFINITY },
  };
  return {
    readSnapshot: (known) => readSnapshot(source, known),
    readPosture: () => readPosture(source),
    readLive: (ids) => readLive(arm, ids),
    readActors: createActorReading(arm, log),
  };
}

async function* readSnapshot(source: Source, known: Known): AsyncGenerator<SnapshotPart> {
  const before = source.arm.requests();
  const reading = startReading(source.arm, source.log, known.subscriptions);
  const overview = await openOverview(source, reading);
  const { recommendations, findings } = await readRecommendations(reading, overview, source.tenant);
  const groups = await lastingGroups(reading, overview, known.groups);
  yield catalogOf(overview, recommendations, [...source.named.groups, ...groups]);
  const seen = new Map<string, SnapshotPart['kind']>();
  for await (const part of subscriptionParts(source, reading, overview, findings)) {
    seen.set(idOf(part), part.kind);
    yield part;
  }
  yield* missingParts(reading, known.subscriptions, source.named.subscriptions, seen);
  yield { kind: 'end', requests: source.arm.requests() - before, rejected: reading.rejected };
}

type Known = Parameters<PostureSource['readSnapshot']>[0];

/** Rejects with `Unreachable` where nothing is named, nothing stored and nothing readable: that is a missing role. */
async function openOverview({ named, tenant }: Source, reading: Reading): Promise<Overview> {
  const scopes = requestScopes(named);
  const overview = await readOverview(reading, scopes, tenant);
  if (overview.members.size === 0 && overview.denied.size === 0) {
    reading.log.warn('Azure shows no subscription: give the identity of Scoreline the role Security Reader');
  }
  if (
    reading.known.size === 0 &&
    scopes[0] !== undefined &&
    Object.keys(scopes[0]).length === 0 &&
    overview.denied.has(0)
  ) {
    throw new Unreachable(
      'Scoreline may not read anything in Azure: give its identity the role Security Reader.',
    );
  }
  return overview;
}

/** Every subscription that is visible, with its connectors, once; those without assessments last. */
async function* subscriptionParts(
  source: Source,
  reading: Reading,
  overview: Overview,
  findings: boolean,
): AsyncGenerator<SnapshotPart> {
  const sent = new Set<string>();
  for (const [index, scope] of overview.scopes.entries()) {
    if (overview.denied.has(index)) continue;
    const query = (slice: Slice) => assessmentsQuery({ tenant: source.tenant, slice }, findings);
    const slices = readSlices(reading, createAssessmentReader(), query, scope, source.slicing);
    for await (const { slice, outcome } of slices) {
      if (outcome.kind === 'no-role') {
        overview.denied.add(index);
        break;
      }
      const here = ownedHere(overview, index, outcome.rows);
      await readAgain(reading, overview, index, { tenant: source.tenant, slice });
      for (const [subscription, own] of here) {
        sent.add(subscription);
        yield* await partsOf(reading, overview, subscription, own);
      }
    }
  }
  for (const subscription of overview.members.keys()) {
    if (!sent.has(subscription)) yield* await partsOf(reading, overview, subscription, new Map());
  }
}

/** Subscription → member → its rows, without those that another scope has shown already. Notes whose rows these are. */
function ownedHere(
  overview: Overview,
  index: number,
  rows: readonly HeldAssessment[],
): Map<string, Map<string, HeldAssessment[]>> {
  const here = new Map<string, Map<string, HeldAssessment[]>>();
  for (const [member, own] of groupRuns(rows, (row) => row.about.member)) {
    const subscription = own[0]?.about.subscription ?? member;
    if (!isAt(overview, index, { subscription, member })) continue;
    here.set(subscription, (here.get(subscription) ?? new Map()).set(member, own));
  }
  return here;
}

function idOf(part: SnapshotPart): string {
  if (part.kind === 'subscription' || part.kind === 'disabled') return part.subscription.id;
  return 'id' in part ? part.id : part.kind;
}

async function readPosture(source: Source): Promise<Posture> {
  const reading = startReading(source.arm, source.log);
  const overview = await openOverview(source, reading);
  const { groups, unreadGroups, controls } = catalogOf(overview, [], source.named.groups);
  const subscriptions = await estateOf(source, reading, overview);
  const read = subscriptions.filter((each) => each.state !== 'disabled' && each.unreadSince === null);
  return {
    estate: { groups, unreadGroups, subscriptions },
    controls,
    scores: read.flatMap(({ id }) => {
      const score = overview.scores.get(id)?.score;
      return score === undefined || score === 'kept' ? [] : [{ subscription: id, score }];
    }),
    cells: read.flatMap(({ id }) =>
      [...(overview.controls.get(id)?.values() ?? [])].flatMap((row) =>
        row === null ? [] : [{ ...row, subscription: id }],
      ),
    ),
  };
}

/** All members of the overview and the named ones that it lacks; what cannot be read is unread from now on. */
async function estateOf(
  { clock, named }: Source,
  reading: Reading,
  overview: Overview,
): Promise<KnownSubscription[]> {
  const now = clock().toISOString();
  const estate: KnownSubscription[] = [];
  const ids = new Set([...overview.members.keys(), ...named.subscriptions]);
  for (const subscription of ids) {
    const state = overview.members.has(subscription)
      ? await stateOf(reading, overview, subscription)
      : ('unread' as const);
    for (const member of overview.members.get(subscription) ?? [subscription]) {
      const unread = isUnread(reading, overview, state, { subscription, member });
      const place = placeOf(overview, subscription, member, []);
      const disabled = state === 'disabled' ? { state } : {};
      estate.push({ ...place, ...disabled, unreadSince: unread ? now : null });
    }
  }
  return estate;
}
