import { POSTURE } from './0001-posture.ts';
import { CONVERSATIONS } from './0002-conversations.ts';
import { PREFERENCES } from './0003-preferences.ts';
import { SHARED_GRANTS } from './0004-shared-grants.ts';
import { EXPLANATIONS } from './0005-explanations.ts';
import { ACTORS } from './0006-actors.ts';
import { RETENTION } from './0007-retention.ts';
import { TARGETS } from './0008-targets.ts';
import { ORDERS } from './0009-orders.ts';
import { QUIET_HOURS } from './0010-quiet-hours.ts';

/** The n-th of them makes version n. Forward only: one that was released is never edited again. */
export const MIGRATIONS: readonly (readonly string[])[] = [
  POSTURE,
  CONVERSATIONS,
  PREFERENCES,
  SHARED_GRANTS,
  EXPLANATIONS,
  ACTORS,
  RETENTION,
  TARGETS,
  ORDERS,
  QUIET_HOURS,
];
