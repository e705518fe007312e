import { z } from 'zod';
import type { Person } from '../../core/access.ts';
import type { Clock } from '../../ports.ts';
import type { Ask } from './ask.ts';
import { memo } from './memo.ts';
import type { WebApi } from './web.ts';

/** Milliseconds for which a profile is believed: somebody made a guest is one after that. */
const TTL = 5 * 60_000;

const flag = z.boolean().nullish();
const UserInfo = z.object({
  user: z.object({
    team_id: z.string().nullish(),
    name: z.string().nullish(),
    real_name: z.string().nullish(),
    tz: z.string().nullish(),
    deleted: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
    profile: z.object({ display_name: z.string().nullish() }).nullish(),
    enterprise_user: z.object({ teams: z.array(z.string()).nullish() }).nullish(),
  }),
});

type Profile = { name: string; teams: readonly string[]; full: boolean; timezone: string | undefined };

/** Who asked. Null: a person of a workspace that may not talk to the bot. */
export type LookUpPerson = (ask: Ask, teams: ReadonlySet<string>) => Promise<Asker | null>;
export type Asker = { person: Person; timezone: string | undefined };

/** `users.info`, remembered for some minutes. Where Slack does not tell, nobody is a member. */
export function createPeople(web: WebApi, clock: Clock): LookUpPerson {
  const read = async (user: string): Promise<Profile | null> => {
    const { result } = await web('users.info', { user });
    const parsed = UserInfo.safeParse(result);
    return parsed.success ? profileOf(parsed.data.user) : null;
  };
  const profiles = memo(read, TTL, clock);
  return async (ask, teams) => {
    const profile = await profiles(ask.user.id);
    // What users.info says is newer than the payload, which need not name the person's own workspace at all.
    const own = profile?.teams.length ? profile.teams : [ask.user.team];
    const team = [ask.workspace, ...teams].find((one) => teams.has(one) && own.includes(one));
    if (team === undefined) return null;
    const key = `slack:${team}/${ask.user.id}`;
    const person = { key, name: profile?.name ?? ask.user.id, member: profile?.full ?? false };
    return { person, timezone: profile?.timezone };
  };
}

function profileOf(user: z.infer<typeof UserInfo>['user']): Profile {
  // In an Enterprise organisation `team_id` is one of the person's workspaces only.
  const teams = [user.team_id, ...(user.enterprise_user?.teams ?? [])].filter((team) => team != null);
  const guest = user.is_restricted === true || user.is_ultra_restricted === true;
  return {
    name: user.profile?.display_name || user.real_name || user.name || 'somebody',
    teams,
    full: teams.length > 0 && !guest && user.is_stranger !== true && user.deleted !== true,
    timezone: user.tz ?? undefined,
  };
}
