import type { ResourcesData, ResourceType } from '../../src/cards/resources.ts';
import type { Fixed, WhatIfData } from '../../src/cards/what-if-data.ts';
import { asOf, control, LONG, many, NOTHING_HIDDEN, PROD, recommendation, WORST } from './card-facts.ts';

const type = (name: string, unhealthy: number, healthy: number, notApplicable = 0): ResourceType => ({
  ...{ type: name, healthy, unhealthy, notApplicable },
});

const TYPES: readonly ResourceType[] = [
  type('microsoft.storage/storageaccounts', 54, 15, 3),
  type('microsoft.compute/virtualmachines', 34, 0),
  type('microsoft.web/sites', 12, 6),
  type('microsoft.security/securityconnectors/s3bucket', 5, 5),
  type('microsoft.network/virtualnetworks/subnets', 4, 18, 1),
  type('microsoft.keyvault/vaults', 2, 3),
  type('microsoft.contoso/zorgblatts', 1, 0),
  type('microsoft.sql/servers', 0, 4),
  type('microsoft.other/widgets/instances', 0, 2),
  type('microsoft.another/gadgets/instances', 0, 1),
  type('microsoft.resources/subscriptions', 0, 1),
];

export const resources = (over: Partial<ResourcesData> = {}): ResourcesData => {
  const types = over.types ?? TYPES;
  const sum = (of: (row: ResourceType) => number) => types.reduce((total, row) => total + of(row), 0);
  return {
    ...{ scope: PROD, asOf, state: 'ok' },
    ...{ healthy: sum((row) => row.healthy), unhealthy: sum((row) => row.unhealthy) },
    ...{ notApplicable: sum((row) => row.notApplicable), types, notVisible: NOTHING_HIDDEN },
    ...over,
  };
};

/** Types that repeat when shown, and one that no word is known of: 300 of 200 characters each. */
export const WORST_RESOURCES: ResourcesData = {
  ...resources({ types: many(300, (n) => type(`${LONG.slice(0, 196)}${n}`, 123_456 - n, 9_999, n)) }),
  ...{ scope: WORST.scope, asOf: WORST.asOf, notVisible: WORST.notVisible },
};

const fixed = (kind: Fixed['kind'], { id, name }: { id: string; name: string }): Fixed => ({
  kind,
  id,
  name,
});
const MFA = control(1, 'Enable MFA', 0, 10, 0, 3);
const OWNERS = recommendation(
  1,
  'Accounts with owner permissions on Azure resources should be MFA enabled',
  2,
  0,
);
const WRITERS = recommendation(
  2,
  'Accounts with write permissions on Azure resources should be MFA enabled',
  1,
  0,
);

const standing = (percentage: number) => ({ percentage, current: (58 * percentage) / 100, max: 58 });

export const whatIf = (over: Partial<WhatIfData> = {}): WhatIfData => ({
  ...{ scope: PROD, asOf, state: 'ok', fixed: [fixed('control', MFA)] },
  ...{ before: standing(61.3793), after: standing(78.6207), gain: 17.2414, resources: 3 },
  ...{ controls: [{ id: MFA.id, name: MFA.name, healthy: 3, gain: 17.2414 }], noGain: null, other: null },
  ...{ atLeast: true, notVisible: NOTHING_HIDDEN },
  ...over,
});

/** No gain: what is fixed stands in no control's way alone. */
export const NO_GAIN = whatIf({
  ...{ fixed: [fixed('recommendation', OWNERS)], after: standing(61.3793), gain: 0, resources: 2 },
  ...{ controls: [], noGain: 'others-too', other: fixed('recommendation', WRITERS), atLeast: false },
});

export const SEVERAL = whatIf({
  ...{ fixed: [OWNERS, WRITERS].map((one) => fixed('recommendation', one)), atLeast: false },
  controls: [
    { id: MFA.id, name: MFA.name, healthy: 3, gain: 16.1 },
    { id: 'access', name: 'Manage access and permissions', healthy: 1, gain: 1.1414 },
  ],
});

const UNKNOWN = { percentage: null, current: null, max: null };
export const UNSCORED_WHAT_IF = whatIf({
  ...{ state: 'no-score', before: UNKNOWN, after: UNKNOWN, gain: null, resources: 0, controls: [] },
  atLeast: false,
});

export const WORST_WHAT_IF = whatIf({
  ...{ scope: { ...PROD, name: LONG }, asOf: WORST.asOf, notVisible: WORST.notVisible },
  fixed: many(5, (n) => fixed('recommendation', recommendation(n, `${n} ${LONG}`.slice(0, 200), 1, 0))),
  controls: WORST.controls.map(({ id, name }, n) => ({ id, name, healthy: 56_789, gain: 1 / (n + 1) })),
  resources: 1_234_567,
});

/** The longest lines of buttons: two of the longest names and the longest address. */
export const WORST_NO_GAIN = whatIf({
  ...{ ...WORST_WHAT_IF, fixed: WORST_WHAT_IF.fixed.slice(0, 1), controls: [], gain: 0 },
  ...{ after: WORST_WHAT_IF.before, noGain: 'others-too', other: WORST_WHAT_IF.fixed[1] ?? null },
});
