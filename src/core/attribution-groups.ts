import type { Attribution } from './attribution.ts';
import type { Contribution, NetFlow, Pending, ResidualPart } from './explain.ts';

type Share = Pick<Contribution, 'cause' | 'control' | 'recommendation' | 'delta'> & {
  why: Contribution['why'] | Pending['why'];
  resources?: readonly number[];
  members?: readonly string[];
};

/** Puts shares of one cause, control and recommendation together, whichever subscription they come from. */
export function createGroups() {
  const contributions = new Map<string, Gathered<Contribution>>();
  const waiting = new Map<string, Gathered<Pending & { delta: number }>>();
  const rest = new Map<string, ResidualPart>();
  const add = (share: Share & Pick<Contribution, 'why'>) =>
    gather(contributions, { ...share, resources: [], members: [] }, share);
  return {
    add,
    /** A flow belongs to the recommendations that moved it, in equal parts. */
    flow: (control: string, { cause, recommendations, resource }: NetFlow, delta: number) => {
      for (const recommendation of recommendations.length > 0 ? recommendations : [null]) {
        const part = delta / Math.max(1, recommendations.length);
        add({ cause, control, recommendation, why: null, delta: part, resources: [resource] });
      }
    },
    wait: (control: string, { cause, recommendations, resource }: NetFlow, why: Pending['why']) => {
      for (const recommendation of recommendations.length > 0 ? recommendations : [null]) {
        const row = { cause, control, recommendation, why, delta: 0, resources: [] };
        gather(waiting, row, { ...row, resources: [resource] });
      }
    },
    rest: (part: ResidualPart) => {
      if (part.delta === 0) return;
      const key = JSON.stringify([part.why, part.control]);
      rest.set(key, { ...part, delta: part.delta + (rest.get(key)?.delta ?? 0) });
    },
    take: (): Attribution => ({
      contributions: [...contributions.values()].map(({ row, resources, members }) => ({
        ...row,
        resources: ascending(resources),
        members: [...members].sort(),
      })),
      residualParts: [...rest.values()],
      pending: [...waiting.values()].map(({ row: { delta: _, ...row }, resources }) => ({
        ...row,
        resources: ascending(resources),
      })),
    }),
  };
}

type Gathered<Row> = { row: Row; resources: Set<number>; members: Set<string> };

function gather<Row extends { delta: number }>(
  groups: Map<string, Gathered<Row>>,
  row: Row,
  { cause, control, recommendation, why, delta, resources = [], members = [] }: Share,
): void {
  const key = `${cause} ${control} ${recommendation} ${why}`;
  const known = groups.get(key);
  const group = known ?? { row, resources: new Set<number>(), members: new Set<string>() };
  if (known === undefined) groups.set(key, group);
  else group.row.delta += delta;
  for (const resource of resources) group.resources.add(resource);
  for (const member of members) group.members.add(member);
}

const ascending = (numbers: ReadonlySet<number>) => [...numbers].sort((a, b) => a - b);
