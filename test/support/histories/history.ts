import type { SnapshotPart } from '../../../src/core/snapshot.ts';
import type { PostureSource } from '../../../src/ports.ts';
import { CATALOG_EVENTS, PLACE_EVENTS } from './catalog-events.ts';
import { createChance } from './chance.ts';
import { add, type Making, RESOURCE_EVENTS } from './events.ts';
import { type Moved, movedIn, type Stand, type View } from './expected.ts';
import { foundTenant, idIn, PLAIN } from './founding.ts';
import { calculate, copyOf, countingIn, publish, type Subscription, type Tenant } from './tenant.ts';

const HOUR = 3_600_000;

/** One window: when it ends, how everything stands then, what moved in it, and the reading of Azure that shows it. */
export type Step = {
  at: Date;
  view: View;
  moved: ReadonlyMap<string, Moved>;
  source: PostureSource;
  /** Resources that have two or more recommendations of one control. */
  several: ReadonlySet<string>;
  tenant: Tenant;
};

/** A history of a tenant, always the same for its seed: every second one rounds, every fourth pair lags. */
export function* historyOf(seed: number, windows: number): Generator<Step> {
  const chance = createChance(seed);
  const tenant = foundTenant(chance, seed % 2 === 1, seed % 4 > 1);
  const making: Making = { tenant, chance, count: 0 };
  for (const one of tenant.subscriptions.values()) {
    calculate(tenant, one);
    one.seen = one.calculated;
  }
  let at = Date.UTC(2026, 0, 1 + (seed % 300), seed % 24);
  yield settle(making, new Date(at));
  for (let window = 0; window < windows; window++) {
    at += (tenant.lags ? 8 : chance.whole(1, 60)) * HOUR;
    happen(making);
    yield settle(making, new Date(at));
  }
}

function happen(making: Making): void {
  const { tenant, chance } = making;
  if (chance.often(0.6)) chance.pick(PLACE_EVENTS)?.(making);
  if (chance.often(0.5)) chance.pick(CATALOG_EVENTS)?.(making);
  for (const one of tenant.subscriptions.values()) {
    // While its controls lag behind a definition, nobody could tell what of that a further change is owed to.
    if (one.state === 'off' || one.state === 'gone' || (one.late > 0 && one.listed.size > 0)) continue;
    for (let nth = chance.whole(0, 4); nth > 0; nth--) chance.pick(RESOURCE_EVENTS)?.(making, one);
  }
}

/** Azure calculates, and is read. */
function settle(making: Making, at: Date): Step {
  const { tenant, chance } = making;
  const moved = new Map<string, Moved>();
  const view = new Map<string, Stand>();
  for (const one of tenant.subscriptions.values()) {
    if (one.state === 'read') {
      const late = tenant.lags && one.published !== null && one.late === 0 && chance.often(0.4);
      if (!late) unbalance(making, one);
      moved.set(one.id, movedIn(one, { things: one.things, counting: countingIn(tenant) }));
      if (late) one.late += 1;
      else calculate(tenant, one);
      one.seen = { things: copyOf(one.things), counting: countingIn(tenant) };
    }
    const { ancestors, state, published } = one;
    if (state !== 'gone')
      view.set(one.id, {
        ancestors: [...ancestors],
        off: state === 'off',
        unread: state === 'unread',
        published,
      });
  }
  return { at, view, moved, tenant, source: sourceOf(tenant), several: severalIn(tenant) };
}

/** Counts that come to nothing would tell nobody that they were calculated: a resource more, and they do not. */
function unbalance(making: Making, one: Subscription): void {
  for (let nth = 0; nth < 9; nth++) {
    const old = one.published;
    if (old === null || !balanced(making.tenant, one)) return;
    const thing = {
      type: 'a/disks',
      rows: new Map([[PLAIN, { status: 'healthy' as const, exempt: false }]]),
    };
    for (const [control, { recommendations }] of making.tenant.controls)
      if (balancedIn(making.tenant, one, control)) {
        const [id] = [...recommendations].filter((key) => making.tenant.recommendations.get(key) === false);
        if (id !== undefined) thing.rows.set(id, { status: 'healthy', exempt: false });
      }
    add(making, one, idIn(one, `n${++making.count}`), thing);
  }
  throw new Error(`The counts of ${one.id} stay as they are`);
}

