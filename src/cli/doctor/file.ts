import type { SettingsData } from '../../cards/settings-data.ts';
import type { Config } from '../../config.ts';
import { Unreachable } from '../../core/errors.ts';
import { waitingLines, wire } from '../../main.ts';
import type { Check, Clock, Stores } from '../../ports.ts';

const NAME = 'configuration file';
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

type Told = Pick<Config, 'conversations' | 'portal' | 'snapshotEvery' | 'operators'>;

/** The lines of the configuration file that wait for a name; nothing where the file holds none. */
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
  const estate = await stores.posture.estate();
  for (const [key, lines] of Object.entries(conversations)) {
    const met = await stores.conversations.find(key);
    const conversation = met ?? { key, kind: 'channel' as const, shared: false };
    const answer = await app.bot({ text: 'settings', person, conversation, addressed: 'pressed' });
    const settings = answer?.outcome === 'answered' ? (answer.card.data as SettingsData) : null;
    found.push(...waiting(key, waitingLines(lines, estate), settings));
  }
  const message = `${keys.length === 1 ? 'one conversation' : `${keys.length} conversations`}, nothing waits`;
  return found.length > 0 ? found : [{ name: NAME, state: 'ok', message, cure: null }];
}

type Line = { text: string | null; why: string | null };

function waiting(key: string, lines: readonly Line[], settings: SettingsData | null): Check[] {
  const check = (message: string, cure: string): Check => ({ name: NAME, state: 'warning', message, cure });
  const orders = settings?.orders.filter(({ state }) => state === 'waiting') ?? [];
  const found = [...lines, ...orders].map(({ text, why }) =>
    check(`${key}: "${text}" waits. ${why}`, 'Mend the name, or wait for the next snapshot.'),
  );
  if (settings !== null || found.length > 0) return found;
  const cure = 'Put a grant first, and start the service or run: npm run tick';
  return [check(`${key}: it may not see anything yet.`, cure)];
}
