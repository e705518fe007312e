import { POSTURE } from './0001-posture.ts';
import { CONVERSATIONS } from './0002-conversations.ts';
import { PREFERENCES } from './0003-preferences.ts';
import { SHARED_GRANTS } from './0004-shared-grants.ts';
import { EXPLANATIONS } from './0005-explanations.ts';

/** The n-th of them makes version n. Forward only: one that was released is never edited again. */
export const MIGRATIONS: readonly (readonly string[])[] = [
  POSTURE,
  CONVERSATIONS,
  PREFERENCES,
  SHARED_GRANTS,
  EXPLANATIONS,
];
