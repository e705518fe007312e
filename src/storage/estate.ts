import {
  type Estate,
  type KnownSubscription,
  type ManagementGroup,
  parentSubscription,
} from '../core/scope.ts';
import { among, idLists, type Sql } from './sql.ts';

/** What a first load has written so far belongs to no snapshot yet, and is not seen. */
const NEWEST = '(select max(id) from snapshot)';

const SUBSCRIPTIONS = `select s.azure_id, s.name, p.kind, p.environment, p.state, p.ancestors,
    coalesce(t.taken_at, u.opened_at) as unread_since
  from subscription s
  left join placement p on p.subscription_id = s.id and p.snapshot_id = (select max(x.snapshot_id)
    from placement x where x.subscription_id = s.id and x.snapshot_id <= ${NEWEST})
  left join unread u on u.subscription_id = s.id and u.to_snapshot is null and u.from_snapshot <= ${NEWEST}
  left join snapshot t on t.id = u.from_snapshot
  where p.state <> 'gone' or u.subscription_id is not null
  order by s.id`;

const GROUPS = `select azure_id as id, name from management_group where ${NEWEST} is not null order by azure_id`;

const UNREAD_GROUPS = `select u.azure_id as id from unread_group u
  where u.to_snapshot is null and u.from_snapshot <= ${NEWEST} order by u.azure_id`;

type Stored = {
  azure_id: string;
  name: string;
  kind: KnownSubscription['kind'] | null;
  environment: string | null;
  state: KnownSubscription['state'] | 'gone' | null;
  ancestors: string | null;
  unread_since: number | null;
};

/** The scope tree as of the newest snapshot; empty without one. */
export async function readEstate(sql: Sql): Promise<Estate> {
  const subscriptions = await sql.all<Stored>(SUBSCRIPTIONS);
  const groups = await sql.all<ManagementGroup>(GROUPS);
  const unread = await sql.all<{ id: string }>(UNREAD_GROUPS);
  return {
    groups,
    subscriptions: subscriptions.map(subscriptionOf),
    unreadGroups: unread.map(({ id }) => id),
  };
}

/** Every subscription, connector and management group that is there, whether or not it can be read. */
export async function readKnown(sql: Sql): Promise<{ subscriptions: string[]; groups: string[] }> {
  const { groups, subscriptions, unreadGroups } = await readEstate(sql);
  const named = new Set([...groups.map(({ id }) => id), ...unreadGroups]);
  return { subscriptions: subscriptions.map(({ id }) => id), groups: [...named] };
}

/** Names, as last read, of these subscriptions and connectors, also of those that are gone. */
export async function readMemberNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const list of idLists(ids)) {
    const text = `select azure_id as id, name from subscription where 1 = 1${among('azure_id', list, 1)}`;
    for (const { id, name } of await sql.all<{ id: string; name: string }>(text, list ?? []))
      names.set(id, name);
  }
  return names;
}

/** One that was never read has no place yet: it has no score and is under no management group. */
function subscriptionOf(row: Stored): KnownSubscription {
  const unreadSince = row.unread_since === null ? null : new Date(row.unread_since).toISOString();
  const { azure_id: id, name } = row;
  const kind = row.kind ?? (parentSubscription(id) === null ? 'subscription' : 'connector');
  const environment = row.environment ?? 'Azure';
  const state = row.state === null || row.state === 'gone' ? 'no-score' : row.state;
  const ancestors = row.ancestors === null ? [] : (JSON.parse(row.ancestors) as string[]);
  return { id, kind, name, environment, state, ancestors, unreadSince };
}
