import type { SettingsData } from '../../cards/settings-data.ts';
import type { Config } from '../../config.ts';
import { Unreachable } from '../../core/errors.ts';
import { wire } from '../../main.ts';
import type { Check, Clock, Stores } from '../../ports.ts';

const NAME = 'configuration file';
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

type Told = Pick<Config, 'conversations' | 'portal' | 'snapshotEvery' | 'operators'>;

/** The digests and alerts of the configuration file that wait for a name; nothing where the file holds none. */
export async function checkFile(config: Told, stores: Stores, clock: Clock): Promise<Check[]> {
  const { conversations, portal, snapshotEvery, operators } = config;
  const keys = Object.keys(conversations);
  if (keys.length === 0) return [];
  const app = wire({
    ...{ stores, teams: null, slack: null, operators, portal, clock, log: SILENT, snapshotEvery },
    ...{ staleAfter: 2 * snapshotEvery, file: conversations },
    source: () => Promise.reject(new Unreachable('No snapshot is stored yet.')),
  });
  const person = { key: 'terminal', name: 'doctor', member: true };
  const found: Check[] = [];
  for (const key of keys) {
    const met = await stores.conversations.find(key);
    const conversation = met ?? { key, kind: 'channel' as const, shared: false };
    const answer = await app.bot({ text: 'settings', person, conversation, addressed: 'pressed' });
    found.push(...waiting(key, answer?.outcome === 'answered' ? (answer.card.data as SettingsData) : null));
  }
  const message = `${keys.length === 1 ? 'one conversation' : `${keys.length} conversations`}, nothing waits`;
  return found.length > 0 ? found : [{ name: NAME, state: 'ok', message, cure: null }];
}

function waiting(key: string, settings: SettingsData | null): Check[] {
  const check = (message: string, cure: string): Check => ({ name: NAME, state: 'warning', message, cure });
  if (settings === null)
    return [
      check(
        `${key}: it may not see anything yet.`,
        'Put a grant first, and start the service or run: npm run tick',
      ),
    ];
  return settings.orders
    .filter(({ state }) => state === 'waiting')
    .map(({ text, why }) =>
      check(`${key}: "${text}" waits. ${why}`, 'Mend the name, or wait for the next snapshot.'),
    );
}
