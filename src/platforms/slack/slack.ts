import type { Bot, Clock, ConversationStore, Log, Platform } from '../../ports.ts';
import { createWork } from '../work.ts';
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

/**
 * Slack over HTTP: slash command, mentions, direct messages and buttons at `/slack/events`. A token that Slack refuses
 * and a Slack that cannot be reached are logged and asked again with each question: the other platform goes on.
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
  const work = createWork();
  listen(receiver, config, log, (ask) => work.add(ask.place.channel, () => receive(ask)));
  await identity().catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof TokenRefused)
      log.error(`slack: the token is refused, check SLACK_BOT_TOKEN: ${why}`);
    else log.warn(`slack: not connected yet: ${why}`);
  });
  return {
    name: 'slack',
    routes: { '/slack/events': listener },
    deliver: sender.deliver,
    close: work.settled,
  };
}
