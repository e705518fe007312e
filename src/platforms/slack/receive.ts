import type { Answer, Bot, Clock, ConversationStore, Invocation, Log, MetConversation } from '../../ports.ts';
import type { Ask } from './ask.ts';
import type { SlackConfig } from './config.ts';
import { type Identity, ownTeams } from './identity.ts';
import type { Asker, LookUpPerson } from './people.ts';
import type { LookUpPlace } from './places.ts';
import type { Sender } from './send.ts';
import { typed } from './typed.ts';

export type Receiving = {
  config: Pick<SlackConfig, 'teams'>;
  identity: () => Promise<Identity>;
  people: LookUpPerson;
  places: LookUpPlace;
  bot: Bot;
  conversations: ConversationStore;
  log: Log;
  clock: Clock;
};

/** From a request that Slack was already told "received" to an answer sent. Never rejects. */
export type Receive = (ask: Ask) => Promise<void>;

/** Whoever asked and where, looked up and let in: what the bot says to a line of theirs there. */
export type Admitted = { personal: boolean; say(line?: string): Promise<Answer | null> };
/** Null: not let in, or asked before. */
export type Admit = (ask: Ask) => Promise<Admitted | null>;

export function createReceive(admit: Admit, sender: Sender, log: Log): Receive {
  return async (ask) => {
    try {
      const admitted = await admit(ask);
      const answer = (await admitted?.say()) ?? null;
      if (admitted !== null && answer !== null) await sender.answer(ask, answer, admitted.personal);
    } catch (error) {
      const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      log.error(`slack: a request was not answered: ${why}`, { request: ask.id });
    }
  };
}

export function createAdmit(deps: Receiving): Admit {
  const { bot, conversations, log, clock } = deps;
  return async (ask) => {
    const me = await deps.identity();
    if (ask.user.id === me.user) return null;
    const asker = await admit(ask, me, deps);
    if (asker === null) return null;
    if (!(await conversations.claim(`slack:${ask.id}`, clock()))) return null;
    const { place, told } = await deps.places(ask, asker.person);
    await remember(place, told, conversations).catch((error: unknown) => {
      log.warn('slack: a conversation could not be remembered', { key: place.key, error: String(error) });
    });
    const { key, kind, shared } = place;
    const say = (line = ask.text) =>
      bot(invocation({ ...ask, text: line }, asker, { key, kind, shared }, me));
    return { personal: kind === 'personal', say };
  };
}

/** What Slack once told is worth more than what is feared while it tells nothing. */
async function remember(place: MetConversation, told: boolean, store: ConversationStore): Promise<void> {
  if (told || (await store.find(place.key)) === null) await store.remember(place);
}

/** Two questions: is it a workspace of ours that sent this, and is it a person of one that may talk to the bot. */
async function admit(ask: Ask, me: Identity, { config, people, log }: Receiving): Promise<Asker | null> {
  const own = ownTeams(me);
  const teams = new Set(config.teams.length > 0 ? config.teams : own);
  const known = [ask.workspace, ask.enterprise].some(
    (one) => one !== null && (teams.has(one) || own.includes(one)),
  );
  const asker = known ? await people(ask, teams, me) : null;
  if (asker !== null) return asker;
  const what = known ? 'a person of a workspace that is not allowed' : 'a workspace that is not allowed';
  log.warn(`slack: ignored a request from ${what} (SLACK_TEAMS)`, {
    workspace: ask.workspace,
    team: ask.user.team,
  });
  return null;
}

function invocation(
  ask: Ask,
  asker: Asker,
  conversation: Invocation['conversation'],
  me: Identity,
): Invocation {
  const { person, timezone } = asker;
  const pressed = ask.addressed === 'pressed';
  return {
    text: pressed ? ask.text : typed(ask.text, ask.workspace, me.user),
    person,
    conversation,
    addressed: ask.addressed,
    ...(timezone === undefined ? {} : { timezone }),
    ...(conversation.kind !== 'personal' && seenByOne(ask) ? { private: true } : {}),
  };
}

const seenByOne = ({ target }: Ask) =>
  target.kind === 'private' || (target.kind === 'replace' && target.private);
