import { UserError } from '../core/errors.ts';

/** Phrases of questions that are announced and not answered in this version. */
export const LATER: readonly string[] = [
  'what if',
  'resources',
  'trend',
  'explain',
  'why did',
  'why',
  'movers',
  'compare',
  'digest',
  'alert',
  'settings',
  'orders',
  'order',
  'snooze',
  'acknowledge',
  'target',
  'alias',
  'timezone',
  'status',
  'forget this conversation',
  'forget',
];

export function notYet(what: string): UserError {
  return new UserError(`Not yet: "${what}" comes with a later version.`, ['score', 'help']);
}
