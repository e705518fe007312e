import { z } from 'zod';
import type { ControlRow, ScoreRow } from '../core/snapshot.ts';
import { amount, identifier, type Owner, ownerOf, problemOf, type Reader, tidy } from './rows.ts';

export type OwnedScore = Owner & {
  environment: string;
  /** `kept`: malformed, the stored one stays. */
  score: ScoreRow | 'kept';
  /** Azure's own percentage does not follow from its points. */
  odd: boolean;
};

export type OwnedControl = Owner & {
  control: string;
  /** null: malformed, the stored one stays. */
  row: ControlRow | null;
  name: string;
  recommendations: readonly string[];
};

const score = z.object({
  id: identifier,
  environment: z.string().nullish(),
  current: amount,
  max: amount,
  percentage: amount.nullish().catch(null),
  weight: amount.nullish(),
});

export const scoreReader: Reader<OwnedScore> = {
  kind: 'score',
  doubt: 'absent',
  read(raw) {
    const parsed = score.safeParse(raw);
    if (!parsed.success) return problemOf(parsed.error);
    const { id, environment, current, max, percentage, weight } = parsed.data;
    const owner = ownerOf(id);
    if (owner === null) return 'id';
    const odd = percentage != null && max > 0 && Math.abs(percentage - current / max) > ROUNDING;
    return {
      ...owner,
      environment: environment || 'Azure',
      score: { current, max, weight: weight ?? null },
      odd,
    };
  },
  keep({ id }) {
    const owner = ownerOf(id);
    return owner === null ? null : { ...owner, environment: '', score: 'kept', odd: false };
  },
  subscription: (row) => row.subscription,
};

/** Azure rounds its percentage, 0 to 1, to 4 decimals. */
const ROUNDING = 0.00005 + 1e-9;

const control = z.object({
  id: identifier,
  displayName: z.string().nullish(),
  current: amount,
  max: amount,
  healthy: amount,
  unhealthy: amount,
  notApplicable: amount,
  assessments: z.array(z.object({ id: z.string() })).nullish(),
});

export const controlReader: Reader<OwnedControl> = {
  kind: 'control',
  doubt: 'page',
  read(raw) {
    const parsed = control.safeParse(raw);
    if (!parsed.success) return problemOf(parsed.error);
    const { id, displayName, assessments, ...numbers } = parsed.data;
    const owner = controlOwner(id);
    if (owner === null) return 'id';
    const row = { ...numbers, control: owner.control };
    return {
      ...owner,
      row,
      name: displayName || owner.control,
      recommendations: (assessments ?? []).map(keyOf),
    };
  },
  keep({ id }) {
    const owner = controlOwner(id);
    return owner === null ? null : { ...owner, row: null, name: owner.control, recommendations: [] };
  },
  subscription: (row) => row.subscription,
};

/** The same control in a subscription has one id; its last segment is what names the control everywhere. */
function controlOwner(id: string): (Owner & { control: string }) | null {
  const owner = ownerOf(id);
  const key = /\/securescorecontrols\/([^/]+)$/.exec(id)?.[1];
  return owner === null || key === undefined ? null : { ...owner, control: key };
}

/** `/providers/Microsoft.Security/assessmentMetadata/<key>` → key. */
function keyOf({ id }: { id: string }): string {
  return tidy(id).split('/').at(-1) ?? '';
}
