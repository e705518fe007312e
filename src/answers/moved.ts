import type { ExplainData } from '../cards/data.ts';
import type { MovedData, MovedResource } from '../cards/moved-data.ts';
import { UserError } from '../core/errors.ts';
import type { Contribution } from '../core/explain.ts';
import { addressIn } from '../core/names.ts';
import { type Period, periodWords } from '../core/period.ts';
import type { Scope } from '../core/scope.ts';
import type { NamedResource } from '../ports/posture-log.ts';
import { explanationOf } from './explain.ts';
import { memberNames } from './member-names.ts';
import type { World } from './world.ts';

/** More are not looked up for a list that shows ten at a time. */
const MOST = 5_000;

/**
 * The resources of one cause of an explanation (counted from 1, in its order), or of all of them. Throws a `UserError`
 * where there is no such cause, and where the snapshot that a button names is not stored any more.
 */
export async function movedOf(
  world: World,
  scope: Scope,
  { period, zone, cause }: { period: Period; zone: string; cause: number | null },
): Promise<MovedData> {
  const { data, causes } = await explanationOf(world, scope, period, zone);
  const line = `explain ${addressIn(world.estate)(scope)}`.trim();
  if (isGone(period, data)) throw gone(data, line);
  if (cause !== null && causes[cause - 1] === undefined)
    throw noSuchCause(cause, data, `${line} ${periodWords(period)}`);
  const chosen = cause === null ? causes : causes.slice(cause - 1, cause);
  const rows = cause === null ? data.contributions : data.contributions.slice(cause - 1, cause);
  const { before, after, delta, asOf, notVisible } = data;
  return {
    ...{ scope, before, after, delta, cause },
    contributions: rows.map(({ resources: _, ...one }) => one),
    count: rows.reduce((sum, { count }) => sum + count, 0),
    resources: await resourcesOf(world, chosen),
    ...{ asOf, notVisible },
  };
}

/** A day may lie before all history, and is then said to; a moment was read off a snapshot that was there. */
const isGone = (period: Period, { before, asked }: ExplainData): boolean =>
  period.kind === 'between' &&
  period.from.kind === 'instant' &&
  Date.parse(before.takenAt) > Date.parse(asked.from);

function gone({ asked, before }: ExplainData, line: string): UserError {
  const [then, first] = [asked.from, before.takenAt].map((at) => `${at.slice(0, 16).replace('T', ' ')} UTC`);
  return new UserError(
    `Nothing is stored of ${then} any more: history starts at ${first}. Ask for a later time.`,
    [line],
  );
}

function noSuchCause(cause: number, { contributions, delta }: ExplainData, line: string): UserError {
  const count = contributions.length;
  if (delta === null)
    return new UserError('The score is not known at both ends of that time, so there is no cause to tell.', [
      line,
    ]);
  if (count === 0)
    return new UserError('Nothing moved the score in that time, so there is no cause.', [line]);
  const there = count === 1 ? 'There is one cause' : `There are ${count} causes, counted from 1`;
  return new UserError(`There is no cause ${cause}. ${there}.`, [`${line} cause ${count}`, line]);
}

async function resourcesOf(world: World, causes: readonly Contribution[]): Promise<MovedResource[]> {
  const wanted = causes.flatMap(({ resources }) => resources).slice(0, MOST);
  const named = wanted.length === 0 ? new Map() : await world.posture.log.resources([...new Set(wanted)]);
  const seen = await memberNames(
    world,
    causes.flatMap(({ members }) => members),
  );
  const left = { room: MOST };
  return causes.flatMap((one) => {
    const resources = one.resources.flatMap((number): MovedResource[] => {
      const resource: NamedResource | undefined = named.get(number);
      return resource === undefined ? [] : [moved(one, resource, seen)];
    });
    const members = one.members.map((id) => member(one, id, seen));
    const rows = [...resources, ...members].slice(0, left.room);
    left.room -= rows.length;
    return rows.sort(byNameThenId);
  });
}

type Seen = ReadonlyMap<string, string>;
const GUID = /^\/subscriptions\/([^/]+)/;

function moved(
  { cause, recommendation }: Contribution,
  { id, type }: NamedResource,
  seen: Seen,
): MovedResource {
  const subscription = GUID.exec(id)?.[1] ?? '';
  const connector = /^.*\/securityconnectors\/[^/]+/.exec(id)?.[0] ?? '';
  const whole = id === `/subscriptions/${subscription}`;
  return {
    id,
    name: (whole ? seen.get(subscription) : undefined) ?? id.split('/').at(-1) ?? id,
    type,
    resourceGroup: /\/resourcegroups\/([^/]+)\//.exec(id)?.[1] ?? null,
    subscription: seen.get(connector) ?? seen.get(subscription) ?? null,
    ...{ cause, recommendation },
  };
}

const member = ({ cause, recommendation }: Contribution, id: string, seen: Seen): MovedResource => ({
  ...{ id, name: seen.get(id) ?? id.split('/').at(-1) ?? id, type: null, resourceGroup: null },
  ...{ subscription: null, cause, recommendation },
});

/** By code point: ids are in lower case, and there may be thousands. */
const byNameThenId = (a: MovedResource, b: MovedResource): number =>
  a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1;
