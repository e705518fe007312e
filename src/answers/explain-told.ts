import type { ExplainData } from '../cards/data.ts';
import type { Attribution } from '../core/attribution.ts';
import { CAUSES, type Contribution, type Pending, type ResidualPart } from '../core/explain.ts';
import { parentSubscription } from '../core/scope.ts';
import type { Anonymous } from './explain-actors.ts';
import { memberNames } from './member-names.ts';
import type { World } from './world.ts';

const CONNECTOR = 'microsoft.security/securityconnectors';
/** So many of its resources are named. */
const NAMED = 50;

type Told = Pick<ExplainData, 'delta' | 'residual' | 'residualParts' | 'pending'> & {
  contributions: readonly Anonymous[];
  /** What the contributions were told from, in their order. */
  causes: readonly Contribution[];
};

/** An attribution as it is told: in order, with names for the numbers of what is shown. */
export async function told(
  world: World,
  { contributions, residualParts, pending }: Attribution,
  { before, after }: { before: number | null; after: number | null },
): Promise<Told> {
  const names = await namesOf(world, [...contributions, ...pending]);
  const delta = before === null || after === null ? null : after - before;
  const told = contributions
    .map((cause) => ({ cause, row: contributed(cause, names) }))
    .sort((a, b) => byWeightAndName(a.row, b.row));
  const rows = told.map(({ row }) => row);
  const sum = rows.reduce((total, row) => total + row.delta, 0);
  return {
    delta,
    causes: told.map(({ cause }) => cause),
    contributions: rows,
    residual: delta === null ? null : delta - sum,
    residualParts: residualParts
      .map((part) => ({ ...part, controlName: names.control(part.control) }))
      .sort(byWeightAndWhy),
    pending: pending
      .map((one) => ({
        ...contributed({ ...one, why: null, members: [], delta: 0 }, names),
        cause: one.cause,
        effect: one.why,
      }))
      .sort((a, b) => byWeightAndName(a, b) || byText(a.effect, b.effect))
      .map(({ delta: _, why: __, effect, ...row }) => ({ ...row, why: effect })),
  };
}

type Names = {
  control(id: string | null): string | null;
  recommendation(id: string | null): string | null;
  member(id: string): string;
  resources(numbers: readonly number[]): readonly { id: string; type: string }[];
};

async function namesOf(world: World, all: readonly (Contribution | Pending)[]): Promise<Names> {
  const shown = new Set(all.flatMap(({ resources }) => resources.slice(0, NAMED)));
  const ids = shown.size === 0 ? null : await world.posture.log.resources([...shown]);
  const members = await memberNames(
    world,
    all.flatMap((one) => ('members' in one ? one.members.slice(0, NAMED) : [])),
  );
  const controls = new Map(world.controls.map(({ id, name }) => [id, name]));
  const known = all.some(({ recommendation }) => recommendation !== null)
    ? await world.posture.recommendations()
    : [];
  const recommendations = new Map(known.map(({ id, name }) => [id, name]));
  return {
    control: (id) => (id === null ? null : (controls.get(id) ?? id)),
    recommendation: (id) => (id === null ? null : (recommendations.get(id) ?? id)),
    member: (id) => members.get(id) ?? id,
    resources: (numbers) => numbers.slice(0, NAMED).flatMap((number) => ids?.get(number) ?? []),
  };
}

function contributed(one: Contribution, names: Names): Anonymous {
  const { cause, control, recommendation, resources, members, delta, why } = one;
  const named = names.resources(resources);
  const [first] = named;
  const alike = named.every(({ type }) => type === first?.type);
  return {
    ...{ cause, control, recommendation },
    resources: [...named.map(({ id }) => id), ...members].slice(0, NAMED),
    members: [...members, ...wholes(named)].slice(0, NAMED).map(names.member),
    count: resources.length + members.length,
    ...(why === 'stays' ? { delta, why: null, stays: true } : { delta, why }),
    controlName: names.control(control),
    recommendationName: names.recommendation(recommendation),
    type: members.length > 0 ? memberType(members) : alike ? (first?.type ?? null) : null,
  };
}

/** Of subscriptions, and of both together, people say that they are subscriptions. */
const memberType = (members: readonly string[]): string | null =>
  members.every((id) => parentSubscription(id) !== null) ? CONNECTOR : null;

/** Subscriptions that are assessed themselves, where nothing else is: their ids are no names. */
function wholes(named: readonly { id: string }[]): string[] {
  const ids: string[] = [];
  for (const { id } of named) {
    const own = /^\/subscriptions\/([^/]+)$/.exec(id)?.[1];
    if (own === undefined) return [];
    ids.push(own);
  }
  return ids;
}

/** What is lost in binary must not decide the order. */
const size = (delta: number) => Math.round(1e9 * Math.abs(delta));

function byWeightAndName(a: Anonymous, b: Anonymous): number {
  return (
    size(b.delta) - size(a.delta) ||
    CAUSES.indexOf(a.cause) - CAUSES.indexOf(b.cause) ||
    byText(a.controlName, b.controlName) ||
    byText(a.recommendationName, b.recommendationName) ||
    byText(a.control, b.control) ||
    byText(a.recommendation, b.recommendation) ||
    byText(a.why, b.why)
  );
}

const byWeightAndWhy = (a: ResidualPart, b: ResidualPart): number =>
  size(b.delta) - size(a.delta) || byText(a.why, b.why) || byText(a.control, b.control);

function byText(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
