import type { App } from '../../../src/main.ts';
import type { Sql } from '../../../src/storage/sql.ts';
import { recordingLog } from '../bot.ts';
import { generator } from '../noisy-year.ts';
import { ASKED } from './asked.ts';
import { createFailures } from './failures.ts';
import { fallsOf } from './falls.ts';
import { twoPlatforms } from './platforms.ts';
import { createService } from './service.ts';
import { scopeOf, tenantSource } from './tenant.ts';
import { START } from './times.ts';

/** The one workspace that lets the app read its channels. */
export const isReadable = (conversation: string): boolean => conversation.startsWith('slack:T2/');

export type Lived = Awaited<ReturnType<typeof lived>>;

/** A year from its first snapshot to its end: what happened in it, what went wrong, and what people saw. */
export async function lived(seed: number, sql: Sql) {
  const time = { now: START };
  const now = () => time.now;
  const falls = fallsOf(seed);
  const random = generator(seed);
  const failures = createFailures({ random, now, readable: isReadable });
  const platforms = await twoPlatforms({ now, trouble: failures.trouble, readable: isReadable });
  const { log, logged } = recordingLog();
  const isBroken = () => time.now > START && failures.azure();
  const source = tenantSource(falls, () => new Date(time.now), isBroken);
  const wrong = () => Object.values(failures.counts).reduce((sum, count) => sum + count, 0);
  const { origin, seen } = platforms;
  const { unreliable, counts, unrecorded } = failures;
  const service = createService({ sql, origin, log, random, source, unreliable, wrong }, time);
  try {
    await service.first((app) => ask(app, origin));
    return { falls, counts, unrecorded, seen, logged, ...(await service.live()) };
  } finally {
    await platforms.close();
  }
}

/** Everything that conversations ask for, after the first snapshot. */
async function ask(app: App, serviceUrl: string): Promise<void> {
  const { access, conversations } = app.stores;
  const at = new Date(START).toISOString();
  for (const { key, sees, digest, rules } of ASKED) {
    const conversation = { key, kind: 'channel', shared: false } as const;
    const scope = sees === 'all' ? ({ kind: 'all', id: 'all' } as const) : scopeOf(sees);
    await access.grant({ conversation: key, scope, by: 'terminal', at });
    const reference = { tenant: 'tenant', serviceUrl, conversation: key.slice(6), bot: { id: '28:bot' } };
    if (key.startsWith('teams:'))
      await conversations.remember({ ...conversation, platform: 'teams', name: null, reference });
    const person = { key: `${key} person`, name: 'Ada', member: true };
    for (const text of [digest.line, ...rules.map(({ line }) => line)]) {
      const answer = await app.bot({ text, person, conversation, addressed: 'named' });
      if (answer?.outcome !== 'answered') throw new Error(`${text}: ${answer?.card.text}`);
    }
  }
}
