import type { Log, Platform } from '../../ports.ts';
import { createWork } from '../work.ts';
import { tenantsOf } from './activity.ts';
import { demoAdapter, realAdapter } from './adapter.ts';
import { type DemoTeams, SERVICE, type TeamsConfig, type TeamsDeps } from './config.ts';
import { createConnector } from './connector.ts';
import { credentialsFactory, noCredentials } from './credentials.ts';
import { demoGate, type Gate, realGate } from './gate.ts';
import { allowedHosts, onlyOrigin } from './hosts.ts';
import { createMembers, type Members } from './members.ts';
import type { Start } from './posts.ts';
import { createQuiet } from './quiet.ts';
import { createListener } from './receive.ts';
import { createSender } from './send.ts';
import { createTurn } from './turn.ts';

export type { DemoTeams, TeamsConfig, TeamsDeps } from './config.ts';

type Side = {
  gate: Gate;
  connector: ReturnType<typeof createConnector>;
  members: Members;
  /** Where personal chats can be opened, given the services that wrote to us by tenant. */
  start: (services: ReadonlyMap<string, string>) => ReturnType<Start>;
  stop: () => void;
};

/** Teams at `POST /api/messages`: messages, buttons and arrivals. */
export function createTeams(config: TeamsConfig | DemoTeams, deps: TeamsDeps): Platform {
  const side = 'demo' in config ? demoSide(config) : realSide(config, deps);
  const services = new Map<string, string>();
  const sender = createSender(side.connector, deps.conversations, () => side.start(services), deps.log);
  const answering = createTurn({ ...deps, members: side.members, sender });
  const work = createWork();
  const listener = createListener(
    side.gate,
    async (given) => {
      for (const tenant of tenantsOf(given)) services.set(tenant, given.serviceUrl);
      return { ...(await answering(given)), conversation: given.conversation?.id ?? '' };
    },
    (conversation, after) => work.add(conversation, () => logged(after, deps.log)),
    deps.log,
  );
  return {
    name: 'teams',
    routes: { '/api/messages': listener },
    deliver: sender.deliver,
    edit: sender.edit,
    posted: sender.posted,
    async close() {
      await work.settled();
      side.stop();
    },
  };
}

function realSide(config: TeamsConfig, { clock }: TeamsDeps): Side {
  const allowed = allowedHosts(config.serviceHosts);
  const adapter = realAdapter(config, credentialsFactory(config, allowed), allowed);
  const bot = `28:${config.appId}`;
  const connector = createConnector(adapter, bot);
  const quiet = createQuiet();
  const home = config.tenants.find((tenant) => tenant === config.appTenantId) ?? config.tenants[0];
  const publicCloud = config.loginUrl === null && config.openIdMetadata === null;
  return {
    gate: realGate(config, adapter, allowed, quiet.run),
    connector,
    members: createMembers(connector, config.tenants, clock),
    start(services) {
      const tenant = home?.toLowerCase();
      if (tenant === undefined) return null;
      const serviceUrl = services.get(tenant) ?? (publicCloud ? SERVICE : null);
      return serviceUrl === null ? null : { serviceUrl, tenant, bot };
    },
    stop: quiet.stop,
  };
}

function demoSide({ demo: { serviceUrl: origin } }: DemoTeams): Side {
  const allowed = onlyOrigin(origin);
  return {
    gate: demoGate(origin, allowed),
    connector: createConnector(demoAdapter(noCredentials(allowed), allowed), 'demo'),
    members: async () => 'member',
    start: () => null,
    stop: () => {},
  };
}

/** The bot answers its own failures; what arrives here is ours, and nobody is waiting any more. */
async function logged(after: () => Promise<void>, log: Log): Promise<void> {
  try {
    await after();
  } catch (error) {
    log.error('teams: an answer failed', { error });
  }
}
