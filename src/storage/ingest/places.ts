import { parentSubscription, type Subscription } from '../../core/scope.ts';
import type { Row, Sql } from '../sql.ts';
import type { Plan } from './plan.ts';
import { createRegister } from './register.ts';

const SUBSCRIPTION = `insert into subscription (id, azure_id, name) values ($1, $2, $3)
  on conflict (id) do update set name = excluded.name`;
const PLACEMENT = `insert into placement (subscription_id, snapshot_id, kind, environment, state, ancestors)
  values ($1, $2, $3, $4, $5, $6)`;
const OPEN = 'insert into unread (subscription_id, from_snapshot, to_snapshot) values ($1, $2, null)';
const CLOSE = 'update unread set to_snapshot = $2 where subscription_id = $1 and to_snapshot is null';

const STORED = `select s.id, s.azure_id, s.name, p.kind, p.environment, p.state, p.ancestors,
    u.from_snapshot as unread, (select min(x.snapshot_id) from placement x
      where x.subscription_id = s.id and x.state in ('gone', 'disabled') and x.snapshot_id >
        (select max(y.snapshot_id) from placement y
          where y.subscription_id = s.id and y.state not in ('gone', 'disabled'))) as off
  from subscription s
  left join placement p on p.subscription_id = s.id
    and p.snapshot_id = (select max(x.snapshot_id) from placement x where x.subscription_id = s.id)
  left join unread u on u.subscription_id = s.id and u.to_snapshot is null
  order by s.id`;

/** Where subscriptions and connectors are, and whether they were read. Each is named at most once in a reading. */
export type Places = {
  /**
   * It was read. `returned`: after having been unread, disabled or gone, or for the first time. `lastRead`: the snapshot
   * that read it before that; null where it was the one before this, or none.
   */
  read(subscription: Subscription): { id: number; returned: boolean; lastRead: number | null };
  unread(azureId: string, name: string | null): void;
  gone(azureId: string): void;
  /** Whoever was not mentioned is unread too. Answers all that are unread now. */
  finish(): string[];
};

type Place = { kind: string; environment: string; state: string; ancestors: string };
/** `unread`, `off`: since which snapshot it was not readable, or disabled or gone. */
type Stored = { id: number; azure_id: string; name: string; unread: number | null; off: number | null } & {
  [column in keyof Place]: string | null;
};

/** `first` gets new subscriptions, which must be stored before anything that refers to them; `last` all the rest. */
export async function readPlaces(sql: Sql, snapshot: number, first: Plan, last: Plan): Promise<Places> {
  const stored = await sql.all<Stored>(STORED);
  const before = new Map(stored.map((row) => [row.id, row]));
  const names = createNames(stored, first, last);
  const changes = createChanges(snapshot, before, last);
  const nowhere = new Set<string>();
  const unread: string[] = [];
  const unseen = (id: number, azureId: string) => {
    unread.push(azureId);
    changes.unseen(id);
  };
  return {
    read: (subscription) => {
      const azureId = subscription.id.toLowerCase();
      const old = before.get(names.id(azureId) ?? 0);
      // Without its container row a subscription has its id for a name, and it and its connectors stand nowhere.
      const nameless = subscription.name.toLowerCase() === azureId;
      if (nameless) nowhere.add(azureId);
      const id = names.mention(azureId, nameless && old !== undefined ? null : subscription.name);
      changes.seen(id);
      const place = placeOf(subscription);
      const unplaced = nowhere.has(parentSubscription(azureId) ?? azureId) && old?.ancestors != null;
      changes.place(id, unplaced ? [...place.slice(0, -1), old.ancestors] : place);
      return { id, returned: old?.unread != null || !present(old?.state), lastRead: lastReadOf(old) };
    },
    unread: (azureId, name) => unseen(names.mention(azureId.toLowerCase(), name), azureId.toLowerCase()),
    gone: (azureId) => {
      const old = before.get(names.id(azureId.toLowerCase()) ?? 0);
      if (old === undefined) return;
      names.mention(old.azure_id, null);
      changes.seen(old.id);
      // Its assessments stay: if it returns, it is compared with them and the log goes on without a break.
      if (old.state !== null) changes.place(old.id, [old.kind, old.environment, 'gone', old.ancestors]);
    },
    finish: () => {
      for (const row of stored) {
        const known = row.unread !== null || (row.state !== null && row.state !== 'gone');
        if (known && !names.mentioned(row.id)) unseen(row.id, row.azure_id);
      }
      return unread;
    },
  };
}

/** Numbers of subscriptions, and which of them this reading has named. */
function createNames(stored: readonly Stored[], first: Plan, last: Plan) {
  const names = createRegister(
    SUBSCRIPTION,
    stored.map((row) => [row.id, row.azure_id, row.name]),
  );
  const mentioned = new Set<number>();
  return {
    id: names.id,
    mentioned: (id: number) => mentioned.has(id),
    mention: (azureId: string, name: string | null) => {
      const plan = names.id(azureId) === undefined ? first : last;
      const id = name === null ? names.ensure(azureId, [azureId]) : names.set(azureId, [name]);
      if (mentioned.has(id)) throw new Error(`The reading names ${azureId} twice`);
      mentioned.add(id);
      names.write(plan);
      return id;
    },
  };
}

/** Rows for what is not as it was. */
function createChanges(snapshot: number, before: ReadonlyMap<number, Stored>, plan: Plan) {
  const isUnread = (id: number) => before.get(id)?.unread != null;
  return {
    seen: (id: number) => {
      if (isUnread(id)) plan.add(CLOSE, [id, snapshot]);
    },
    unseen: (id: number) => {
      if (!isUnread(id)) plan.add(OPEN, [id, snapshot]);
    },
    place: (id: number, now: Row) => {
      const old = before.get(id);
      const was = [old?.kind, old?.environment, old?.state, old?.ancestors];
      if (now.some((value, index) => value !== was[index])) plan.add(PLACEMENT, [id, snapshot, ...now]);
    },
  };
}

function lastReadOf(old: Stored | undefined): number | null {
  const since = [old?.unread, old?.off].filter((snapshot) => snapshot != null);
  return since.length === 0 ? null : Math.min(...since) - 1;
}

const present = (state: string | null | undefined) => state === 'enabled' || state === 'no-score';

const placeOf = ({ kind, environment, state, ancestors }: Subscription): Row => [
  kind,
  environment,
  state,
  JSON.stringify(ancestors.map((id) => id.toLowerCase())),
];
