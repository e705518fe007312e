import type { Card } from '../../cards/card.ts';
import { teamsActivity } from '../../cards/message.ts';
import { type Here, type TurnDeps, target } from './here.ts';
import type { Reply } from './receive.ts';

/** Milliseconds. Teams gives up on a card in place after 5 seconds. */
const PATIENCE = 4_000;
/** Milliseconds in which a person who is not answered any more is known; whoever presses waits no longer for words. */
const GLANCE = 300;
const PAGE = /\spage\s+\d+\s*$/iu;

export type Ways = {
  /** The answer, null for a person who is not answered any more. */
  ask: () => Promise<Card | null>;
  remember: () => Promise<void>;
};

/** Answers `Action.Execute`: the next page takes the place of the card, everything else comes as a new message. */
export function executeReply(deps: TurnDeps, here: Here, line: string, ways: Ways): Promise<Reply> | Reply {
  return PAGE.test(line) ? inPlace(deps, here, ways) : asMessage(deps, here, ways);
}

/** Every press wants a reply, so silence is a line too. */
const silence = (): Reply => message('You asked more than I answer in a minute. Please wait a little.');

async function asMessage(deps: TurnDeps, here: Here, { ask, remember }: Ways): Promise<Reply> {
  // A conversation is known before it is answered; what goes wrong is told by `after`.
  const asked = remember().then(ask);
  const soon = await within(
    asked.catch(() => 'failed' as const),
    deps.patience ?? GLANCE,
  );
  if (soon === null) return silence();
  const after = async () => {
    const card = await asked;
    if (card !== null) await deps.sender.answer(target(here), card);
  };
  return { ...message('Coming up.'), after };
}

async function inPlace(deps: TurnDeps, here: Here, { ask, remember }: Ways): Promise<Reply> {
  const asked = ask();
  const card = await within(asked, deps.patience ?? PATIENCE);
  if (card === null) return { ...silence(), after: remember };
  if (card !== 'late') {
    const type = 'application/vnd.microsoft.card.adaptive';
    const value = teamsActivity(card).attachments[0]?.content ?? {};
    return { status: 200, body: { statusCode: 200, type, value }, after: remember };
  }
  const after = async () => {
    await remember();
    const shown = await asked;
    if (shown !== null) await deps.sender.replace(target(here), here.given.replyToId ?? null, shown);
  };
  return { ...message('This takes a moment: the card will change by itself.'), after };
}

/** What a promise gives in time. */
async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | 'late'> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), milliseconds);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A line of words under the card, for whoever pressed. */
export function message(value: string): Reply {
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value },
  };
}
