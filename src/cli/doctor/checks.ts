import type { Config } from '../../config.ts';
import { IncompleteRead, Unreachable } from '../../core/errors.ts';
import { troubleOf } from '../../core/trouble.ts';
import { masked } from '../../log.ts';
import { openDatabase } from '../../main.ts';
import type { Check, Clock } from '../../ports.ts';
import { checkDeliveries } from './deliveries.ts';
import { checkFile } from './file.ts';
import { checkService } from './service.ts';
import { checkSnapshot, missing } from './snapshot.ts';

/** Things that are looked at together, under one name while nothing else is known. */
export type Part = { name: string; look: () => Promise<Check[]> };

/** A large tenant takes about one request per 1,000 controls; whatever takes longer than this hangs. Milliseconds. */
const LIMIT = 90_000;

/** Everything that a configuration makes worth looking at, in the order in which it is told. */
export function partsOf(config: Config, clock: Clock): Part[] {
  const { slack, teams } = config;
  return [
    { name: 'configuration', look: async () => [configurationCheck(config)] },
    { name: 'service', look: async () => [await checkService(config.port, config.host)] },
    { name: 'database', look: () => stored(config, clock) },
    { name: 'azure', look: () => azure(config, clock) },
    slack === null
      ? off('slack')
      : {
          name: 'slack',
          look: async () => (await import('../../platforms/slack/checks.ts')).checkSlack(slack),
        },
    teams === null
      ? off('teams')
      : {
          name: 'teams',
          look: async () => (await import('../../platforms/teams/checks.ts')).checkTeams(teams),
        },
  ];
}

/** All at once; none hides another by failing, and none is waited for beyond `limit` milliseconds. */
export async function lookAtAll(parts: readonly Part[], limit = LIMIT): Promise<Check[]> {
  return (await Promise.all(parts.map((part) => guarded(part, limit)))).flat();
}

async function guarded({ name, look }: Part, limit: number): Promise<Check[]> {
  const late = Promise.withResolvers<Check[]>();
  const timer = setTimeout(() => late.resolve([unfinished(name, limit)]), limit);
  try {
    return await Promise.race([look(), late.promise]);
  } catch (error) {
    return [broken(name, error)];
  } finally {
    clearTimeout(timer);
  }
}

const unfinished = (name: string, limit: number): Check => ({
  name,
  state: 'failed',
  message: `No answer within ${limit / 1000} s.`,
  cure: 'Check the network between this machine and the other side, and try again.',
});

function broken(name: string, error: unknown): Check {
  if (error instanceof Unreachable || error instanceof IncompleteRead) {
    return { name, state: 'failed', ...troubleOf(error) };
  }
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    name,
    state: 'failed',
    message: `This check itself failed: ${masked(words).split('\n', 1)[0]}`,
    cure: 'That is a fault of Scoreline: please report it with this line.',
  };
}

const off = (name: string): Part => ({
  name,
  look: async () => [{ name, state: 'off', message: 'not configured', cure: null }],
});

function configurationCheck({ slack, teams, operators, simulatedTime }: Config): Check {
  const name = 'configuration';
  if (simulatedTime) {
    return {
      name,
      state: 'warning',
      message: 'SCORELINE_SIMULATED_TIME=1: commands believe any time they are told.',
      cure: 'Leave it out where real people ask.',
    };
  }
  if ((slack !== null || teams !== null) && operators.length === 0) {
    return {
      name,
      state: 'warning',
      message: 'OPERATORS is empty: nobody can grant anything in a chat, and nobody is asked for access.',
      cure: 'Set it to teams:<your object id> (az ad signed-in-user show --query id --output tsv) or slack:<team>/<user>.',
    };
  }
  return { name, state: 'ok', message: 'complete', cure: null };
}

async function stored(config: Config, clock: Clock): Promise<Check[]> {
  const { databaseUrl, snapshotEvery } = config;
  const { checkDatabase } = await import('../../storage/checks.ts');
  const { checks, sql } = await checkDatabase(databaseUrl, openDatabase);
  if (sql === null) {
    const usable = checks.every(({ state }) => state === 'ok');
    return usable ? [...checks, missing(null, clock().toISOString())] : checks;
  }
  const { openStores } = await import('../../storage/stores.ts');
  const stores = await openStores(sql);
  try {
    const snapshot = await checkSnapshot(stores, snapshotEvery, clock);
    const file = await checkFile(config, stores, clock);
    return [...checks, snapshot, ...(await checkDeliveries(stores, clock)), ...file];
  } finally {
    await stores.close();
  }
}

async function azure({ azure: settings, actors }: Config, clock: Clock): Promise<Check[]> {
  const { checkAzure } = await import('../../azure/checks.ts');
  return checkAzure({ settings, clientId: settings.environment.AZURE_CLIENT_ID ?? null, actors, clock });
}
