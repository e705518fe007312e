import { Unreachable } from '../core/errors.ts';
import type { Arm } from './arm.ts';
import { errorCodes } from './resource-graph.ts';

/** What Azure answers about one thing. `unknown`: no right to know, or anything unexpected. */
export type Existence = 'exists' | 'absent' | 'unknown';

/** Whether Azure keeps a secure score for this subscription; `absent` where it never has or was opted out: any 404. */
export function askScore(arm: Arm, subscription: string): Promise<Existence> {
  const path = `/subscriptions/${subscription}/providers/Microsoft.Security/secureScores/ascScore?api-version=2020-01-01`;
  return ask(arm, path, (codes) => !codes.includes(NO_SUBSCRIPTION));
}

/** Whether this subscription still exists. One that cannot be seen any more is `unknown`, never `absent`. */
export function askSubscription(arm: Arm, subscription: string): Promise<Existence> {
  const path = `/subscriptions/${subscription}?api-version=2022-12-01`;
  return ask(arm, path, (codes) => codes.includes(NO_SUBSCRIPTION));
}

/** Whether this management group still exists; whoever has no role on it is refused before that. */
export function askGroup(arm: Arm, group: string): Promise<Existence> {
  const path = `/providers/Microsoft.Management/managementGroups/${encodeURIComponent(group)}?api-version=2020-05-01`;
  return ask(arm, path, (codes) => codes.includes('NotFound'));
}

const NO_SUBSCRIPTION = 'SubscriptionNotFound';

/** `absent` judges the codes of a 404. */
async function ask(arm: Arm, path: string, absent: (codes: string[]) => boolean): Promise<Existence> {
  const answer = await arm.get(path).catch((error: unknown) => {
    if (error instanceof Unreachable) return null;
    throw error;
  });
  if (answer?.status === 200) return 'exists';
  return answer?.status === 404 && absent(errorCodes(answer.body)) ? 'absent' : 'unknown';
}
