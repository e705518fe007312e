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
  const rest = new Map<string, ResidualPart>();
  return {
    add: ({ cause, control, recommendation, why, delta, resources = NONE, members = NONE }: Share) => {
      const group = contributions.of(cause, control, recommendation, why);
      group.delta += delta;
      for (const resource of resources) group.resources.add(resource);
      for (const member of members) group.members.add(member);
    },
    /** A flow belongs to the recommendations that moved it, in equal parts. */
    flow: (control: string, { cause, recommendations, resource }: NetFlow, delta: number) => {
      for (const recommendation of recommendations.length > 0 ? recommendations : NOT_KNOWN) {
        const group = contributions.of(cause, control, recommendation, null);
        group.delta += delta / Math.max(1, recommendations.length);
        group.resources.add(resource);
      }
    },
    wait: (control: string, { cause, recommendations, resource }: NetFlow, why: Pending['why']) => {
      for (const recommendation of recommendations.length > 0 ? recommendations : NOT_KNOWN)
        waiting.of(cause, control, recommendation, why).resources.add(resource);
    },
    rest: (part: ResidualPart) => {
      if (part.delta === 0) return;
      const key = JSON.stringify([part.why, part.control]);
      rest.set(key, { ...part, delta: part.delta + (rest.get(key)?.delta ?? 0) });
    },
    take: (): Attribution => ({
      contributions: contributions.groups.map(({ resources, members, ...row }) => ({
        ...row,
        resources: ascending(resources),
        members: [...members].sort(),
      })),
      residualParts: [...rest.values()],
      pending: waiting.groups.map(({ resources, members: _, delta: __, ...row }) => ({
        ...row,
        resources: ascending(resources),
      })),
    }),
  };
}

type Gathered<Of, Why> = {
  cause: Of;
  control: string | null;
  recommendation: string | null;
  why: Why;
  delta: number;
  resources: Set<number>;
  members: Set<string>;
};

/** `groups` in the order in which they came up. */
function createGathering<Of, Why>() {
  const groups: Gathered<Of, Why>[] = [];
  // Every flow looks its group up, so no text is made for it.
  const known = new Map<string | null, Map<string | null, Gathered<Of, Why>[]>>();
  const alikeIn = (control: string | null, recommendation: string | null) => {
    const own = known.get(control) ?? new Map<string | null, Gathered<Of, Why>[]>();
    if (own.size === 0) known.set(control, own);
    const alike = own.get(recommendation) ?? [];
    if (alike.length === 0) own.set(recommendation, alike);
    return alike;
  };
  return {
    groups,
    of: (cause: Of, control: string | null, recommendation: string | null, why: Why) => {
      const alike = alikeIn(control, recommendation);
      const found = alike.find((one) => one.cause === cause && one.why === why);
      if (found !== undefined) return found;
      const about = { cause, control, recommendation, why };
      const group = { ...about, delta: 0, resources: new Set<number>(), members: new Set<string>() };
      alike.push(group);
      groups.push(group);
      return group;
    },
  };
}

const ascending = (numbers: ReadonlySet<number>) => [...numbers].sort((a, b) => a - b);
