import { noticeCard } from '../../src/cards/notice.ts';
import type { Answer, Bot, ConversationStore, Invocation, Log, MetConversation } from '../../src/ports.ts';

/** Conversations kept in memory. */
export function memoryConversations(): ConversationStore & {
  met: Map<string, MetConversation>;
  claims: Set<string>;
} {
  const met = new Map<string, MetConversation>();
  const claims = new Set<string>();
  return {
    met,
    claims,
    remember: async (conversation) => void met.set(conversation.key, conversation),
    find: async (key) => met.get(key) ?? null,
    claim: async (key) => !claims.has(key) && claims.add(key).has(key),
    unclaim: async (key) => void claims.delete(key),
    forget: async (key) => met.delete(key),
  };
}

/** Log lines kept in memory. */
export function memoryLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (message: string, detail?: object) =>
    void lines.push(`${level} ${message} ${JSON.stringify(detail ?? {})}`);
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}

/** A bot that answers every question with a card that repeats it, and keeps what it was asked. */
export function echoBot(
  answer: (asked: Invocation) => Partial<Answer> | Promise<Partial<Answer>> = () => ({}),
) {
  const asked: Invocation[] = [];
  const bot: Bot = async (invocation) => {
    asked.push(invocation);
    const card = noticeCard({ message: `You asked: ${invocation.text}`, undo: null });
    return { card, outcome: 'answered', audience: 'asker', ...(await answer(invocation)) };
  };
  return { bot, asked };
}
