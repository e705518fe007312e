import { z } from 'zod';
import type { Person } from '../../core/access.ts';
import type { Clock } from '../../ports.ts';
import type { Ask } from './ask.ts';
import type { Identity } from './identity.ts';
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
    enterprise_user: z
      .object({ enterprise_id: z.string().nullish(), teams: z.array(z.string()).nullish() })
      .nullish(),
  }),
});

type Profile = {
  name: string;
  /** Workspaces. */
  teams: readonly string[];
  enterprise: string | null;
  full: boolean;
  timezone: string | undefined;
};

/** Who asked. Null: a person of a workspace that may not talk to the bot. */
export type LookUpPerson = (ask: Ask, teams: ReadonlySet<string>, me: Identity) => Promise<Asker | null>;
export type Asker = { person: Person; timezone: string | undefined };

/** `users.info`, remembered for some minutes. Where Slack does not tell, nobody is a member. */
export function createPeople(web: WebApi, clock: Clock): LookUpPerson {
  const read = async (user: string): Promise<Profile | null> => {
    const { result } = await web('users.info', { user });
    const parsed = UserInfo.safeParse(result);
    return parsed.success ? profileOf(parsed.data.user) : null;
  };
  const profiles = memo(read, TTL, clock);
  return async (ask, teams, me) => {
    const profile = await profiles(ask.user.id);
    const belongs = profile?.teams.length ? belongingOf(profile) : belongingIn(ask);
    const team = teamOf(ask, belongs, teams);
    if (team === undefined) return null;
    const { enterprise } = belongs;
    const also = enterprise === null || enterprise === team ? [] : [`slack:${enterprise}/${ask.user.id}`];
    const person = {
      key: `slack:${team}/${ask.user.id}`,
      name: profile?.name ?? ask.user.id,
      member: profile?.full === true && isOwn(belongs, me),
      ...(also.length > 0 ? { also } : {}),
    };
    return { person, timezone: profile?.timezone };
  };
}

/** Where a person belongs: to workspaces, and to the organisation that these are of. */
type Belonging = { workspaces: readonly string[]; enterprise: string | null };

/** What users.info says is newer than the payload, which need not name the person's own workspace at all. */
const belongingOf = ({ teams, enterprise }: Profile): Belonging => ({ workspaces: teams, enterprise });

const belongingIn = ({ user, workspace, enterprise }: Ask): Belonging => ({
  workspaces: user.team === null ? [] : [user.team],
  enterprise: user.team === workspace ? enterprise : null,
});

/** The workspace that a person's key names: the one they ask in where they are of it, else the first that may ask. */
function teamOf(
  { workspace }: Ask,
  { workspaces, enterprise }: Belonging,
  teams: ReadonlySet<string>,
): string | undefined {
  const all = enterprise !== null && teams.has(enterprise);
  if (workspaces.includes(workspace) && (all || teams.has(workspace))) return workspace;
  return [...teams].find((one) => workspaces.includes(one) || one === enterprise);
}

/** Of the bot's own workspace or organisation; a listed workspace may be another company's. */
const isOwn = ({ workspaces, enterprise }: Belonging, me: Identity): boolean =>
  workspaces.includes(me.team) || (enterprise !== null && enterprise === me.enterprise);

function profileOf(user: z.infer<typeof UserInfo>['user']): Profile {
  // In an Enterprise organisation `team_id` is one of the person's workspaces only.
  const teams = [user.team_id, ...(user.enterprise_user?.teams ?? [])].filter((team) => team != null);
  const guest = user.is_restricted === true || user.is_ultra_restricted === true;
  return {
    name: user.profile?.display_name || user.real_name || user.name || 'somebody',
    teams,
    enterprise: user.enterprise_user?.enterprise_id || null,
    full: teams.length > 0 && !guest && user.is_stranger !== true && user.deleted !== true,
    timezone: user.tz ?? undefined,
  };
}
