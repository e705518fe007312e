import { formatCount } from '../cards/format.ts';
import { noticeCard } from '../cards/notice.ts';
import { admit, expired, MOST, type Window, waitOf } from '../core/rate.ts';
import type { Answer, Bot, Clock, Invocation } from '../ports.ts';

/**
 * Answers what one person may ask in a minute; the rest costs nothing and is told once. Kept by this process alone: a
 * person whose questions go to several replicas may ask each of them as much. The terminal is not counted.
 */
export function inMeasure(clock: Clock, answering: (invocation: Invocation) => Promise<Answer>): Bot {
  const people = new Map<string, Window>();
  return async (invocation) => {
    if (invocation.conversation.kind === 'terminal') return answering(invocation);
    const { key } = invocation.person;
    const now = clock().getTime();
    const { admission, window } = admit(people.get(key), now);
    // Set anew, so that the map stays in the order of the last question.
    people.delete(key);
    people.set(key, window);
    for (const gone of expired(people, now)) people.delete(gone);
    switch (admission) {
      case 'answer':
        return answering(invocation);
      case 'tell':
        return tooMany(waitOf(window, now));
      case 'ignore':
        return null;
    }
  };
}

function tooMany(seconds: number): Answer {
  const wait = formatCount(seconds, 'second');
  const message = `You asked ${MOST} questions within a minute, which is as many as I answer. Please ask again in ${wait}.`;
  return { card: noticeCard({ message, undo: null }), outcome: 'refused', audience: 'asker' };
}
