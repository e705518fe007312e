import type { Card } from '../../cards/card.ts';
import { noticeCard } from '../../cards/notice.ts';
import type { Invocation } from '../../ports.ts';
import { type Addressed, isAddressed } from './activity.ts';
import { executeReply, message } from './execute.ts';
import { type Here, type TurnDeps, target } from './here.ts';
import { met, personKey, placeOf } from './place.ts';
import type { Reply, Turn } from './receive.ts';
import { executedLine, submittedLine, timezoneOf, typed } from './text.ts';

const OK: Reply = { status: 200 };

/** One activity → what Teams is told at once, and what is done after that. */
export function createTurn(deps: TurnDeps): Turn {
  return async (given) => {
    if (!isAddressed(given)) return OK;
    const place = placeOf(given);
    if (place === null) return OK;
    const here = { given, place };
    if (await isRepeated(deps, here)) return given.type === 'invoke' ? message('I am at it already.') : OK;
    switch (given.type) {
      case 'message':
        return messageReply(deps, here);
      case 'invoke':
        return invokeReply(deps, here);
      case 'installationUpdate':
        return arrival(deps, here, given.action?.startsWith('add') === true, given.action === 'remove');
      case 'conversationUpdate':
        return arrival(deps, here, isBot(given, given.membersAdded), isBot(given, given.membersRemoved));
      default:
        return OK;
    }
  };
}

/** Teams sends an activity again when it was not answered in time; its id is unique in its conversation only. */
async function isRepeated({ conversations, clock }: TurnDeps, { given }: Here): Promise<boolean> {
  return (
    given.id != null && !(await conversations.claim(`teams:${given.conversation.id}/${given.id}`, clock()))
  );
}

function messageReply(deps: TurnDeps, here: Here): Reply {
  const line = submittedLine(here.given.value);
  const { text, named } = typed(here.given);
  const personal = here.place.kind === 'personal';
  if (!isPerson(here.given) || !(personal || named || line !== null)) return OK;
  const addressed = line !== null ? 'pressed' : personal ? 'direct' : 'named';
  return { status: 200, after: () => answer(deps, here, line ?? text, addressed) };
}

function invokeReply(deps: TurnDeps, here: Here): Promise<Reply> | Reply {
  if (here.given.name !== 'adaptiveCard/action') return { status: 501 };
  const line = executedLine(here.given.value);
  if (line === null || !isPerson(here.given)) {
    const value = { code: 'BadRequest', message: 'This button carries no command.' };
    return { status: 200, body: { statusCode: 400, type: 'application/vnd.microsoft.error', value } };
  }
  const ask = () => cardFor(deps, here, line, 'pressed');
  return executeReply(deps, here, line, { ask, remember: () => remember(deps, here) });
}

async function answer(deps: TurnDeps, here: Here, text: string, addressed: Invocation['addressed']) {
  await remember(deps, here);
  const card = await cardFor(deps, here, text, addressed);
  if (card !== null) await deps.sender.answer(target(here), card);
}

/** The answer to whoever may talk to the bot, null for silence. Who cannot be looked up may, and is no member. */
async function cardFor(
  { members, bot, log }: TurnDeps,
  here: Here,
  text: string,
  addressed: Invocation['addressed'],
): Promise<Card | null> {
  const standing = await members(here.given, here.place.shared);
  if (standing !== 'outsider')
    return (await bot(invocation(here, text, addressed, standing === 'member')))?.card ?? null;
  const conversation = here.place.key;
  log.warn('teams: a guest, or a person of another tenant, was not answered (TEAMS_TENANTS)', {
    conversation,
  });
  const message = 'I answer people of this organization only, and no guests.';
  return noticeCard({ message, undo: null });
}

/** Who asks is taken from the activity, whose sender was verified; never from what a button carries. */
function invocation(
  { given, place }: Here,
  text: string,
  addressed: Invocation['addressed'],
  member: boolean,
): Invocation {
  const timezone = timezoneOf(given);
  const person = {
    key: personKey(given.from?.aadObjectId ?? ''),
    name: given.from?.name ?? 'Somebody',
    member,
  };
  return {
    text,
    person,
    conversation: place,
    addressed,
    ...(timezone === undefined ? {} : { timezone }),
  };
}

/** Where the bot came in or went out. Only the place is greeted, never each person of a team. */
function arrival(deps: TurnDeps, here: Here, came: boolean, went: boolean): Reply {
  if (went) deps.log.info('teams: removed from a conversation', { conversation: here.place.key });
  return came ? { status: 200, after: () => greet(deps, here) } : OK;
}

/** Teams tells of one arrival twice, and again after each update of the app: greeted is once. */
async function greet(deps: TurnDeps, here: Here): Promise<void> {
  await remember(deps, here);
  const { conversations, clock, welcome, sender } = deps;
  const { key } = here.place;
  if (!(await conversations.claim(`teams:welcome:${key}`, clock(), key))) return;
  await sender.answer(target(here), await welcome(here.place));
}

const remember = (deps: TurnDeps, { given, place }: Here): Promise<void> =>
  deps.conversations.remember(met(given, place));

const isPerson = ({ from }: Addressed): boolean => from?.aadObjectId != null && from.role !== 'bot';
const isBot = ({ recipient }: Addressed, members: Addressed['membersAdded']): boolean =>
  members?.some(({ id }) => id === recipient.id) === true;
