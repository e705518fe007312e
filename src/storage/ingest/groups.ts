import type { ManagementGroup } from '../../core/scope.ts';
import type { Sql } from '../sql.ts';
import type { Plan } from './plan.ts';

const NAME = `insert into management_group (azure_id, name) values ($1, $2)
  on conflict (azure_id) do update set name = excluded.name`;
const FORGET = 'delete from management_group where azure_id = $1';
const OPEN = 'insert into unread_group (azure_id, from_snapshot, to_snapshot) values ($1, $2, null)';
const CLOSE = 'update unread_group set to_snapshot = $2 where azure_id = $1 and to_snapshot is null';

/** Adds what changed about management groups. One that is neither read nor unread no longer exists. */
export async function writeGroups(
  sql: Sql,
  plan: Plan,
  snapshot: number,
  read: { groups: readonly ManagementGroup[]; unreadGroups: readonly string[] },
): Promise<string[]> {
  const stored = await sql.all<{ azure_id: string; name: string }>(
    'select azure_id, name from management_group',
  );
  const spells = await sql.all<{ azure_id: string }>(
    'select azure_id from unread_group where to_snapshot is null',
  );
  const names = new Map(stored.map((row) => [row.azure_id, row.name]));
  const groups = new Map(read.groups.map((group) => [group.id.toLowerCase(), group.name]));
  const unread = new Set(read.unreadGroups.map((id) => id.toLowerCase()));
  const open = new Set(spells.map((row) => row.azure_id));
  for (const [id, name] of groups) if (names.get(id) !== name) plan.add(NAME, [id, name]);
  for (const id of names.keys()) if (!groups.has(id) && !unread.has(id)) plan.add(FORGET, [id]);
  for (const id of unread) if (!open.has(id)) plan.add(OPEN, [id, snapshot]);
  for (const id of open) if (!unread.has(id)) plan.add(CLOSE, [id, snapshot]);
  return [...unread];
}
