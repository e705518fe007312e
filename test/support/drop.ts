import { asker } from '../../src/cli/asker.ts';
import { demoEdges } from '../../src/cli/demo-edges.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { deliverDue } from '../../src/jobs/deliver.ts';
import { evaluateAlerts } from '../../src/jobs/evaluate-alerts.ts';
import { planDigests } from '../../src/jobs/plan-digests.ts';
import { takeSnapshot } from '../../src/jobs/take-snapshot.ts';
import { type App, wire } from '../../src/main.ts';
import type { Answer, Messenger } from '../../src/ports.ts';

const DAY = 86_400_000;
/** The day before a contractor of the demo's Web Shop gets write permissions without MFA. */
const EVE = Date.parse('2026-07-20T06:00:00Z');
/** After a day's snapshot: when its alert is out, when the digest is due, and when that one may follow. */
const MOMENTS = [0, 5_000, 3_600_000, 3_605_000];
/** Days until the drop is regained and told in a second digest. */
export const DAYS = 9;
/** Orders that have something to say in these days. */
export const ORDERS = [
  'alert drop 5 for Web Shop',
  'digest weekly tuesday 09:00 Europe/Oslo for Landing zones',
];

export type Drop = {
  app: App;
  /** What a person at the terminal would be answered. */
  ask(text: string): Promise<Answer | null>;
  /** Lives so many days more, the first of them that of the drop: a snapshot a day, what follows from it, and the posts. */
  live(messenger: Messenger, days: number): Promise<void>;
};

/** The demo on the eve of a drop, with a clock of its own. `clientOrigin`: of the Teams page, if there is one. */
export async function eveOfDrop(clientOrigin: string | null): Promise<Drop> {
  let day = 0;
  let now = EVE;
  const clock = () => new Date(now);
  const edges = await demoEdges(clock, { clientOrigin, progress: () => {} });
  const app = wire(edges);
  const terminal = await asker({}, app.stores.conversations);
  const ids = ['A1RT', 'B2RT'];
  const newId = () => ids.shift() ?? 'Z9ZZ';
  return {
    app,
    ask: (text) => app.bot({ text, ...terminal, timezone: 'Europe/Oslo' }),
    async live(messenger, days) {
      const deps = { ...app.speaking, messenger, log: edges.log, every: DAY, newId, random: () => 0 };
      const last = day + days;
      while (day < last) {
        day += 1;
        now = EVE + day * DAY;
        const source = createDemoSource(clock().toISOString().slice(0, 10));
        await takeSnapshot({ ...app.stores, source, clock, log: edges.log }, 'drop');
        await evaluateAlerts(deps);
        for (const moment of MOMENTS) {
          now = EVE + day * DAY + moment;
          await planDigests(deps);
          await deliverDue(deps, 'drop', new AbortController().signal);
        }
      }
    },
  };
}
