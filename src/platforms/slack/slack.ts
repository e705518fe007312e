import { setTimeout as sleep } from 'node:timers/promises';
import type { Bot, Clock, ConversationStore, Log, Platform } from '../../ports.ts';
import { httpReceiver, listen } from './bolt.ts';
import type { SlackConfig } from './config.ts';
import { createIdentity, TokenRefused } from './identity.ts';
import { createPeople } from './people.ts';
import { createPlaces } from './places.ts';
import { createReceive } from './receive.ts';
import { createRespond } from './response-url.ts';
import { createSender } from './send.ts';
import { createWebApi } from './web.ts';

export type { SlackConfig } from './config.ts';

export type SlackDeps = { bot: Bot; conversations: ConversationStore; log: Log; clock: Clock };

/** Milliseconds that `close` waits for answers that are on their way. */
const CLOSING = 5_000;

/**
 * Slack over HTTP: slash command, mentions, direct messages and buttons at `/slack/events`. Rejects with
 * `TokenRefused` where Slack does not accept the token; an unreachable Slack is logged and asked again later.
 */
export async function createSlack(config: SlackConfig, deps: SlackDeps): Promise<Platform> {
  const { log, clock } = deps;
  const web = createWebApi(config);
  const identity = createIdentity(web, clock);
  const sender = createSender(web, createRespond(config), log);
  const people = createPeople(web, clock);
  const places = createPlaces(web, clock);
  const receive = createReceive({ ...deps, config, identity, people, places, sender });
  const { receiver, listener } = httpReceiver(config, log);
  const busy = new Set<Promise<void>>();
  listen(receiver, config, log, (ask) => {
    const work = receive(ask).finally(() => busy.delete(work));
    busy.add(work);
  });
  await identity().catch((error: unknown) => {
    if (error instanceof TokenRefused) throw error;
    log.warn(`slack: not connected yet: ${error instanceof Error ? error.message : String(error)}`);
  });
  return {
    name: 'slack',
    routes: { '/slack/events': listener },
    deliver: sender.deliver,
    close: () => settled(busy),
  };
}

/** Until all work is done, and at most so long that a stop is still orderly. */
async function settled(busy: ReadonlySet<Promise<void>>): Promise<void> {
  const patience = new AbortController();
  const limit = sleep(CLOSING, undefined, { signal: patience.signal }).catch(() => {});
  await Promise.race([Promise.all(busy), limit]);
  patience.abort();
}
