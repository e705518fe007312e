import { parentSubscription, type Subscription } from '../core/scope.ts';
import type { Assessment, SnapshotPart, SubscriptionRead } from '../core/snapshot.ts';
import type { OwnedAssessment } from './assessment-rows.ts';
import type { Overview } from './overview.ts';
import { askGroup, askScore, askSubscription } from './questions.ts';
import type { Reading } from './reading.ts';

/** The parts of one subscription and its connectors: exactly one each. `rows` are all its assessments. */
export async function partsOf(
  reading: Reading,
  overview: Overview,
  subscription: string,
  rows: readonly OwnedAssessment[],
): Promise<SnapshotPart[]> {
  const state = await stateOf(reading, overview, subscription);
  const byMember = Map.groupBy(rows, (row) => row.member);
  const members = [...(overview.members.get(subscription) ?? [subscription])];
  return members.map((member) => {
    const place = placeOf(overview, subscription, member, byMember.get(member) ?? []);
    if (isUnread(reading, overview, state, { subscription, member })) {
      const nameless = member === subscription && place.name === subscription;
      return { kind: 'unread', id: member, name: nameless ? null : place.name };
    }
    if (state === 'disabled') return { kind: 'disabled', subscription: { ...place, state } };
    return readPart(overview, place, byMember.get(member) ?? []);
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
  rows: readonly OwnedAssessment[],
): Subscription {
  const place = overview.subscriptions.get(subscription);
  const [name, ancestors] =
    place?.kind === 'subscription' ? [place.name, place.ancestors] : [subscription, []];
  const score = overview.scores.get(member);
  const state = score === undefined ? 'no-score' : 'enabled';
  if (member === subscription)
    return { id: member, kind: 'subscription', name, environment: 'Azure', state, ancestors };
  const source = rows.find((row) => row.assessment !== null)?.assessment?.source;
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
  rows: readonly OwnedAssessment[],
): SubscriptionRead {
  const controls = [...(overview.controls.get(subscription.id) ?? [])];
  const unique = [...new Map(rows.map((row) => [`${row.resource} ${row.recommendation}`, row])).values()];
  return {
    kind: 'subscription',
    subscription,
    score: overview.scores.get(subscription.id)?.score ?? null,
    controls: controls.flatMap(([, row]) => row ?? []),
    keptControls: controls.flatMap(([id, row]) => (row === null ? [id] : [])),
    assessments: unique.flatMap((row): Assessment[] => (row.assessment === null ? [] : [row.assessment])),
    keptAssessments: unique
      .filter((row) => row.assessment === null)
      .map(({ resource, recommendation }) => ({ resource, recommendation })),
  };
}

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
