import type { Card } from '../../cards/card.ts';
import type { Conversation } from '../../core/access.ts';
import type { Bot, Clock, ConversationStore, Log } from '../../ports.ts';

/** What the Teams platform is told. The secret stays in here: no log line and no error of this folder holds it. */
export type TeamsConfig = {
  appId: string;
  appType: 'SingleTenant' | 'UserAssignedMSI';
  appPassword: string | null;
  appTenantId: string;
  /** `BotOpenIdMetadata`: where the keys of the channel's tokens are published. */
  openIdMetadata: string | null;
  /** `ToBotFromChannelTokenIssuer`. */
  botTokenIssuer: string | null;
  /** `ToChannelFromBotLoginUrl`. */
  loginUrl: string | null;
  /** `ToChannelFromBotOAuthScope`. */
  oauthScope: string | null;
  /** Further `host[:port]` that a `serviceUrl` may name, beside Microsoft's own. */
  serviceHosts: readonly string[];
  /** Tenants whose people may talk to the bot. */
  tenants: readonly string[];
};

/** The unauthenticated endpoint of the demo. `serviceUrl`: origin of the one page that may use it. */
export type DemoTeams = { demo: { serviceUrl: string } };

export type TeamsDeps = {
  bot: Bot;
  conversations: ConversationStore;
  log: Log;
  clock: Clock;
  /** What is said, once, where the bot arrives. */
  welcome: (conversation: Conversation) => Promise<Card>;
  /** Milliseconds that Teams is kept waiting for a card in place before it is told to wait; it gives up after 5 s. */
  patience?: number;
};

/** Public cloud. */
export const ISSUER = 'https://api.botframework.com';
export const METADATA = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
export const SCOPE = 'https://api.botframework.com';
export const LOGIN = 'https://login.microsoftonline.com';
/** Where conversations are started in the public cloud when nobody of the tenant has written yet (Teams' proactive messaging docs). */
export const SERVICE = 'https://smba.trafficmanager.net/teams/';
