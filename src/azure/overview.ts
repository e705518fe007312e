import type { ManagementGroup } from '../core/scope.ts';
import type { ControlDefinition, ControlRow } from '../core/snapshot.ts';
import { type Container, containerReader } from './container-rows.ts';
import { containersQuery, controlsQuery, scoresQuery } from './queries.ts';
import { count, type Reading, readRows, type Slice } from './reading.ts';
import type { RequestScope } from './resource-graph.ts';
import type { Reader } from './rows.ts';
import { controlReader, type OwnedControl, type OwnedScore, scoreReader } from './score-rows.ts';

type Place = Extract<Container, { kind: 'subscription' | 'illegible' }>;

/** Scores and controls of everything visible, and where it stands in the tree. Keys are lower-case ids. */
export type Overview = {
  scopes: readonly RequestScope[];
  /** Scopes on which the identity has no role, by their place in `scopes`. */
  denied: Set<number>;
  groups: Map<string, ManagementGroup>;
  subscriptions: Map<string, Place>;
  /** By subscription or connector. A row under `null` is malformed: the stored one stays. */
  scores: Map<string, OwnedScore>;
  controls: Map<string, Map<string, ControlRow | null>>;
  definitions: Map<string, ControlDefinition>;
  /** Every subscription or connector that has a row, by subscription. */
  members: Map<string, Set<string>>;
  /** The first scope that showed a subscription: in the others its rows are the same again. */
  homes: Map<string, number>;
};

/** Controls before scores: a recalculation in between shows when the controls are read again, see `readAgain`. */
export async function readOverview(
  reading: Reading,
  scopes: readonly RequestScope[],
  tenant: string | null,
): Promise<Overview> {
  const overview = emptyOverview(scopes);
  for (const [index, scope] of scopes.entries()) {
    const read = <T>(reader: Reader<T>, query: string) =>
      readScope(reading, overview, index, reader, query, scope);
    const containers = await read(containerReader, containersQuery({ tenant }));
    placeContainers(overview, index, containers);
    for (const row of await read(controlReader, controlsQuery({ tenant }, true)))
      addControl(overview, index, row);
    for (const row of await read(scoreReader, scoresQuery({ tenant })))
      addScore(reading, overview, index, row);
  }
  return overview;
}

function emptyOverview(scopes: readonly RequestScope[]): Overview {
  return {
    scopes,
    denied: new Set(),
    groups: new Map(),
    subscriptions: new Map(),
    scores: new Map(),
    controls: new Map(),
    definitions: new Map(),
    members: new Map(),
    homes: new Map(),
  };
}

/** The rows of one scope; none, and noted as denied, where the identity has no role there. */
async function readScope<T>(
  reading: Reading,
  overview: Overview,
  index: number,
  reader: Reader<T>,
  query: string,
  scope: RequestScope,
): Promise<T[]> {
  if (overview.denied.has(index)) return [];
  const outcome = await readRows(reading, reader, query, scope);
  if (outcome.kind === 'rows') return outcome.rows;
  overview.denied.add(index);
  reading.log.warn('Scoreline has no role here: give its identity Security Reader', { scope });
  return [];
}

function placeContainers(overview: Overview, index: number, containers: readonly Container[]): void {
  for (const each of containers) {
    if (each.kind === 'group') overview.groups.set(each.id, { id: each.id, name: each.name });
    else if (isAt(overview, index, { subscription: each.id, member: each.id }))
      overview.subscriptions.set(each.id, each);
  }
  const named = overview.scopes[index]?.managementGroups?.[0]?.toLowerCase();
  if (named !== undefined && containers.length > 0 && !overview.groups.has(named)) {
    overview.groups.set(named, { id: named, name: nameInChains(containers, named) });
  }
}

/** A named group may lack a row of its own; the subscriptions under it tell its name. */
function nameInChains(containers: readonly Container[], id: string): string {
  for (const each of containers) {
    const link = each.kind === 'illegible' ? undefined : each.chain.find((one) => one.id === id);
    if (link !== undefined) return link.name;
  }
  return id;
}

/** Notes that a member exists, and whether this scope is the one to take its rows from. */
export function isAt(
  overview: Overview,
  index: number,
  { subscription, member }: { subscription: string; member: string },
): boolean {
  const members = overview.members.get(subscription) ?? new Set([subscription]);
  overview.members.set(subscription, members.add(member));
  const home = overview.homes.get(subscription) ?? index;
  overview.homes.set(subscription, home);
  return home === index;
}

function addScore(reading: Reading, overview: Overview, index: number, row: OwnedScore): void {
  if (!isAt(overview, index, row)) return;
  overview.scores.set(row.member, row);
  if (row.odd) count(reading, 'percentage', 1, 'not the quotient of its points');
}

function addControl(overview: Overview, index: number, row: OwnedControl): void {
  if (!isAt(overview, index, row)) return;
  const controls = overview.controls.get(row.member) ?? new Map<string, ControlRow | null>();
  overview.controls.set(row.member, controls.set(row.control, row.row));
  if (row.row === null) return;
  const before = overview.definitions.get(row.control);
  // The same definition comes with every subscription.
  if (before !== undefined && row.recommendations.every((id) => before.recommendations.includes(id))) return;
  const recommendations = [...new Set([...(before?.recommendations ?? []), ...row.recommendations])];
  overview.definitions.set(row.control, { id: row.control, name: before?.name ?? row.name, recommendations });
}

/**
 * Last-first-last: after the assessments of a slice its controls are read again, and where one differs the second
 * reading is taken, with the score rows that go with it. A subscription without any control row now keeps the first.
 */
export async function readAgain(
  reading: Reading,
  overview: Overview,
  index: number,
  narrow: { tenant: string | null; slice: Slice },
): Promise<void> {
  const scope = overview.scopes[index] ?? {};
  // A malformed row was counted the first time.
  const quiet: Reading = { ...reading, rejected: { control: 1 } };
  const rows = await readScope(quiet, overview, index, controlReader, controlsQuery(narrow, false), scope);
  reading.everything ||= quiet.everything;
  let torn = 0;
  for (const [member, controls] of Map.groupBy(rows, (row) => row.member)) {
    const before = overview.controls.get(member);
    const again = new Map(controls.map(({ control, row }) => [control, row ?? before?.get(control) ?? null]));
    if (overview.homes.get(controls[0]?.subscription ?? '') !== index || same(before, again)) continue;
    torn += 1;
    overview.controls.set(member, again);
  }
  if (torn === 0) return;
  reading.log.info('Controls were recalculated while they were read; the second reading counts', {
    subscriptions: torn,
  });
  for (const row of await readScope(reading, overview, index, scoreReader, scoresQuery(narrow), scope)) {
    addScore(reading, overview, index, row);
  }
}

function same(
  before: Map<string, ControlRow | null> | undefined,
  after: Map<string, ControlRow | null>,
): boolean {
  return before?.size === after.size && [...after].every(([id, row]) => equal(before.get(id), row));
}

function equal(left: ControlRow | null | undefined, right: ControlRow | null): boolean {
  if (!left || !right) return left === right;
  return (
    left.current === right.current &&
    left.max === right.max &&
    left.healthy === right.healthy &&
    left.unhealthy === right.unhealthy &&
    left.notApplicable === right.notApplicable
  );
}
