import { setImmediate as turn } from 'node:timers/promises';
import type { History, HistoryRequest, MemberHistory, Moment, Place } from '../core/history.ts';
import { DAY } from '../core/time.ts';
import { type Bounds, between, padded, places } from './history-range.ts';
import { type Maximum, readMaxima } from './maxima.ts';
import { among, idLists, type Sql } from './sql.ts';

/** More snapshots than this are thinned to the last of each UTC day. */
const MOST_SNAPSHOTS = 400;
/** Subscriptions read at once: with a score that moves three times a day, 17,000 rows of a year. */
const SCORES_AT_ONCE = 16;

/**
 * What held in a stretch of time. Subscriptions come some at a time, and the loop has a turn in between: a year of a
 * large tenant is a million rows.
 */
export async function readHistory(sql: Sql, { from, to, ids, maxima }: HistoryRequest): Promise<History> {
  const snapshots = await readSnapshots(sql, from, to);
  const bounds = { first: snapshots[0]?.id ?? 0, last: snapshots.at(-1)?.id ?? 0 };
  const members = await readMembers(sql, bounds, ids);
  return { snapshots, members: inSlices(sql, bounds, members, maxima) };
}

type Member = Pick<MemberHistory, 'id' | 'places'>;

async function readSnapshots(sql: Sql, from: Date, to: Date): Promise<Moment[]> {
  const since = `(select coalesce(max(b.taken_at), 0) from snapshot b where b.taken_at <= $1)`;
  const inside = `where taken_at >= ${since} and taken_at <= $2`;
  const bounds = [from.getTime(), to.getTime()];
  const all = `select id, taken_at as at from snapshot ${inside} order by taken_at limit ${MOST_SNAPSHOTS + 2}`;
  const rows = await sql.all<Moment>(all, bounds);
  const carried = rows.filter(({ at }) => at <= from.getTime());
  if (rows.length - carried.length <= MOST_SNAPSHOTS) return rows;
  const daily = `select max(id) as id, max(taken_at) as at from snapshot
    where taken_at > $1 and taken_at <= $2 group by taken_at / ${DAY} order by 2`;
  return [...carried, ...(await sql.all<Moment>(daily, bounds))];
}

const OF_SUBSCRIPTION = '#.subscription_id = s.id';

const PLACES = `select s.id as member, s.azure_id as id, p.snapshot_id as snapshot, p.kind, p.state, p.ancestors
  from subscription s cross join placement p
  where p.subscription_id = s.id and ${between('placement', 'p', OF_SUBSCRIPTION)}`;

type PlaceRow = {
  member: number;
  id: string;
  snapshot: number;
  kind: string;
  state: string;
  ancestors: string;
};

async function readMembers(
  sql: Sql,
  { first, last }: Bounds,
  ids: readonly string[] | null,
): Promise<Map<number, Member>> {
  const members = new Map<number, Member & { places: MemberHistory['places'][number][] }>();
  for (const list of idLists(ids)) {
    const text = `${PLACES}${among('s.azure_id', list, 3)} order by s.id, p.snapshot_id`;
    for (const row of await sql.all<PlaceRow>(text, [first, last, ...(list ?? [])])) {
      const member = members.get(row.member) ?? { id: row.id, places: [] };
      member.places.push({ snapshot: row.snapshot, place: placeOf(row) });
      members.set(row.member, member);
    }
  }
  return members;
}

function placeOf({ id, kind, state, ancestors }: PlaceRow): Place | null {
  if (state !== 'enabled' && state !== 'no-score' && state !== 'disabled') return null;
  return {
    ...{ id, state, ancestors: JSON.parse(ancestors) as string[] },
    kind: kind === 'connector' ? 'connector' : 'subscription',
  };
}

async function* inSlices(
  sql: Sql,
  bounds: Bounds,
  members: ReadonlyMap<number, Member>,
  maxima: boolean,
): AsyncGenerator<MemberHistory[]> {
  const numbers = [...members.keys()];
  for (let from = 0; from < numbers.length; from += SCORES_AT_ONCE) {
    const some = numbers.slice(from, from + SCORES_AT_ONCE);
    const scores = await readScoreRows(sql, bounds, some);
    const largest = maxima ? await readMaxima(sql, bounds, some) : new Map<number, Maximum[]>();
    yield some.flatMap((number) => {
      const member = members.get(number);
      if (member === undefined) return [];
      return [
        { ...member, scores: (scores.get(number) ?? []).map(scoreOf), maxima: largest.get(number) ?? [] },
      ];
    });
    if (from + SCORES_AT_ONCE < numbers.length) await turn();
  }
}

type ScoreColumns = {
  snapshot: number;
  current: number | null;
  max: number | null;
  weight: number | null;
};

async function readScoreRows(sql: Sql, { first, last }: Bounds, numbers: readonly number[]) {
  const [one = 0, ...more] = numbers;
  // A year of one subscription is what most people ask for, and each column of each row counts.
  if (more.length === 0) return new Map([[one, await sql.all<ScoreColumns>(OWN_SCORES, [first, last, one])]]);
  const list = padded(numbers, SCORES_AT_ONCE);
  const text = `select s.id as member, c.snapshot_id as snapshot, c.current, c.max, c.weight
    from subscription s cross join score c where s.id in (${places(list.length)})
    and c.subscription_id = s.id and ${between('score', 'c', OF_SUBSCRIPTION)} order by s.id, c.snapshot_id`;
  const rows = await sql.all<ScoreColumns & { member: number }>(text, [first, last, ...list]);
  return Map.groupBy(rows, ({ member }) => member);
}

const OWN_SCORES = `select c.snapshot_id as snapshot, c.current, c.max, c.weight from score c
  where c.subscription_id = $3 and ${between('score', 'c', '#.subscription_id = $3')} order by c.snapshot_id`;

function scoreOf({ snapshot, current, max, weight }: ScoreColumns): MemberHistory['scores'][number] {
  return { snapshot, score: current === null || max === null ? null : { current, max, weight } };
}
