import type { ConversationKind } from '../../core/access.ts';
import type { Invocation } from '../../ports.ts';
import type { ButtonPress, EventCallback, HomeOpened, SlashCommand } from './payload.ts';

/** One request of a person as the payload tells it, before anybody has looked up who and where that is. */
export type Ask = {
  /** What Slack repeats when it sends the same request again. */
  id: string;
  /** The workspace through which the app received it. */
  workspace: string;
  /** The Enterprise organisation of that workspace, where it has one. */
  enterprise: string | null;
  user: { id: string; team: string | null };
  /** `null` is what this payload does not tell. */
  place: { channel: string; kind: ConversationKind | null; shared: boolean | null };
  /** As Slack wrote it; a button's line is our own and needs no undoing. */
  text: string;
  addressed: Invocation['addressed'];
  target: Target;
};

/** Where the answer goes. A `url` is a `response_url`: it reaches places where the bot is no member. */
export type Target =
  | { kind: 'post'; channel: string; thread: string | null; url: string | null }
  | { kind: 'private'; url: string; thread: string | null }
  | { kind: 'replace'; url: string; private: boolean };

/** `/score …`: answered privately. `id` names this delivery. */
export function fromSlash(body: SlashCommand, id: string): Ask {
  return {
    id,
    workspace: body.team_id,
    enterprise: body.enterprise_id || null,
    user: { id: body.user_id, team: body.team_id },
    place: placeOf(body.channel_id, body.channel_name),
    text: body.text,
    addressed: 'named',
    target: { kind: 'private', url: body.response_url, thread: null },
  };
}

/** A mention, answered in its thread, or a direct message. Null for everything that no person wrote to the bot. */
export function fromEvent(body: EventCallback): Ask | null {
  const { event } = body;
  const { workspace, enterprise } = installedIn(body);
  if (workspace == null || event.user == null || event.bot_id != null || event.subtype != null) return null;
  // Slack's own example of a mention names no team; somebody else's can be in a shared channel only.
  const unsaid = body.is_ext_shared_channel === true ? null : workspace;
  const direct = event.type === 'message';
  if (direct && event.channel_type !== 'im') return null;
  return {
    id: body.event_id,
    workspace,
    enterprise,
    user: { id: event.user, team: event.user_team ?? event.team ?? unsaid },
    place: direct
      ? { channel: event.channel, kind: 'personal', shared: false }
      : { channel: event.channel, kind: null, shared: body.is_ext_shared_channel ?? null },
    text: event.text ?? '',
    addressed: direct ? 'direct' : 'named',
    target: {
      kind: 'post',
      channel: event.channel,
      thread: event.thread_ts ?? (direct ? null : event.ts),
      url: null,
    },
  };
}

/** Where the app is installed that got an event; `workspace` null where Slack does not say. */
export function installedIn(body: Omit<HomeOpened, 'event'>) {
  const [installation] = body.authorizations ?? [];
  return {
    workspace: body.context_team_id ?? installation?.team_id ?? body.team_id ?? null,
    enterprise: body.context_enterprise_id ?? installation?.enterprise_id ?? body.enterprise_id ?? null,
  };
}

/** A look at the bot's own page; each is a request of its own. Null for the tab of messages. */
export function fromHome(body: HomeOpened): Ask | null {
  const { workspace, enterprise } = installedIn(body);
  if (workspace === null || body.event.tab !== 'home') return null;
  const user = { id: body.event.user, team: workspace };
  return inPerson({ id: body.event_id, workspace, enterprise, user, text: 'help', addressed: 'pressed' });
}

/** In the person's own chat, which Slack finds by the person. */
const inPerson = (ask: Omit<Ask, 'place' | 'target'>): Ask => ({
  ...ask,
  place: { channel: ask.user.id, kind: 'personal', shared: false },
  target: { kind: 'post', channel: ask.user.id, thread: null, url: null },
});

/** A button's command line. Null where it carries none, or where Slack does not say from which workspace. */
export function fromPress(body: ButtonPress, id: string): Ask | null {
  const line = body.actions[0]?.value;
  const workspace = body.team?.id ?? body.user.team_id ?? body.enterprise?.id;
  if (line == null || workspace == null) return null;
  const pressed = {
    id,
    workspace,
    enterprise: body.enterprise?.id ?? null,
    user: { id: body.user.id, team: body.user.team_id ?? null },
    text: line,
    addressed: 'pressed',
  } as const;
  const { channel, response_url: url } = body;
  if (body.view?.type === 'home') return inPerson(pressed);
  if (channel == null || url == null) return null;
  const place = placeOf(channel.id, channel.name);
  const target = pressTarget(body, { channel: channel.id, url }, line, place.kind === 'personal');
  return { ...pressed, place, target };
}

/** The next rows replace the message they continue; `share` never does: it is for everybody and the original is not. */
const NEXT_ROWS = /^(?!\s*share\b).*\spage\s+\d+\s*$/iu;

function pressTarget(
  body: ButtonPress,
  { channel, url }: { channel: string; url: string },
  line: string,
  personal: boolean,
): Target {
  const hidden = body.container?.is_ephemeral === true;
  const thread = body.container?.thread_ts ?? body.message?.thread_ts ?? null;
  if (NEXT_ROWS.test(line)) return { kind: 'replace', url, private: hidden };
  if (hidden) return { kind: 'private', url, thread };
  return {
    kind: 'post',
    channel,
    thread: thread ?? (personal ? null : (body.message?.ts ?? null)),
    url,
  };
}

/** Slash commands and buttons name the sort of conversation in place of a name where it has none. */
function placeOf(channel: string, name: string): Ask['place'] {
  if (name === 'directmessage') return { channel, kind: 'personal', shared: false };
  return { channel, kind: name.startsWith('mpdm-') ? 'group' : null, shared: null };
}
