import type { Card } from '../../cards/card.ts';
import { slackMessage, slackTextAlone } from '../../cards/message.ts';
import type { Clock, Log } from '../../ports.ts';
import { withoutNewestBlocks } from './plainer.ts';
import type { Message, Post } from './route.ts';
import type { Sent } from './sent.ts';

/** Milliseconds for which a workspace that refused the newest blocks is not offered them again. */
const MEMORY = 6 * 3_600_000;
/** Slack's words for blocks that it does not want. */
const UNWANTED = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'invalid_attachments',
]);
/** Of these, the ones that speak of the sort of blocks and not of this card's size. */
const UNKNOWN_BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format']);

type Version = { kind: 'full' | 'plainer' | 'text'; message: Message };
/** Posts a card to a place in a workspace. */
export type SendCard = (post: Post, card: Card, workspace: string) => Promise<Sent>;

/**
 * The card as it is, then without the newest blocks, then its text alone, until Slack takes one. That a workspace takes
 * the second and not the first is remembered for some hours, in this process, so that not every post is refused once.
 */
export function createSendCard(clock: Clock, log: Log): SendCard {
  const plainUntil = new Map<string, number>();
  return async (post, card, workspace) => {
    const plainer = (plainUntil.get(workspace) ?? 0) > clock().getTime();
    let refusal: string | null = null;
    let result: Sent = { kind: 'refused', code: 'no_message' };
    for (const { kind, message } of versions(card, log, plainer)) {
      result = await post(message);
      if (result.kind === 'sent' && kind === 'plainer' && UNKNOWN_BLOCKS.has(refusal ?? '')) {
        plainUntil.set(workspace, clock().getTime() + MEMORY);
      }
      if (result.kind !== 'refused' || !UNWANTED.has(result.code)) return result;
      refusal = result.code;
      log.warn(`slack: refused the blocks of a card: ${refusal}`, { card: card.name, version: kind });
    }
    return result;
  };
}

/** A card that cannot be drawn is a bug, and is still said. */
function versions(card: Card, log: Log, plainer: boolean): readonly Version[] {
  try {
    const { text, blocks } = slackMessage(card);
    const without = withoutNewestBlocks(blocks);
    const full: Version[] = plainer && without !== null ? [] : [{ kind: 'full', message: { text, blocks } }];
    const second: Version[] =
      without === null ? [] : [{ kind: 'plainer', message: { text, blocks: without } }];
    return [...full, ...second, { kind: 'text', message: { text: slackTextAlone(card) } }];
  } catch (error) {
    log.error(`slack: a card could not be drawn: ${error}`, { card: card.name });
    return [{ kind: 'text', message: { text: slackTextAlone(card) } }];
  }
}
