import { z } from 'zod';
import { tidy } from './rows.ts';

type Text = string | null | undefined;

/** An assessment row as our query projects it. */
export type AssessmentRow = {
  id: string;
  source?: Text;
  resourceId?: Text;
  azureResourceId?: Text;
  connectorId?: Text;
  resourceType?: Text;
  code: string;
  cause?: Text;
  /** Not checked: what is no time is no time. */
  changedAt?: unknown;
  /** Not checked: most rows have none. */
  perInitiative?: unknown;
};

/**
 * The row, if every column has the type that it is read as; else what does not fit, in zod's words. By hand, because a
 * tenant sends a million of these: a check with zod costs as much as a third of reading the row from JSON.
 */
export function checkAssessment(raw: unknown): AssessmentRow | string {
  if (typeof raw !== 'object' || raw === null) return 'row: invalid_type';
  const row = raw as Record<keyof AssessmentRow, unknown>;
  if (typeof row.id !== 'string') return 'id: invalid_type';
  if (!isText(row.source)) return 'source: invalid_type';
  if (!isText(row.resourceId)) return 'resourceId: invalid_type';
  if (!isText(row.azureResourceId)) return 'azureResourceId: invalid_type';
  if (!isText(row.connectorId)) return 'connectorId: invalid_type';
  if (!isText(row.resourceType)) return 'resourceType: invalid_type';
  if (typeof row.code !== 'string') return 'code: invalid_type';
  if (!isText(row.cause)) return 'cause: invalid_type';
  return row as AssessmentRow;
}

const isText = (value: unknown): value is Text =>
  typeof value === 'string' || value === null || value === undefined;

const status = z.object({ code: z.string(), cause: z.string().nullish() });
const initiatives = z.array(
  z.object({ policyInitiativeName: z.string().nullish(), assessmentStatus: status.nullish() }),
);

/** One resource is assessed against many initiatives; the score's view is the default one. Else the row's own. */
export function scoreView(row: AssessmentRow): { code: string; cause?: Text } {
  if (row.perInitiative === null || row.perInitiative === undefined) return row;
  const parsed = initiatives.safeParse(row.perInitiative);
  const own = parsed.data?.find((each) => tidy(each.policyInitiativeName ?? '') === 'asc default');
  return own?.assessmentStatus ?? row;
}
