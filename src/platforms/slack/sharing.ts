import type { ConversationStore, Log } from '../../ports.ts';
import { installedIn } from './ask.ts';
import type { SharingChanged } from './payload.ts';
import type { LookUpPlace } from './places.ts';

/**
 * A channel that another company can read now sees no grant that was not made for that, also where nobody asks and we
 * post. What Slack does not tell counts as shared. Never rejects.
 */
export function createSharing(places: LookUpPlace, conversations: ConversationStore, log: Log) {
  return async (body: SharingChanged): Promise<void> => {
    const { type, channel, is_ext_shared: still } = body.event;
    const { workspace } = installedIn(body);
    try {
      const met = await conversations.find(`slack:${workspace}/${channel}`);
      if (met === null) return;
      const told = await places.sharedNow(channel);
      const shared = type === 'channel_shared' || (told ?? still !== false);
      if (shared !== met.shared) await conversations.remember({ ...met, shared });
    } catch (error) {
      log.error('slack: it was not kept that a channel came to be shared', { error });
    }
  };
}
