import type { Cause } from './explain.ts';

/** What somebody may have done to a resource, so that its assessments came, went or turned. */
export const DEEDS = ['created', 'deleted', 'changed'] as const;
export type Deed = (typeof DEEDS)[number];

/** Who is named: nobody, pipelines and identities (a person is `a person`), or people too. */
export type ActorPolicy = 'off' | 'apps' | 'all';

/** `app`: a pipeline, managed identity or service principal. `name`: null where it is not known or not kept. */
export type Actor = { name: string | null; type: 'app' | 'person'; client: string | null };

/** One change of one resource. `resource`: Azure's id, lower case; `at`: ISO 8601 UTC; `operation`: Azure's. */
export type ActedOn = Actor & { resource: string; deed: Deed; at: string; operation: string | null };

/** An actor with the number of resources that it changed; `at` is the last of these changes. */
export type ActorShare = Actor & { at: string; count: number };

/** The deed that explains a cause; null: of such a thing Azure's change tables tell nothing. */
export function deedOf(cause: Cause): Deed | null {
  switch (cause) {
    case 'resource-added':
      return 'created';
    case 'resource-deleted':
      return 'deleted';
    case 'turned-unhealthy':
    case 'turned-healthy':
      return 'changed';
    default:
      return null;
  }
}

/** As it may be kept: without the name of a person, unless everybody is named. */
export function keptAs(acted: ActedOn, policy: Exclude<ActorPolicy, 'off'>): ActedOn {
  return acted.type === 'person' && policy === 'apps' ? { ...acted, name: null } : acted;
}

/** Changes by who made them with which client, those of most resources first, then the latest. */
export function sharesOf(acted: readonly (Actor & { at: string })[]): ActorShare[] {
  const groups = Map.groupBy(acted, ({ name, type, client }) => JSON.stringify([type, name, client]));
  return [...groups.values()]
    .flatMap((all) => {
      const [first] = all;
      if (first === undefined) return [];
      const { name, type, client } = first;
      const at = all.reduce((last, one) => (one.at > last ? one.at : last), first.at);
      return [{ name, type, client, at, count: all.length }];
    })
    .sort((a, b) => b.count - a.count || byText(b.at, a.at) || byText(a.name ?? '', b.name ?? ''));
}

const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** At most so many, an equal part of each group as far as it goes: a large one must not hide the others. */
export function fairly<T>(groups: readonly (readonly T[])[], most: number): T[] {
  const chosen: T[] = [];
  for (let round = 0; chosen.length < most; round += 1) {
    const before = chosen.length;
    for (const group of groups) {
      if (round < group.length && chosen.length < most) chosen.push(...group.slice(round, round + 1));
    }
    if (chosen.length === before) return chosen;
  }
  return chosen;
}
