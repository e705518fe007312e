import { DAY } from '../core/time.ts';
import type { Moved, Sought } from '../ports/actors.ts';

/** Azure may take a day to see in a resource what was done to it. */
const SEEN_LATE = DAY;
/** A thing is created and deleted once, however long ago; Azure remembers so much of it. */
const REMEMBERED = 14 * DAY;
/** So many are asked about between two looks at whether to stop: five requests. */
const AT_ONCE = 500;

/** What to ask, and which resource of the store each id is. */
export type Seeking = { sought: Sought; of: ReadonlyMap<string, Moved> };

/** Questions about what moved: one deed as of one snapshot each, since no change after it can be its cause. */
export function seekings(moved: readonly Moved[]): Seeking[] {
  const groups = Map.groupBy(moved, ({ snapshot, deed }) => `${snapshot} ${deed}`);
  const newest = [...groups.values()].sort((a, b) => (b[0]?.snapshot ?? 0) - (a[0]?.snapshot ?? 0));
  return newest.flatMap((all) => {
    const count = Math.ceil(all.length / AT_ONCE);
    return Array.from({ length: count }, (_, at) => all.slice(at * AT_ONCE, (at + 1) * AT_ONCE)).flatMap(
      seeking,
    );
  });
}

function seeking(part: readonly Moved[]): Seeking[] {
  const [first] = part;
  if (first === undefined) return [];
  const { deed, seenAt, unseenAt } = first;
  const earliest = deed === 'changed' ? Date.parse(unseenAt) - SEEN_LATE : Date.parse(seenAt) - REMEMBERED;
  const of = new Map(part.map((one) => [one.id, one]));
  const since = new Date(earliest).toISOString();
  return [{ sought: { deed, since, until: seenAt, resources: [...of.keys()] }, of }];
}
