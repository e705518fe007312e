import { z } from 'zod';
import { Unreachable } from '../../core/errors.ts';
import type { Clock } from '../../ports.ts';
import { memo } from './memo.ts';
import { deliveryOf } from './sent.ts';
import type { WebApi } from './web.ts';

/** Whose token it is: its workspace, and the bot's own user id. */
export type Identity = { team: string; user: string };
const AuthTest = z.object({ team_id: z.string(), user_id: z.string() });

const FOREVER = Number.MAX_SAFE_INTEGER / 2;

/** Asks Slack once and keeps the answer; as long as Slack cannot be reached every question asks again. */
export function createIdentity(web: WebApi, clock: Clock): () => Promise<Identity> {
  const read = async () => {
    const { sent, result } = await web('auth.test', {});
    if (sent.kind === 'sent') {
      const { data } = AuthTest.safeParse(result);
      return data === undefined ? null : { team: data.team_id, user: data.user_id };
    }
    const delivery = deliveryOf(sent);
    const why = 'why' in delivery ? delivery.why : '';
    throw sent.kind === 'refused' ? new TokenRefused(why) : new Unreachable(why);
  };
  const kept = memo(read, FOREVER, clock);
  return async () => {
    const identity = await kept('identity');
    if (identity === null) throw new Unreachable('Slack did not say whose bot token it is.');
    return identity;
  };
}

/** Slack was reached and does not want this token: waiting does not help. */
export class TokenRefused extends Error {
  override name = 'TokenRefused';
}
