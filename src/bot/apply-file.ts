import { type BotDeps, createAnswering } from '../bot.ts';
import { FILE } from '../commands/standing-order.ts';
import type { Conversation, Grant } from '../core/access.ts';
import { Unreachable } from '../core/errors.ts';
import type { Answer, Invocation, Log, Stores } from '../ports.ts';

type File = Readonly<Record<string, readonly string[]>>;

export type ApplyDeps = {
  file: File;
  stores: Pick<Stores, 'orders' | 'access' | 'conversations'>;
  /** Answers a line as whoever runs Scoreline would have it answered there. */
  ask: (invocation: Invocation, heard: Heard) => Promise<Answer>;
  log: Log;
};

/** What a line made, or found made. */
export type Heard = { order: (id: string) => void; grant: (grant: Grant) => void };

/** How many lines took effect, and how many wait for a name that means nothing yet. */
export type Applied = { lines: number; waiting: number };

/**
 * Makes conversations what the configuration file says, through the same grammar that people use. What was applied
 * already changes nothing; what the file does not say any more is taken away, unless something of its conversation waits.
 */
export async function applyFile(deps: ApplyDeps): Promise<Applied> {
  const applied: Applied = { lines: 0, waiting: 0 };
  const kept = new Set<string>();
  const heard: Heard = {
    order: (id) => void kept.add(id),
    grant: (grant) => void kept.add(named(grant)),
  };
  const whole = new Set<string>();
  for (const [key, lines] of Object.entries(deps.file)) {
    let waiting = 0;
    for (const line of inOrder(lines)) waiting += await apply(deps, key, line, heard);
    applied.lines += lines.length - waiting;
    applied.waiting += waiting;
    if (waiting === 0) whole.add(key);
  }
  await takeAway(deps, (key) => whole.has(key) || !Object.hasOwn(deps.file, key), kept);
  if (applied.waiting > 0)
    deps.log.warn('lines of the configuration file wait', { waiting: applied.waiting });
  return applied;
}

/** What others are read by goes first, wherever it stands: what may be named, its names, and the zone of the rest. */
const FIRST = ['grant', 'alias', 'timezone'];
const inOrder = (lines: readonly string[]): string[] => {
  const place = (line: string) => FIRST.findIndex((name) => line.trim().toLowerCase().startsWith(name));
  const rank = (line: string) => (place(line) === -1 ? FIRST.length : place(line));
  return lines.toSorted((a, b) => rank(a) - rank(b));
};

/** 1 where the line waits. Rejects where it could not be answered. */
async function apply({ stores, ask }: ApplyDeps, key: string, line: string, heard: Heard): Promise<number> {
  const met: Conversation = (await stores.conversations.find(key)) ?? { key, kind: 'channel', shared: false };
  const person = { key: FILE, name: 'the configuration file', member: true };
  const answer = await ask({ text: line, person, conversation: met, addressed: 'pressed' }, heard);
  if (answer.outcome === 'failed')
    throw new Unreachable('The configuration file could not be applied: see the line above');
  return answer.outcome === 'refused' ? 1 : 0;
}

async function takeAway(
  { stores }: ApplyDeps,
  settled: (conversation: string) => boolean,
  kept: ReadonlySet<string>,
): Promise<void> {
  for (const { id, source, conversation } of await stores.orders.of(null)) {
    if (source === 'file' && settled(conversation) && !kept.has(id)) await stores.orders.remove(id);
  }
  for (const grant of await stores.access.grants(null)) {
    if (grant.by === FILE && settled(grant.conversation) && !kept.has(named(grant)))
      await stores.access.revoke(grant);
  }
}

const named = ({ conversation, scope }: Grant): string => `${conversation} ${scope.kind} ${scope.id}`;

/** Asks for the configuration file: an operator wherever it asks, and what it makes is heard of. */
export const askOf =
  (deps: BotDeps): ApplyDeps['ask'] =>
  (invocation, heard) => {
    const { access } = deps.stores;
    const grant: typeof access.grant = (one) => {
      heard.grant(one);
      return access.grant(one);
    };
    const stores = { ...deps.stores, access: { ...access, grant } };
    const operators = [...deps.operators, invocation.person.key];
    return createAnswering({ ...deps, stores, operators, kept: heard.order })(invocation);
  };
