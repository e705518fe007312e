import type { Row } from './kql-parse.ts';

export const HOME_TENANT = '11111111-1111-4111-8111-111111111111';

export type Status = 'Healthy' | 'Unhealthy' | 'NotApplicable';
type Place = { id: string; subscription: string; environment: string };

/** The columns around every published row of Resource Graph. */
function row(id: string, name: string, type: string, subscription: string, properties: Row): Row {
  return {
    id,
    name,
    type,
    tenantId: HOME_TENANT,
    kind: '',
    location: '',
    resourceGroup: '',
    subscriptionId: subscription,
    managedBy: '',
    sku: null,
    plan: null,
    properties,
    tags: null,
    identity: null,
    zones: null,
    extendedLocation: null,
  };
}

export function groupRow(id: string, name: string, ancestors: readonly string[]): Row {
  const managementGroupAncestorsChain = ancestors.map(link);
  const properties = { tenantId: HOME_TENANT, displayName: name, details: { managementGroupAncestorsChain } };
  return row(
    `/providers/Microsoft.Management/managementGroups/${id}`,
    id,
    'microsoft.management/managementgroups',
    '',
    properties,
  );
}

export function containerRow(id: string, name: string, ancestors: readonly string[], state = 'Enabled'): Row {
  const properties = { managedByTenants: [], managementGroupAncestorsChain: ancestors.map(link), state };
  return row(`/subscriptions/${id}`, name, 'microsoft.resources/subscriptions', id, properties);
}

const link = (id: string) => ({ name: id, displayName: id });
const scopeOf = ({ id, environment }: Place) => (environment === 'Azure' ? `/subscriptions/${id}` : id);

export function scoreRow(of: Place & { name: string; current: number; max: number; weight: number }): Row {
  const percentage = of.max === 0 ? 0 : Math.round((of.current / of.max) * 1e4) / 1e4;
  return row(
    `${scopeOf(of)}/providers/Microsoft.Security/secureScores/${of.name}`,
    of.name,
    'microsoft.security/securescores',
    of.subscription,
    {
      displayName: 'ASC score',
      environment: of.environment,
      score: { max: of.max, current: of.current, percentage },
      weight: of.weight,
    },
  );
}

type Numbers = { healthy: number; unhealthy: number; notApplicable: number };
type ControlFacts = {
  control: { id: string; name: string };
  numbers: Numbers;
  current: number;
  max: number;
  definition: Row;
};

export function controlRow(of: Place & ControlFacts): Row {
  const { control, numbers, current, max } = of;
  return row(
    `${scopeOf(of)}/providers/Microsoft.Security/secureScores/ascScore/secureScoreControls/${control.id}`,
    control.id,
    'microsoft.security/securescores/securescorecontrols',
    of.subscription,
    {
      displayName: control.name,
      environment: of.environment,
      healthyResourceCount: numbers.healthy,
      unhealthyResourceCount: numbers.unhealthy,
      notApplicableResourceCount: numbers.notApplicable,
      score: { max, current, percentage: max === 0 ? 0 : Math.round((current / max) * 1e4) / 1e4 },
      weight: numbers.healthy + numbers.unhealthy,
      definition: of.definition,
    },
  );
}

export function definitionOf(
  { id, name, max }: { id: string; name: string; max: number },
  keys: readonly string[],
): Row {
  const assessmentDefinitions = keys.map((key) => ({
    id: `/providers/Microsoft.Security/assessmentMetadata/${key}`,
  }));
  const properties = {
    source: { sourceType: 'BuiltIn' },
    displayName: name,
    maxScore: max,
    assessmentDefinitions,
  };
  return { id: `/providers/Microsoft.Security/secureScoreControlDefinitions/${id}`, name: id, properties };
}

type AssessmentFacts = {
  resource: string;
  recommendation: string;
  status: Status;
  assessmentType?: string;
  category?: string;
};

export function assessmentRow(of: Place & AssessmentFacts): Row {
  const { resource, recommendation, status, assessmentType = 'BuiltIn', category } = of;
  const details = { Source: of.environment, Id: resource };
  const displayName = `Recommendation ${Number.parseInt(recommendation.slice(-6), 16)}`;
  return row(
    `${resource}/providers/Microsoft.Security/assessments/${recommendation}`,
    recommendation,
    'microsoft.security/assessments',
    of.subscription,
    {
      resourceDetails: of.environment === 'Azure' ? details : { ...details, ...BEHIND_CONNECTOR },
      displayName,
      status: {
        code: status,
        ...(status === 'NotApplicable' ? { cause: 'OffByPolicy' } : {}),
        firstEvaluationDate: '2026-03-02T07:14:11.1234567Z',
        statusChangeDate: '2026-06-01T00:00:00.0000000Z',
      },
      metadata: {
        displayName,
        assessmentType,
        severity: 'Medium',
        implementationEffort: 'Low',
        ...(category === undefined ? {} : { recommendationCategory: category }),
      },
    },
  );
}

const BEHIND_CONNECTOR = {
  ConnectorId: '649e5f3a-ea19-4057-88fd-58b1f4b774e2',
  ResourceType: 'microsoft.security/securityconnectors/s3bucket',
};
