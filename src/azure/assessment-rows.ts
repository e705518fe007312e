import { z } from 'zod';
import type { Assessment, Health, Recommendation } from '../core/snapshot.ts';
import { type AssessedResource, createLocator } from './assessed-resource.ts';
import { checkAssessment, scoreView } from './assessment-check.ts';
import { identifier, problemOf, type Reader, tidy } from './rows.ts';

/**
 * An assessment row while its slice is being read. Tens of thousands are held at once and moving them about costs the
 * garbage collector more than reading them, so this is small: rows of one resource share `about`, and Azure's time
 * stays as it was sent until `assessmentOf`.
 */
export type HeldAssessment = {
  about: AssessedResource;
  recommendation: string;
  source: string;
  /** null: malformed, the stored one stays. */
  status: Health | null;
  cause: string;
  changedAt: unknown;
};

const HEALTH: Readonly<Record<string, Health>> = {
  healthy: 'healthy',
  unhealthy: 'unhealthy',
  notapplicable: 'not-applicable',
};
/** The words that Azure uses; another spelling of them is looked up in lower case. */
const CODES: ReadonlyMap<string, Health> = new Map([
  ['Healthy', 'healthy'],
  ['Unhealthy', 'unhealthy'],
  ['NotApplicable', 'not-applicable'],
]);

/** Reads assessment rows; one reader for each reading of Azure, since it remembers the row before. */
export function createAssessmentReader(): Reader<HeldAssessment> {
  const locate = createLocator();
  return {
    kind: 'assessment',
    doubt: 'page',
    read(raw) {
      const row = checkAssessment(raw);
      if (typeof row === 'string') return row;
      const place = locate(row);
      if (place === null) return 'id';
      const { code, cause } = scoreView(row);
      const status = CODES.get(code) ?? HEALTH[tidy(code)];
      if (status === undefined) return 'code';
      const { about, recommendation } = place;
      const source = row.source || 'Azure';
      return { about, recommendation, source, status, cause: cause ?? '', changedAt: row.changedAt };
    },
    keep(left) {
      const place = locate(left);
      if (place === null) return null;
      return { ...place, source: '', status: null, cause: '', changedAt: null };
    },
    subscription: ({ about }) => about.subscription,
  };
}

/** null for a row that was sent malformed. */
export function assessmentOf(held: HeldAssessment): Assessment | null {
  const { about, recommendation, source, status, cause } = held;
  if (status === null) return null;
  const { resource, type } = about;
  return { resource, type, source, recommendation, status, cause, changedAt: isoTime(held.changedAt) };
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,}Z$/;

/** Milliseconds are all we keep of Azure's seven digits. Cutting text is much cheaper than a `Date`, a million times. */
function isoTime(time: unknown): string | null {
  if (typeof time !== 'string' || time === '') return null;
  if (ISO.test(time)) return `${time.slice(0, 23)}Z`;
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

const text = z.string().nullish();
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
