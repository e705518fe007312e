import type { Attribution } from './attribution.ts';
import type { Cause, Contribution, NetFlow, Pending, ResidualPart } from './explain.ts';

type Share = Pick<Contribution, 'cause' | 'control' | 'recommendation' | 'delta' | 'why'> & {
  resources?: readonly number[];
  members?: readonly string[];
};

const NONE: readonly never[] = [];
const NOT_KNOWN: readonly null[] = [null];

/** Puts shares of one cause, control and recommendation together, whichever subscription they come from. */
export function createGroups() {
  const contributions = createGathering<Cause, Contribution['why']>();
  const waiting = createGathering<Pending['cause'], Pending['why']>();
  const rest = createRest();
  return {
    add: ({ cause, control, recommendation, why, delta, resources = NONE, members = NONE }: Share) => {
      const group = contributions.within(control)(cause, recommendation, why);
      group.delta += delta;
      for (const resource of resources) group.resources.push(resource);
      for (const member of members) group.members.add(member);
    },
    /** A flow belongs to the recommendations that moved it, in equal parts. */
    flows: (control: string) => {
      const groupOf = contributions.within(control);
      return ({ cause, recommendations, resource }: NetFlow, delta: number) => {
        for (const recommendation of recommendations.length > 0 ? recommendations : NOT_KNOWN) {
          const group = groupOf(cause, recommendation, null);
          group.delta += delta / Math.max(1, recommendations.length);
          group.resources.push(resource);
        }
      };
    },
    wait: (control: string, flows: readonly NetFlow[], why: Pending['why']) => {
      if (flows.length === 0) return;
      const groupOf = waiting.within(control);
      for (const { cause, recommendations, resource } of flows)
        for (const recommendation of recommendations.length > 0 ? recommendations : NOT_KNOWN)
          groupOf(cause, recommendation, why).resources.push(resource);
    },
    rest: rest.add,
    take: (): Attribution => ({
      contributions: contributions.groups.map(({ resources, members, ...row }) => ({
        ...row,
        resources: ascending(resources),
        members: [...members].sort(),
      })),
      residualParts: rest.parts,
      pending: waiting.groups.map(({ resources, members: _, delta: __, ...row }) => ({
        ...row,
        resources: ascending(resources),
      })),
    }),
  };
}

export type Groups = ReturnType<typeof createGroups>;

type Gathered<Of, Why> = {
  cause: Of;
  control: string | null;
  recommendation: string | null;
  why: Why;
  delta: number;
  /** In any order, and any of them more than once. */
  resources: number[];
  members: Set<string>;
};

/** `groups` in the order in which they came up. */
function createGathering<Of, Why>() {
  const groups: Gathered<Of, Why>[] = [];
  // Every flow looks its group up, so no text is made for it.
  const known = new Map<string | null, Map<string | null, Gathered<Of, Why>[]>>();
  return {
    groups,
    within: (control: string | null) => {
      const own = known.get(control) ?? new Map<string | null, Gathered<Of, Why>[]>();
      if (own.size === 0) known.set(control, own);
      return (cause: Of, recommendation: string | null, why: Why) => {
        const alike = own.get(recommendation);
        const found = alike?.find((one) => one.cause === cause && one.why === why);
        if (found !== undefined) return found;
        const about = { cause, control, recommendation, why };
        const group: Gathered<Of, Why> = { ...about, delta: 0, resources: [], members: new Set() };
        if (alike === undefined) own.set(recommendation, [group]);
        else alike.push(group);
        groups.push(group);
        return group;
      };
    },
  };
}

/** What no contribution explains: a part of each control for each `why`, in the order in which they came up. */
function createRest() {
  const parts: ResidualPart[] = [];
  const known = new Map<string | null, ResidualPart[]>();
  return {
    parts,
    add: (control: string | null, why: ResidualPart['why'], delta: number) => {
      if (delta === 0) return;
      const own = known.get(control);
      const found = own?.find((part) => part.why === why);
      if (found !== undefined) {
        found.delta += delta;
        return;
      }
      const part = { why, control, delta };
      if (own === undefined) known.set(control, [part]);
      else own.push(part);
      parts.push(part);
    },
  };
}

function ascending(numbers: readonly number[]): number[] {
  const distinct: number[] = [];
  // These sort by value, twice as fast as a list with a function that compares.
  for (const number of new Float64Array(numbers).sort())
    if (number !== distinct.at(-1)) distinct.push(number);
  return distinct;
}
