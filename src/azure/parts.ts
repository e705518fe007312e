import { parentSubscription, type Subscription } from '../core/scope.ts';
import type { Assessment, SnapshotPart, SubscriptionRead } from '../core/snapshot.ts';
import { assessmentOf, type HeldAssessment } from './assessment-rows.ts';
import type { Overview } from './overview.ts';
import { askGroup, askScore, askSubscription } from './questions.ts';
import type { Reading } from './reading.ts';

/** The parts of one subscription and its connectors: exactly one each. `rows` are all its assessments, by member. */
export async function partsOf(
  reading: Reading,
  overview: Overview,
  subscription: string,
  rows: ReadonlyMap<string, readonly HeldAssessment[]>,
): Promise<SnapshotPart[]> {
  const state = await stateOf(reading, overview, subscription);
  const members = [...(overview.members.get(subscription) ?? [subscription])];
  return members.map((member) => {
    const place = placeOf(overview, subscription, member, rows.get(member) ?? []);
    if (isUnread(reading, overview, state, { subscription, member })) {
      const nameless = member === subscription && place.name === subscription;
      return { kind: 'unread', id: member, name: nameless ? null : place.name };
    }
    if (state === 'disabled') return { kind: 'disabled', subscription: { ...place, state } };
    return readPart(overview, place, rows.get(member) ?? []);
  });
}

/** `score-unread`: whether Azure keeps a score for the subscription itself is not known; its connectors were read. */
type State = 'read' | 'unread' | 'score-unread' | 'disabled';

/** Of a subscription or connector in a subscription of this state. */
export function isUnread(
  reading: Reading,
  overview: Overview,
  state: State,
  { subscription, member }: { subscription: string; member: string },
): boolean {
  if (state !== 'read' && state !== 'score-unread') return state === 'unread';
  const score = overview.scores.get(member);
  // Malformed, with nothing stored that could stay.
  if (score?.score === 'kept') return !reading.known.has(member);
  if (member === subscription) return state === 'score-unread';
  return score === undefined && reading.lost.has('score');
}

export async function stateOf(reading: Reading, overview: Overview, subscription: string): Promise<State> {
  const place = overview.subscriptions.get(subscription);
  if (reading.everything || reading.unread.has(subscription)) return 'unread';
  if (place === undefined && reading.lost.has('container')) return 'unread';
  if (overview.denied.has(overview.homes.get(subscription) ?? -1) || place?.kind === 'illegible')
    return 'unread';
  if (place?.kind === 'subscription' && !place.enabled) return 'disabled';
  if (overview.scores.has(subscription)) return 'read';
  return (await askScore(reading.arm, subscription)) === 'absent' ? 'read' : 'score-unread';
}

/** A score row may come without a container row, where the identity may read the one and not the other. */
export function placeOf(
  overview: Overview,
  subscription: string,
  member: string,
  rows: readonly HeldAssessment[],
): Subscription {
  const place = overview.subscriptions.get(subscription);
  const [name, ancestors] =
    place?.kind === 'subscription' ? [place.name, place.ancestors] : [subscription, []];
  const score = overview.scores.get(member);
  const state = score === undefined ? 'no-score' : 'enabled';
  if (member === subscription)
    return { id: member, kind: 'subscription', name, environment: 'Azure', state, ancestors };
  const source = rows.find((row) => row.status !== null)?.source;
  const environment = score?.environment || source || 'Azure';
  return {
    id: member,
    kind: 'connector',
    name: member.split('/').at(-1) ?? member,
    environment,
    state,
    ancestors,
  };
}

function readPart(
  overview: Overview,
  subscription: Subscription,
  rows: readonly HeldAssessment[],
): SubscriptionRead {
  const controls = [...(overview.controls.get(subscription.id) ?? [])];
  return {
    kind: 'subscription',
    subscription,
    score: overview.scores.get(subscription.id)?.score ?? null,
    controls: controls.flatMap(([, row]) => row ?? []),
    keptControls: controls.flatMap(([id, row]) => (row === null ? [id] : [])),
    ...assessmentsOf(rows),
  };
}

type Assessed = Pick<SubscriptionRead, 'assessments' | 'keptAssessments'>;

/** Each once, the last where pages overlap; those that were sent malformed apart. */
function assessmentsOf(rows: readonly HeldAssessment[]): Assessed {
  const assessments: Assessment[] = [];
  const keptAssessments: { resource: string; recommendation: string }[] = [];
  for (const row of areUnique(rows) ? rows : lastOfEach(rows)) {
    const assessment = assessmentOf(row);
    if (assessment !== null) assessments.push(assessment);
    else keptAssessments.push({ resource: row.about.resource, recommendation: row.recommendation });
  }
  return { assessments, keptAssessments };
}

/** As the query orders them: all of one resource together, and their recommendations ascending. */
function areUnique(rows: readonly HeldAssessment[]): boolean {
  const resources = new Set<string>();
  let about: HeldAssessment['about'] | null = null;
  let recommendation = '';
  for (const row of rows) {
    if (row.about === about) {
      if (row.recommendation <= recommendation) return false;
    } else {
      about = row.about;
      if (resources.has(about.resource)) return false;
      resources.add(about.resource);
    }
    recommendation = row.recommendation;
  }
  return true;
}

const lastOfEach = (rows: readonly HeldAssessment[]) =>
  new Map(rows.map((row) => [`${row.about.resource} ${row.recommendation}`, row])).values();

/** Those of the stored management groups that Azure does not say are gone. */
export async function lastingGroups(
  reading: Reading,
  overview: Overview,
  known: readonly string[],
): Promise<string[]> {
  const lasting: string[] = [];
  for (const id of known.map((each) => each.toLowerCase())) {
    const shown = overview.groups.has(id) || overview.denied.size > 0;
    if (shown || (await askGroup(reading.arm, id)) !== 'absent') lasting.push(id);
  }
  return lasting;
}

/**
 * What was stored and is not listed any more, and what the operator named and Azure does not show. `seen` are the parts
 * sent so far. A container row vanishes with the role as well, so absence alone proves nothing: Azure is asked.
 */
export async function* missingParts(
  reading: Reading,
  known: readonly string[],
  named: readonly string[],
  seen: Map<string, SnapshotPart['kind']>,
): AsyncGenerator<SnapshotPart> {
  const isConnector = (id: string) => parentSubscription(id) !== null;
  const ids = [...new Set(known.map((id) => id.toLowerCase()))].filter((id) => !seen.has(id));
  for (const id of ids.filter((each) => !isConnector(each))) {
    const kind = (await askSubscription(reading.arm, id)) === 'absent' ? 'gone' : 'unread';
    seen.set(id, kind);
    yield kind === 'gone' ? { kind, id } : { kind, id, name: null };
  }
  for (const id of ids.filter(isConnector)) {
    const parent = seen.get(parentSubscription(id) ?? '');
    yield parent === 'subscription' || parent === 'gone'
      ? { kind: 'gone', id }
      : { kind: 'unread', id, name: null };
  }
  for (const id of named) if (!seen.has(id)) yield { kind: 'unread', id, name: null };
}
