import { z } from 'zod';
import type { ActorPolicy } from '../core/actor.ts';
import { IncompleteRead, Unreachable } from '../core/errors.ts';
import type { Check } from '../ports.ts';
import type { Overview } from './overview.ts';
import { changesSeenQuery } from './queries.ts';
import { type Reading, readRows } from './reading.ts';
import { identifier, problemOf, type Reader } from './rows.ts';

const NAME = 'azure changes';

const row = z.object({ subscription: identifier });
const subscriptionReader: Reader<{ subscription: string }> = {
  kind: 'change',
  doubt: 'nobody',
  read(raw) {
    const parsed = row.safeParse(raw);
    return parsed.success ? parsed.data : problemOf(parsed.error);
  },
  keep: () => null,
  subscription: () => null,
};

/** Whether explanations can tell who changed something. Security Reader shows scores, and no resource that changed. */
export async function checkActors(
  reading: Reading,
  overview: Overview,
  policy: ActorPolicy,
  clientId: string | null,
): Promise<Check> {
  if (policy === 'off')
    return { name: NAME, state: 'off', message: 'ACTORS=off: nobody is asked for', cure: null };
  const seen = await subscriptionsSeen(reading, overview).catch(said);
  if (typeof seen === 'string') return poor(`Who changed resources cannot be read: ${seen}`, clientId);
  const all = [...overview.members.keys()];
  const lacking = all.filter((id) => !seen.has(id));
  if (seen.size === 0)
    return poor(
      'No change of the last 14 days is visible, so explanations do not say who made them.',
      clientId,
    );
  const message = `shows who changed resources in ${all.length - lacking.length} of ${all.length} subscriptions (14 days)`;
  return { name: NAME, state: 'ok', message, cure: null };
}

async function subscriptionsSeen(reading: Reading, overview: Overview): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const [index, scope] of overview.scopes.entries()) {
    if (overview.denied.has(index)) continue;
    const outcome = await readRows(reading, subscriptionReader, changesSeenQuery(), scope);
    for (const { subscription } of outcome.kind === 'rows' ? outcome.rows : []) seen.add(subscription);
  }
  return seen;
}

/** Without it everything else works, and some clouds have no such table. */
function said(error: unknown): string {
  const known = error instanceof Unreachable || error instanceof IncompleteRead;
  return known ? error.message : 'Resource Graph has no table of changes here.';
}

const poor = (message: string, clientId: string | null): Check => ({
  name: NAME,
  state: 'warning',
  message,
  cure: [
    'Give the identity the role Reader as well (Security Reader does not show resources), or set ACTORS=off:',
    `az role assignment create --role Reader --assignee ${clientId ?? '<principal id>'} --scope /providers/Microsoft.Management/managementGroups/<management group id>`,
  ].join('\n'),
});
