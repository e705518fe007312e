import { z } from 'zod';
import { Unreachable } from '../../core/errors.ts';
import type { Clock } from '../../ports.ts';
import { memo } from './memo.ts';
import { deliveryOf } from './sent.ts';
import type { WebApi } from './web.ts';

/** Whose token it is. */
export type Identity = {
  /** The workspace; of an installation for a whole Enterprise organisation the organisation. */
  team: string;
  enterprise: string | null;
  /** Installed for the whole organisation: requests come from each of its workspaces. */
  wide: boolean;
  /** The bot's own user id. */
  user: string;
};
const AuthTest = z.object({
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
  user_id: z.string(),
});

const FOREVER = Number.MAX_SAFE_INTEGER / 2;

/** Asks Slack once and keeps the answer; as long as Slack cannot be reached every question asks again. */
export function createIdentity(web: WebApi, clock: Clock): () => Promise<Identity> {
  const read = async () => {
    const { sent, result } = await web('auth.test', {});
    if (sent.kind === 'sent') {
      const { data } = AuthTest.safeParse(result);
      return data === undefined ? null : identityOf(data);
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

function identityOf(data: z.infer<typeof AuthTest>): Identity | null {
  const enterprise = data.enterprise_id || null;
  const team = data.team_id || enterprise;
  if (team === null) return null;
  const wide = enterprise !== null && (data.is_enterprise_install === true || team === enterprise);
  return { team, enterprise, wide, user: data.user_id };
}

/** The workspaces and organisations whose people may talk to the bot where nobody has listed any. */
export const ownTeams = ({ team, enterprise, wide }: Identity): string[] =>
  wide && enterprise !== null ? [team, enterprise] : [team];

/** Slack was reached and does not want this token: waiting does not help. */
export class TokenRefused extends Error {
  override name = 'TokenRefused';
}
