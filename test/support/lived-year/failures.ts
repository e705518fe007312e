import type { Outbox, Stores } from '../../../src/ports.ts';
import type { Trouble } from './platforms.ts';

export class Broken extends Error {
  override name = 'Broken';
}

type Options = { random: () => number; now: () => number; readable: (conversation: string) => boolean };
/** What went wrong after a post was taken and before that was recorded. */
type Unrecorded = { conversation: string; at: number };

const TURNED_AWAY: readonly Trouble['answer'][] = [429, 429, 429, 412];
const IN_DOUBT: readonly Trouble['answer'][] = [500, 502, 504, 'reset', 'reset'];

/** Everything that goes wrong in the year: by chance, and in a way that leaves it open whether a post was made once a post. */
export function createFailures({ random, now, readable }: Options) {
  const counts = { database: 0, turnedAway: 0, doubtful: 0, unchanged: 0, unseen: 0, azure: 0 };
  const unrecorded: Unrecorded[] = [];
  /** Where nobody can look, a second doubt of the same post is documented to give it up. */
  const doubted = new Set<string>();
  /** What is posted in a conversation at this moment. */
  const current = new Map<string, string>();
  const chance = (part: number) => random() < part;
  const pick = <T>(all: readonly T[], other: T): T => all[Math.floor(random() * all.length)] ?? other;
  const broken = (part: number, where: string) => {
    if (!chance(part)) return;
    counts.database += 1;
    throw new Broken(where);
  };
  const mayDoubt = (key: string | undefined, part: number, conversation: string): boolean => {
    if (key === undefined || !chance(part) || (doubted.has(key) && !readable(conversation))) return false;
    doubted.add(key);
    return true;
  };

  function trouble(conversation: string, what: 'post' | 'edit' | 'look'): Trouble | null {
    if (what === 'look') {
      if (!chance(0.3)) return null;
      counts.unseen += 1;
      return { answer: pick([429, 503, 'reset'], 503), taken: false, headers: { 'retry-after': '30' } };
    }
    if (what === 'edit') {
      if (!chance(0.05)) return null;
      counts.unchanged += 1;
      return { answer: 503, taken: false };
    }
    if (chance(0.06)) {
      counts.turnedAway += 1;
      const answer = conversation.startsWith('slack') ? 429 : pick(TURNED_AWAY, 429);
      return { answer, taken: false, headers: { 'retry-after': pick(['1', '30', '300'], '30') } };
    }
    if (!mayDoubt(current.get(conversation), readable(conversation) ? 0.2 : 0.08, conversation)) return null;
    counts.doubtful += 1;
    const taken = chance(0.5);
    if (taken) unrecorded.push({ conversation, at: now() });
    return { answer: pick(IN_DOUBT, 'reset'), taken };
  }

  const around = (outbox: Outbox): Outbox => ({
    ...outbox,
    async decide(decision) {
      broken(0.015, 'before the commit');
      const decided = await outbox.decide(decision);
      broken(0.015, 'after the commit');
      return decided;
    },
    async claim(...asked) {
      broken(0.005, 'before the claim');
      const claimed = await outbox.claim(...asked);
      if (claimed === null) return null;
      // Nobody works on it then until the claim has run out, as after a kill.
      if (mayDoubt(claimed.key, 0.02, claimed.conversation)) broken(1, 'after the claim');
      current.set(claimed.conversation, claimed.key);
      return claimed;
    },
    async settle(key, holder, settled, at) {
      const conversation = [...current].find(([, one]) => one === key)?.[0] ?? '';
      if (mayDoubt(key, 0.02, conversation)) {
        if (settled.outcome === 'delivered') unrecorded.push({ conversation, at: now() });
        broken(1, 'before the record');
      }
      const kept = await outbox.settle(key, holder, settled, at);
      broken(0.005, 'after the record');
      return kept;
    },
  });

  return {
    ...{ counts, unrecorded, trouble },
    /** Azure breaks off. */
    azure(): boolean {
      const broken = chance(0.03);
      if (broken) counts.azure += 1;
      return broken;
    },
    /** A database that fails now and then, before it has done what it was asked, or after. */
    unreliable(stores: Stores): Stores {
      const { posture } = stores;
      const ingest: typeof posture.ingest = async (...asked) => {
        broken(0.01, 'before the snapshot');
        const stored = await posture.ingest(...asked);
        broken(0.01, 'after the snapshot');
        return stored;
      };
      return { ...stores, outbox: around(stores.outbox), posture: { ...posture, ingest } };
    },
  };
}
