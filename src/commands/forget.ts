import { formatCount } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { listed } from '../cards/words.ts';
import { canonicalKey } from '../core/access.ts';
import { UserError } from '../core/errors.ts';
import { after, joinWords, type Word } from '../core/words.ts';
import type { Command, Context } from './command.ts';

const HERE = 'this conversation';

export const forget: Command = {
  name: 'forget',
  phrases: ['forget'],
  group: 'manage',
  summary: 'Deletes all that is kept of a conversation: grants, digests, alerts, short names, targets, zone.',
  forms: [`forget ${HERE}`, 'forget <conversation or person>'],
  examples: [`forget ${HERE}`],
  who: 'operator',
  always: true,
  read(words) {
    const confirmed = after(words.slice(-1), 'yes') !== null;
    const named = confirmed ? words.slice(0, -1) : words;
    const isHere = after(named, HERE)?.length === 0;
    const key = isHere ? null : keyOf(named);
    return (context) => run(context, key ?? context.invocation.conversation.key, confirmed);
  },
};

function keyOf(words: readonly Word[]): string {
  const typed = joinWords(words);
  const key = words.length === 1 ? canonicalKey(typed) : null;
  if (key !== null) return key;
  const wrong = typed === '' ? 'Forget what?' : `"${typed.slice(0, 60)}" is no conversation or person.`;
  throw new UserError(
    `${wrong} Write slack:<team>/<channel or user> or teams:<id>, or "${HERE}". "access" lists those that hold a grant.`,
    [`forget ${HERE}`, 'access'],
  );
}

async function run(context: Context, key: string, confirmed: boolean) {
  const isHere = key === context.invocation.conversation.key;
  const kept = await keptOf(context, key);
  const of = isHere ? HERE : key;
  if (kept.length === 0)
    throw new UserError(`I keep nothing of ${of}. "access" lists the conversations that hold a grant.`, [
      'access',
    ]);
  if (!confirmed) {
    const line = `forget ${of} yes`;
    const message = `This deletes what I keep of ${of}: ${listed(kept)}. It cannot be undone; the access log keeps who was granted what.`;
    return noticeCard({ message, undo: null, confirm: { title: 'Forget it', line } });
  }
  await erase(context, key);
  const message = `I have forgotten ${listed(kept)} of ${of}. The access log keeps who was granted what.`;
  return noticeCard({ message, undo: null });
}

/** What there is to delete, in words; empty where nothing is kept. */
async function keptOf(
  { access, preferences, targets, orders, conversations }: Context,
  key: string,
): Promise<string[]> {
  const grants = await access.grants(key);
  const { aliases, zone, quiet } = await preferences.of(key);
  const wanted = await targets.of(key);
  const standing = await orders.of(key);
  const met = await conversations.find(key);
  return [
    ...(grants.length > 0 ? [formatCount(grants.length, 'grant')] : []),
    ...(standing.length > 0 ? [formatCount(standing.length, 'digest or alert', 'digests and alerts')] : []),
    ...(aliases.length > 0 ? [formatCount(aliases.length, 'short name')] : []),
    ...(wanted.length > 0 ? [formatCount(wanted.length, 'target')] : []),
    ...(zone === null ? [] : ['the time zone']),
    ...(quiet === null ? [] : ['the quiet hours']),
    ...(met === null ? [] : ['how to reach it']),
  ];
}

/** Each grant is taken back by itself, so that the access log has it; what is left after a fault can be forgotten again. */
async function erase(
  { access, preferences, targets, orders, outbox, conversations, invocation, clock }: Context,
  key: string,
) {
  const by = invocation.person.key;
  for (const { scope } of await access.grants(key)) {
    await access.revoke({ conversation: key, scope, by, at: clock().toISOString() });
  }
  await preferences.forget(key);
  await targets.forget(key);
  await orders.forget(key);
  await outbox.forget(key);
  await conversations.forget(key);
}
