import type { Conversation } from '../core/access.ts';

/** A conversation that the bot has met; `reference` is the platform's own and opaque to everybody else. */
export type MetConversation = Conversation & { platform: string; name: string | null; reference: unknown };

export type ConversationStore = {
  remember(conversation: MetConversation): Promise<void>;
  find(key: string): Promise<MetConversation | null>;
  /**
   * True the first time a key is claimed, false after that: duplicates of a delivered event are dropped by it. Kept for
   * two days at least; with `conversation`, for as long as that is not forgotten.
   */
  claim(key: string, at: Date, conversation?: string): Promise<boolean>;
  /** Gives a claim back: what it stood for did not come about. */
  unclaim(key: string): Promise<void>;
  /** Drops the conversation and its claims. False where it was not known. */
  forget(key: string): Promise<boolean>;
};
