import { Unreachable } from '../../../src/core/errors.ts';
import type { Assessment, ControlRow, SnapshotPart, SubscriptionRead } from '../../../src/core/snapshot.ts';
import type { Clock, PostureSource } from '../../../src/ports.ts';
import { type Fall, lostAt, PAIR, SUBSCRIPTIONS } from './falls.ts';
import { blindAt, HOUR } from './times.ts';

/** Four points a resource: 100 of each subscription, of which 72 are there where nothing is wrong. */
const WORTH = 4;
const CONTROLS = [
  { id: 'control-0', name: 'Enable MFA', recommendation: 'rec-0', resources: 10, wrong: 3 },
  { id: 'control-1', name: 'Secure transfer', recommendation: 'rec-1', resources: 15, wrong: 4 },
] as const;
export const MFA = { id: 'control-0', name: 'Enable MFA', max: 40 };
const FLAPPING = 0.3;

const idOf = (name: string): string =>
  `00000000-0000-0000-0000-${String(SUBSCRIPTIONS.indexOf(name) + 1).padStart(12, '0')}`;
export const scopeOf = (name: string) =>
  name === 'Pair'
    ? ({ kind: 'management-group', id: 'mg-pair' } as const)
    : ({ kind: 'subscription', id: idOf(name) } as const);

/** What Azure would say of the tenant at the moment of the clock; `broken`: it breaks off this time. */
export function tenantSource(falls: readonly Fall[], clock: Clock, broken: () => boolean): PostureSource {
  const never = async () => {
    throw new Error('nobody asks that here');
  };
  return {
    async *readSnapshot() {
      const at = clock().getTime();
      if (blindAt(at) || broken()) throw new Unreachable('Azure does not answer.');
      yield catalog;
      for (const name of SUBSCRIPTIONS) yield subscriptionAt(falls, name, at);
      yield { kind: 'end', requests: 3, rejected: {} };
    },
    ...{ readPosture: never, readLive: never, readActors: never },
  };
}

const catalog: SnapshotPart = {
  kind: 'catalog',
  groups: [
    { id: 'mg-root', name: 'Root' },
    { id: 'mg-pair', name: 'Pair' },
  ],
  unreadGroups: [],
  controls: CONTROLS.map(({ id, name, recommendation }) => ({ id, name, recommendations: [recommendation] })),
  recommendations: CONTROLS.map(({ recommendation, name }) => ({
    ...{ id: recommendation, name: `${name} everywhere`, severity: 'High', effort: 'Low' },
    ...{ preview: false, category: null },
  })),
};

function subscriptionAt(falls: readonly Fall[], name: string, at: number): SubscriptionRead {
  const lost = lostAt(falls, name, at);
  const id = idOf(name);
  const read = CONTROLS.map((control) => {
    const wrong = control.wrong + lost[control.id] / WORTH;
    return {
      row: rowOf(control, wrong, flapOf(name, control.id, at)),
      assessments: assessed(id, control, wrong),
    };
  });
  const current = read.reduce((sum, { row }) => sum + row.current, 0);
  return {
    kind: 'subscription',
    subscription: {
      ...{ id, kind: 'subscription', name, environment: 'Azure', state: 'enabled' },
      ancestors: PAIR.includes(name) ? ['mg-pair', 'mg-root'] : ['mg-root'],
    },
    score: { current: Math.round(100 * current) / 100, max: 100, weight: 10 },
    controls: read.map(({ row }) => row),
    assessments: read.flatMap(({ assessments }) => assessments),
    ...{ keptControls: [], keptAssessments: [] },
  };
}

/** Every 8 hours one of the controls is a little less, or is not; a score flaps by that much and no more. */
function flapOf(name: string, control: string, at: number): number {
  const step = Math.floor(at / (8 * HOUR));
  const mixed = Math.imul(step + 7_919 * name.length + name.charCodeAt(0), 0x9e3779b1) >>> 16;
  return mixed % 4 === (control === 'control-0' ? 0 : 1) ? FLAPPING : 0;
}

type Control = (typeof CONTROLS)[number];

const rowOf = ({ id, resources }: Control, wrong: number, flap: number): ControlRow => ({
  control: id,
  current: WORTH * (resources - wrong) - flap,
  max: WORTH * resources,
  healthy: resources - wrong,
  unhealthy: wrong,
  notApplicable: 0,
});

const assessed = (id: string, { recommendation, resources }: Control, wrong: number): Assessment[] =>
  Array.from({ length: resources }, (_, at) => ({
    resource: `/subscriptions/${id}/resourcegroups/rg/providers/thing/${recommendation}-${at}`,
    ...{ type: 'microsoft.storage/storageaccounts', source: 'Azure', recommendation, cause: '' },
    status: at < wrong ? 'unhealthy' : 'healthy',
    changedAt: null,
  }));
