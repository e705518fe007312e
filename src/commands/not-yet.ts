import { UserError } from '../core/errors.ts';

/** Phrases of questions that are announced and not answered in this version. */
export const LATER: readonly string[] = [
  'digest',
  'alert',
  'settings',
  'orders',
  'order',
  'snooze',
  'acknowledge',
];

export function notYet(what: string): UserError {
  return new UserError(`Not yet: "${what}" comes with a later version.`, ['score', 'help']);
}