const balanced = (tenant: Tenant, one: Subscription) =>
  [...tenant.controls.keys()].some((control) => balancedIn(tenant, one, control));

function balancedIn(tenant: Tenant, one: Subscription, control: string): boolean {
  const [x, y] = [one.published?.controls.get(control), publish(tenant, one).controls.get(control)];
  if (x === undefined || y === undefined || x.healthy !== y.healthy || x.unhealthy !== y.unhealthy)
    return false;
  const { flows } = movedIn(one, { things: one.things, counting: countingIn(tenant) });
  return y.max > 0 && flows.some((flow) => flow.control === control);
}

/** The tenant as it is now, read as Azure would be. */
export function sourceOf(tenant: Tenant): PostureSource {
  const unheard = async () => {
    throw new Error('A history is read by snapshots alone');
  };
  return {
    readSnapshot: ({ subscriptions }) => parts(tenant, new Set(subscriptions)),
    readPosture: unheard,
    readLive: unheard,
    readActors: unheard,
  };
}

async function* parts(tenant: Tenant, known: ReadonlySet<string>): AsyncGenerator<SnapshotPart> {
  yield catalogOf(tenant);
  for (const one of tenant.subscriptions.values()) {
    const { id, name, state } = one;
    if (state === 'read') yield readingOf(tenant, one);
    else if (state === 'unread') yield { kind: 'unread', id, name };
    else if (state === 'off')
      yield { kind: 'disabled', subscription: { ...placeOf(one), state: 'disabled' } };
    else if (known.has(id)) yield { kind: 'gone', id };
  }
  yield { kind: 'end', requests: 1, rejected: {} };
}

const catalogOf = ({ controls, recommendations }: Tenant): SnapshotPart => ({
  kind: 'catalog',
  groups: ['mg-root', 'mg-one', 'mg-two'].map((id) => ({ id, name: id })),
  unreadGroups: [],
  controls: [...controls].map(([id, one]) => ({ id, name: id, recommendations: [...one.recommendations] })),
  recommendations: [...recommendations].map(([id, preview]) => ({
    ...{ id, name: id, severity: null, effort: null, preview, category: null },
  })),
});

const placeOf = ({ id, kind, name, environment, ancestors }: Subscription) => ({
  ...{ id, kind, name, environment, ancestors, state: 'enabled' as const },
});

function readingOf(tenant: Tenant, one: Subscription): SnapshotPart {
  const { current, max, weight, controls } = one.published ?? publish(tenant, one);
  return {
    ...{ kind: 'subscription', subscription: placeOf(one), score: { current, max, weight } },
    controls: [...controls].map(([control, { none, ...row }]) => ({ control, ...row, notApplicable: none })),
    ...{ keptControls: [], keptAssessments: [] },
    assessments: [...one.things].flatMap(([resource, { type, rows }]) =>
      [...rows].map(([recommendation, { status, exempt }]) => ({
        ...{ resource, type, source: one.environment, recommendation, status, changedAt: null },
        cause: exempt ? 'Exempt' : '',
      })),
    ),
  };
}

function severalIn(tenant: Tenant): Set<string> {
  const counting = [...countingIn(tenant).values()];
  const things = [...tenant.subscriptions.values()].flatMap((one) => [...one.things]);
  const has = (rows: ReadonlyMap<string, unknown>) =>
    counting.some((of) => [...rows.keys()].filter((id) => of.has(id)).length > 1);
  return new Set(things.filter(([, { rows }]) => has(rows)).map(([id]) => id));
}
