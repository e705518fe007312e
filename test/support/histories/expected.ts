import {
  type Counts,
  type Moment,
  type Published,
  type Subscription,
  says,
  stateOf,
  type Thing,
} from './tenant.ts';

/** How one subscription stood in a snapshot; `published` null where it had no score. */
export type Stand = {
  ancestors: readonly string[];
  off: boolean;
  unread: boolean;
  published: Published | null;
};
export type View = ReadonlyMap<string, Stand>;

/** What happened to resources in one control: by cause and recommendation, the resources. */
export type Happened = { cause: string; control: string; recommendation: string; resource: string };
/** Of one subscription in one window: what changed a state since its controls were calculated, and what changed none. */
export type Moved = { flows: Happened[]; without: Happened[] };

/** `<cause> <control> <recommendation> <why>` → what it is about. */
export type Groups = Map<string, Set<string>>;
export type Expected = { delta: number | null; contributions: Groups; pending: Groups; bound: number };
export type AskedScope = { kind: 'all' | 'management-group' | 'subscription' | 'connector'; id: string };

export function put(groups: Groups, about: (string | null)[], member: string): void {
  const key = about.map((one) => one ?? '-').join(' ');
  groups.set(key, (groups.get(key) ?? new Set<string>()).add(member));
}

export function movedIn(one: Subscription, now: Moment): Moved {
  const controls = new Set([...one.calculated.counting.keys(), ...now.counting.keys()]);
  const found: Moved = { flows: [], without: [] };
  for (const control of controls) {
    found.flows.push(...compared(one, control, one.calculated, now, true));
    found.without.push(...compared(one, control, one.seen, now, false));
  }
  return found;
}

const NOTHING: ReadonlySet<string> = new Set();

/** `moving`: resources whose state in the control is another now; else those whose rows alone are. */
function compared(one: Subscription, control: string, old: Moment, now: Moment, moving: boolean): Happened[] {
  const [was, is] = [old.counting.get(control) ?? NOTHING, now.counting.get(control) ?? NOTHING];
  return [...new Set([...old.things.keys(), ...now.things.keys()])].flatMap((resource) => {
    const [a, b] = [old.things.get(resource), now.things.get(resource)];
    const [before, after] = [stateOf(a, was), stateOf(b, is)];
    if ((before !== after) !== moving) return [];
    const movers = new Map<string, string>();
    for (const recommendation of new Set([...(a?.rows.keys() ?? []), ...(b?.rows.keys() ?? [])])) {
      const [from, to] = [brings(a, was, recommendation), brings(b, is, recommendation)];
      if (from === to || (moving && (after > before ? to !== after : from !== before))) continue;
      if (!moving && says(a?.rows.get(recommendation)) === says(b?.rows.get(recommendation))) continue;
      movers.set(recommendation, whyOf(one, control, resource, recommendation));
    }
    const own = moving
      ? [...movers.values()].find((cause) => cause.startsWith('recommendation-'))
      : undefined;
    return [...movers]
      .filter(([, cause]) => own === undefined || cause === own)
      .map(([recommendation, cause]) => ({ cause, control, recommendation, resource }));
  });
}

const brings = (thing: Thing | undefined, counted: ReadonlySet<string>, recommendation: string) =>
  counted.has(recommendation) ? says(thing?.rows.get(recommendation)) : 0;

function whyOf(one: Subscription, control: string, resource: string, recommendation: string): string {
  const cause =
    one.listed.get(`${control} ${recommendation}`) ?? one.touched.get(resource)?.get(recommendation);
  if (cause === undefined) throw new Error(`Nobody knows why ${resource} moved in ${control}`);
  return cause;
}

