import { z } from 'zod';
import type { Assessment, Health, Recommendation } from '../core/snapshot.ts';
import { identifier, type Legible, type Owner, ownerOf, problemOf, type Reader, tidy } from './rows.ts';

export type OwnedAssessment = Owner & {
  resource: string;
  recommendation: string;
  /** null: malformed, the stored one stays. */
  assessment: Assessment | null;
};

const text = z.string().nullish();
const status = z.object({ code: z.string(), cause: text });
const assessment = z.object({
  id: z.string(),
  source: text,
  resourceId: text,
  azureResourceId: text,
  connectorId: text,
  resourceType: text,
  code: z.string(),
  cause: text,
  changedAt: text.catch(null),
  perInitiative: z
    .array(z.object({ policyInitiativeName: text, assessmentStatus: status.nullish() }))
    .nullish()
    .catch(null),
});

const HEALTH: Readonly<Record<string, Health>> = {
  healthy: 'healthy',
  unhealthy: 'unhealthy',
  notapplicable: 'not-applicable',
};

export const assessmentReader: Reader<OwnedAssessment> = {
  kind: 'assessment',
  doubt: 'page',
  read(raw) {
    const parsed = assessment.safeParse(raw);
    if (!parsed.success) return problemOf(parsed.error);
    const row = parsed.data;
    const place = placeOf(row);
    if (place === null) return 'id';
    const { code, cause } = scoreView(row);
    const health = HEALTH[tidy(code)];
    if (health === undefined) return 'code';
    const { resource, recommendation } = place;
    const source = row.source || 'Azure';
    const type = typeOf(resource, row.resourceType);
    const changedAt = isoTime(row.changedAt);
    return {
      ...place,
      assessment: { resource, type, source, recommendation, status: health, cause: cause ?? '', changedAt },
    };
  },
  keep(left) {
    const place = placeOf(left);
    return place === null ? null : { ...place, assessment: null };
  },
  subscription: (row) => row.subscription,
};

type Place = Owner & { resource: string; recommendation: string };
const MARK = '/providers/microsoft.security/assessments/';

/** The resource as the portal's own query names it; the front of the row's id where nothing better is there. */
function placeOf(row: Partial<Record<keyof Legible, string | null>>): Place | null {
  const id = tidy(row.id ?? '');
  const mark = id.indexOf(MARK);
  const owner = ownerOf(id);
  const recommendation = id.slice(mark + MARK.length);
  if (mark <= 0 || owner === null || recommendation === '' || recommendation.includes('/')) return null;
  const named = tidy(namedResource(row) ?? '');
  return { ...owner, recommendation, resource: named.startsWith('/') ? named : id.slice(0, mark) };
}

/** Source Azure, or a row with a `ConnectorId`: `Id`. Older AWS and GCP rows: `AzureResourceId`. */
function namedResource(row: Partial<Record<keyof Legible, string | null>>): string | null | undefined {
  const source = tidy(row.source ?? '');
  if (source === 'azure' || row.connectorId) return row.resourceId;
  return source === 'aws' || source === 'gcp' ? row.azureResourceId : null;
}

/** One resource is assessed against many initiatives; the score's view is the default one. */
function scoreView(row: z.infer<typeof assessment>): { code: string; cause?: string | null | undefined } {
  const own = row.perInitiative?.find((each) => tidy(each.policyInitiativeName ?? '') === 'asc default');
  return own?.assessmentStatus ?? row;
}

/**
 * Lower-case type of a resource. Only some rows of one resource name its type, so it is taken from the id, which all of
 * them share; behind a connector the id does not tell.
 */
export function typeOf(resource: string, named: string | null | undefined): string {
  if (named && resource.includes('/securityconnectors/')) return tidy(named);
  const mark = resource.lastIndexOf('/providers/');
  if (mark === -1) return resource.includes('/resourcegroups/') ? RESOURCE_GROUP : SUBSCRIPTION;
  const path = resource.slice(mark + '/providers/'.length).split('/');
  let type = path[0] ?? '';
  for (let at = 1; at < path.length; at += 2) type += `/${path[at]}`;
  return type;
}

const SUBSCRIPTION = 'microsoft.resources/subscriptions';
const RESOURCE_GROUP = 'microsoft.resources/subscriptions/resourcegroups';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Milliseconds are all we keep of Azure's seven digits. Cutting text is much cheaper than a `Date`, a million times. */
function isoTime(time: string | null | undefined): string | null {
  if (!time) return null;
  const match = ISO.exec(time);
  if (match !== null) return `${time.slice(0, 19)}${(match[1] ?? '.').slice(0, 4).padEnd(4, '0')}Z`;
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

const recommendation = z.object({
  assessmentKey: identifier.refine((key) => key !== ''),
  name: text,
  severity: text,
  effort: text,
  preview: z.unknown(),
  category: text,
});

export const recommendationReader: Reader<Recommendation> = {
  kind: 'recommendation',
  doubt: 'nobody',
  read(raw) {
    const parsed = recommendation.safeParse(raw);
    if (!parsed.success) return problemOf(parsed.error);
    const { assessmentKey, name, severity, effort, preview, category } = parsed.data;
    return {
      id: assessmentKey,
      name: name || assessmentKey,
      severity: severity || null,
      effort: effort || null,
      preview: preview === true || preview === 1 || preview === 'true',
      category: category || null,
    };
  },
  keep: () => null,
  subscription: () => null,
};
