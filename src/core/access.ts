import { contains, type Estate, type KnownSubscription, parentSubscription, type Scope } from './scope.ts';

/** Who asks, taken from a verified token or signature only. `key`: `teams:<oid>`, `slack:<team>/<user>`, `terminal`. */
export type Person = {
  key: string;
  /** Further keys of the same person: an organisation's, whichever of its workspaces they ask in. */
  also?: readonly string[];
  name: string;
  /** Of the bot's own tenant or workspace: not a guest, not from another company. */
  member: boolean;
};

export type ConversationKind = 'personal' | 'group' | 'channel' | 'terminal';

/**
 * Where it was asked. `key`: the person's own key in a personal chat, else `teams:<conversation id>` (without
 * `;messageid=`) or `slack:<team>/<channel>`; `terminal` for the terminal.
 */
export type Conversation = {
  key: string;
  kind: ConversationKind;
  /** A channel that another company can read. */
  shared: boolean;
};

/**
 * A conversation may ask about a scope. `at` is ISO 8601 UTC, `by` a person's key. `shared`: also while another company
 * can read the conversation, which has to be said with the grant.
 */
export type Grant = {
  conversation: string;
  scope: Pick<Scope, 'kind' | 'id'>;
  by: string;
  at: string;
  shared?: boolean;
};

/** The grants that hold now: a channel can come to be shared long after something was granted to it. */
export function inForce(grants: readonly Grant[], { shared }: Conversation): Grant[] {
  return grants.filter((grant) => !shared || grant.shared === true);
}

/** What this conversation may see of the estate; the terminal sees everything. */
export function visible(estate: Estate, grants: readonly Grant[], conversation: Conversation): Estate {
  if (conversation.kind === 'terminal' || grants.some((grant) => grant.scope.kind === 'all')) return estate;
  const seen = (member: KnownSubscription) => reaches(grants, member);
  const granted = new Set(grants.map((grant) => grant.scope.id));
  const inside = new Set(granted);
  for (const member of estate.subscriptions.filter(seen)) {
    for (const group of below(member.ancestors, granted)) inside.add(group);
  }
  return {
    groups: estate.groups.filter((group) => inside.has(group.id)),
    subscriptions: estate.subscriptions.filter(seen),
    unreadGroups: estate.unreadGroups.filter((id) => inside.has(id)),
  };
}

/** Whether any of the grants covers a subscription or connector at this place in the tree. */
export function reaches(
  grants: readonly Grant[],
  member: Pick<KnownSubscription, 'id' | 'ancestors'>,
): boolean {
  const parent = parentSubscription(member.id);
  return grants.some(
    ({ scope }) => contains(scope, member) || (scope.kind === 'subscription' && scope.id === parent),
  );
}

/** The ancestors that lie at or under a granted group: the ones above it belong to somebody else. */
function below(ancestors: readonly string[], granted: ReadonlySet<string>): readonly string[] {
  const top = ancestors.findLastIndex((id) => granted.has(id));
  return ancestors.slice(0, top + 1);
}

/** `slack:<team>/<channel or user>` or `teams:<conversation id or Entra object id>`. */
const KEY = /^(slack):([A-Z0-9]+\/[A-Z0-9]+)$|^(teams):(\S+)$/i;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A conversation's or person's key as it is stored: Slack ids in capitals, Entra object ids in lower case, Teams' own
 * ids as they are but without a thread; null where the text is no key.
 */
export function canonicalKey(text: string): string | null {
  const [, slack, slackId = '', teams, teamsId = ''] = KEY.exec(text.trim()) ?? [];
  if (slack !== undefined) return `slack:${slackId.toUpperCase()}`;
  if (teams === undefined) return null;
  const id = teamsId.replace(/;messageid=.*$/i, '');
  return `teams:${GUID.test(id) ? id.toLowerCase() : id}`;
}