/** What an explanation of the window must say, from how everything stood and what was made to happen. */
export function expected(
  scope: AskedScope,
  before: View,
  after: View,
  moved: ReadonlyMap<string, Moved>,
): Expected {
  const [old, now] = [percentOf(scope, before), percentOf(scope, after)];
  const found: Expected = { delta: null, contributions: new Map(), pending: new Map(), bound: 0 };
  if (old === null || now === null) return found;
  found.delta = now - old;
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [counted(scope, before, id), counted(scope, after, id)];
    if (a === null && b === null) continue;
    if (a === null || b === null) {
      const cause = a === null ? 'subscription-added' : 'subscription-removed';
      put(found.contributions, [cause, null, null, movingWhy(scope, before, after, id)], id);
      continue;
    }
    if (a.weight !== b.weight && (scope.kind === 'all' || scope.kind === 'management-group'))
      put(found.contributions, ['weight-changed', null, null, null], id);
    found.bound +=
      ((shareOf(scope, before, a) + shareOf(scope, after, b)) / 2) * (roundingOf(a) + roundingOf(b));
    addControls(found, id, a, b, moved.get(id) ?? { flows: [], without: [] });
  }
  return found;
}

function movingWhy(scope: AskedScope, before: View, after: View, id: string): string | null {
  const [a, b] = [before.get(id), after.get(id)];
  if (a !== undefined && b !== undefined && !a.off && !b.off && holds(scope, a, id) !== holds(scope, b, id))
    return 'moved';
  return a?.unread === true && b?.unread === false && a.published === null ? 'became-visible' : null;
}

const LATE = 'not-recalculated';
const IDLE = 'another-recommendation';

function addControls(
  found: Expected,
  id: string,
  a: Published,
  b: Published,
  { flows, without }: Moved,
): void {
  for (const control of new Set([...a.controls.keys(), ...b.controls.keys()])) {
    const [x, y] = [a.controls.get(control), b.controls.get(control)];
    const own = flows.filter((one) => one.control === control);
    const idle = without.filter((one) => one.control === control);
    const [was, is] = [x !== undefined && x.max > 0, y !== undefined && y.max > 0];
    if (!was && !is) {
      if (total(x) === 0 && total(y) === 0) {
        for (const one of own) put(found.pending, [...keyOf(one), LATE], one.resource);
        for (const one of idle) put(found.pending, [...keyOf(one), IDLE], one.resource);
      }
      continue;
    }
    if (!was || !is) {
      const about = own.length === 0 ? [id] : own.map(({ resource }) => resource);
      for (const one of about)
        put(found.contributions, [was ? 'control-removed' : 'control-added', control, null, null], one);
      continue;
    }
    if (x?.max !== y?.max) put(found.contributions, ['control-max-changed', control, null, null], id);
    const same = x?.max === y?.max && x?.healthy === y?.healthy && x?.unhealthy === y?.unhealthy;
    for (const one of own)
      put(same ? found.pending : found.contributions, [...keyOf(one), same ? LATE : null], one.resource);
    for (const one of idle) put(found.pending, [...keyOf(one), IDLE], one.resource);
  }
}

const keyOf = ({ cause, control, recommendation }: Happened) => [cause, control, recommendation];
const total = (row: Counts | undefined) => (row === undefined ? 0 : row.healthy + row.unhealthy);

const holds = (scope: AskedScope, { ancestors }: Stand, id: string) =>
  scope.kind === 'all' ||
  (scope.kind === 'management-group' ? ancestors.includes(scope.id) : scope.id === id);

function counted(scope: AskedScope, view: View, id: string): Published | null {
  const stand = view.get(id);
  if (stand === undefined || stand.off || stand.published === null || !holds(scope, stand, id)) return null;
  return stand.published.max > 0 ? stand.published : null;
}

function percentOf(scope: AskedScope, view: View): number | null {
  let [sum, weights] = [0, 0];
  for (const id of view.keys()) {
    const own = counted(scope, view, id);
    if (own === null) continue;
    sum += (100 * own.weight * own.current) / own.max;
    weights += own.weight;
  }
  return weights > 0 ? sum / weights : null;
}

function shareOf(scope: AskedScope, view: View, own: Published): number {
  const weights = [...view.keys()].map((id) => counted(scope, view, id)?.weight ?? 0);
  return own.weight / weights.reduce((a, b) => a + b, 0);
}

/** What Azure's rounding of its controls can come to, in percentage points. */
const roundingOf = ({ controls, max }: Published) =>
  (100 * 0.005 * [...controls.values()].filter((row) => row.max > 0).length) / max;
