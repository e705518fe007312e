import type { Bot, Clock, ConversationStore, Log, Platform } from '../../ports.ts';
import { createWork } from '../work.ts';
import { httpReceiver, listen, type Take } from './bolt.ts';
import type { SlackConfig } from './config.ts';
import { createForms } from './forms.ts';
import { createHome } from './home.ts';
import { createIdentity, TokenRefused } from './identity.ts';
import { createPeople } from './people.ts';
import { createPlaces } from './places.ts';
import { createAdmit, createReceive } from './receive.ts';
import { createRespond } from './response-url.ts';
import { createSender } from './send.ts';
import { createSharing } from './sharing.ts';
import { socketReceiver } from './socket.ts';
import { createWebApi } from './web.ts';

export type { SlackConfig } from './config.ts';

export type SlackDeps = { bot: Bot; conversations: ConversationStore; log: Log; clock: Clock };

/**
 * Slash command, mentions, direct messages and buttons: over HTTP at `/slack/events`, or in Socket Mode over a
 * connection that `open` makes. A token that Slack refuses and a Slack that cannot be reached are logged and asked
 * again with each question: the other platform goes on.
 */
export async function createSlack(config: SlackConfig, deps: SlackDeps): Promise<Platform> {
  const { log, clock } = deps;
  const web = createWebApi(config);
  const identity = createIdentity(web, clock);
  const sender = createSender(web, createRespond(config), clock, log);
  const people = createPeople(web, clock);
  const places = createPlaces(web, clock);
  const admit = createAdmit({ ...deps, config, identity, people, places });
  const receive = createReceive(admit, sender, log);
  const home = createHome(web, admit, log);
  const forms = createForms(web, admit, sender, log);
  const sharing = createSharing(places, deps.conversations, log);
  const work = createWork();
  const take: Take = {
    ask: (ask) => work.add(ask.place.channel, () => receive(ask)),
    home: (ask) => work.add(ask.place.channel, () => home(ask)),
    open: (ask, trigger) => work.add(ask.place.channel, () => forms.open(ask, trigger)),
    async form(sent, id) {
      const { verdict, after } = await forms.take(sent, id);
      work.add(sent.user.id, after);
      return verdict;
    },
    sharing: (changed) => work.add(changed.event.channel, () => sharing(changed)),
  };
  const edge = connect(config, log, take);
  await identity().catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof TokenRefused)
      log.error(`slack: the token is refused, check SLACK_BOT_TOKEN: ${why}`);
    else log.warn(`slack: not connected yet: ${why}`);
  });
  return {
    name: 'slack',
    routes: edge.routes,
    open: edge.open,
    deliver: sender.deliver,
    edit: sender.edit,
    posted: sender.posted,
    async close() {
      await edge.close();
      await work.settled();
    },
  };
}

type Edge = Pick<Platform, 'routes' | 'open' | 'close'>;

function connect(config: SlackConfig, log: Log, take: Take): Edge {
  const { transport, apiUrl } = config;
  switch (transport.kind) {
    case 'http': {
      const { receiver, listener } = httpReceiver(transport.signingSecret, log);
      listen(receiver, config, log, take);
      return { routes: { '/slack/events': listener }, open() {}, close: async () => {} };
    }
    case 'socket': {
      const receiver = socketReceiver({ appToken: transport.appToken, apiUrl, log });
      listen(receiver, config, log, take);
      return { routes: {}, open: () => void receiver.start(), close: () => receiver.stop() };
    }
  }
}
