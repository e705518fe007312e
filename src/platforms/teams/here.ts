import type { Conversation } from '../../core/access.ts';
import type { Addressed } from './activity.ts';
import type { TeamsDeps } from './config.ts';
import type { Target } from './connector.ts';
import type { Members } from './members.ts';
import type { Sender } from './send.ts';

/** An activity and where it happened. */
export type Here = { given: Addressed; place: Conversation };

/** What answering it takes. */
export type TurnDeps = TeamsDeps & { members: Members; sender: Sender };

/** Where its answer goes: the same thread. */
export const target = ({ given }: Here): Target => ({
  serviceUrl: given.serviceUrl,
  conversation: given.conversation.id,
});
