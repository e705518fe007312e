import type { Card } from '../../src/cards/card.ts';
import { asker } from '../../src/cli/asker.ts';
import { demoEdges } from '../../src/cli/demo-edges.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { deliverDue } from '../../src/jobs/deliver.ts';
import { evaluateAlerts } from '../../src/jobs/evaluate-alerts.ts';
import { planDigests } from '../../src/jobs/plan-digests.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import { wire } from '../../src/main.ts';

const DAY = 86_400_000;
/** The day before a contractor of the demo's Web Shop gets write permissions without MFA. */
const START = Date.parse('2026-07-20T10:00:00Z');
const ORDERS = ['alert drop 5 for Web Shop', 'digest weekly tuesday 09:00 Europe/Oslo for Landing zones'];

/** What the demo posts unasked while a score of it drops and recovers: by name, the first of each kind. */
export async function posts(): Promise<{ name: string; card: Card }[]> {
  let now = START;
  const clock = () => new Date(now);
  const edges = await demoEdges(clock, { clientOrigin: null, progress: () => {} });
  const app = wire(edges);
  const terminal = await asker({}, app.stores.conversations);
  for (const text of ORDERS) await app.bot({ text, ...terminal });
  const seen: { name: string; card: Card }[] = [];
  const keep = (card: Card) => {
    if (!seen.some(({ name }) => name === card.name)) seen.push({ name: card.name, card });
    return { outcome: 'delivered', post: '1' } as const;
  };
  const messenger = {
    deliver: async (_: string, card: Card) => keep(card),
    edit: async (_: string, __: string, card: Card) => keep({ ...card, name: 'alert' }),
    posted: async () => null,
  };
  const ids = ['A1RT', 'B2RT'];
  const newId = () => ids.shift() ?? 'Z9ZZ';
  const deps = { ...app.speaking, messenger, log: edges.log, every: DAY, newId, random: () => 0 };
  const stop = new AbortController().signal;
  for (let day = 1; day <= 9; day += 1) {
    now = START + day * DAY;
    const source = createDemoSource(clock().toISOString().slice(0, 10));
    await takeSnapshot({ ...app.stores, source, clock, log: edges.log }, 'pictures');
    await planDigests(deps);
    await evaluateAlerts(deps);
    await deliverDue(deps, 'pictures', stop);
    now += 5_000;
    await deliverDue(deps, 'pictures', stop);
  }
  const settings = await app.bot({ text: 'settings', ...terminal, timezone: 'Europe/Oslo' });
  if (settings !== null) seen.push({ name: 'settings', card: settings.card });
  await app.close();
  return seen;
}
