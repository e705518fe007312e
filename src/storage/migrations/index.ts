import { POSTURE } from './0001-posture.ts';
import { CONVERSATIONS } from './0002-conversations.ts';

/** The n-th of them makes version n. Forward only: one that was released is never edited again. */
export const MIGRATIONS: readonly (readonly string[])[] = [POSTURE, CONVERSATIONS];
