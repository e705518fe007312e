import { z } from 'zod';
import { Unreachable } from '../core/errors.ts';
import type { ControlRow, ScoreRow } from '../core/snapshot.ts';
import type { LiveReading } from '../ports.ts';
import type { Answer, Arm } from './arm.ts';
import { errorCodes } from './resource-graph.ts';
import { amount, identifier } from './rows.ts';

/** Subscriptions that are read side by side: a person waits, and Resource Manager allows far more. */
const AT_ONCE = 5;
/** More pages than any subscription has controls: a link that leads nowhere. */
const MOST_PAGES = 50;
const VERSION = 'api-version=2020-01-01';

/**
 * What the Secure Scores API says now of each subscription (a GUID) or connector (its resource id), in their order.
 * Rejects with `Unreachable` where Azure does not answer, or answers what does not fit.
 */
export async function readLive(arm: Arm, ids: readonly string[]): Promise<LiveReading[]> {
  const readings: LiveReading[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    readings.push(...(await Promise.all(some.map((id) => readOne(arm, id.toLowerCase())))));
  }
  return readings;
}

async function readOne(arm: Arm, id: string): Promise<LiveReading> {
  const scope = id.startsWith('/') ? id : `/subscriptions/${id}`;
  const scores = `${scope}/providers/Microsoft.Security/secureScores`;
  const found = await readPages(arm, `${scores}?${VERSION}`, scoreItem);
  if (found.outcome !== 'read') return { id, outcome: found.outcome };
  // A second score of another name has no controls of its own.
  const own = found.items.find(({ name }) => name === 'ascscore');
  if (own === undefined) return { id, outcome: 'no-score' };
  const controls = await readPages(arm, `${scores}/ascScore/secureScoreControls?${VERSION}`, controlItem);
  if (controls.outcome !== 'read') return { id, outcome: controls.outcome };
  return { id, outcome: 'read', score: scoreRow(own), controls: controls.items.map(controlRow) };
}

const points = z.object({ current: amount, max: amount });
const scoreItem = z.object({
  name: identifier,
  properties: z.object({ score: points, weight: amount.nullish() }),
});
const controlItem = z.object({
  name: identifier,
  properties: z.object({
    score: points,
    healthyResourceCount: amount,
    unhealthyResourceCount: amount,
    notApplicableResourceCount: amount,
  }),
});

const scoreRow = ({ properties: { score, weight } }: z.infer<typeof scoreItem>): ScoreRow => ({
  ...{ current: score.current, max: score.max, weight: weight ?? null },
});

const controlRow = ({ name, properties }: z.infer<typeof controlItem>): ControlRow => ({
  control: name,
  current: properties.score.current,
  max: properties.score.max,
  healthy: properties.healthyResourceCount,
  unhealthy: properties.unhealthyResourceCount,
  notApplicable: properties.notApplicableResourceCount,
});

type Items<T> = { outcome: 'read'; items: T[] } | { outcome: 'no-score' | 'not-visible' };

/** All items of a list. `nextLink` gives the next page; only its path is used, so that no token goes elsewhere. */
async function readPages<T>(arm: Arm, first: string, item: z.ZodType<T>): Promise<Items<T>> {
  const page = z.object({ value: z.array(item), nextLink: z.string().nullish() });
  const items: T[] = [];
  let path: string | null = first;
  for (let pages = 0; path !== null; pages += 1) {
    const answer: Answer = await arm.get(path);
    const refused = refusal(answer);
    if (refused !== null) return { outcome: refused };
    const parsed = page.safeParse(answer.body);
    if (!parsed.success || pages >= MOST_PAGES) throw unfit(parsed.success ? 'no end' : 'nothing that fits');
    items.push(...parsed.data.value);
    path = parsed.data.nextLink ? pathOf(parsed.data.nextLink) : null;
  }
  return { outcome: 'read', items };
}

function pathOf(link: string): string {
  const url = URL.parse(link);
  if (url === null) throw unfit('a link that is none');
  return `${url.pathname}${url.search}`;
}

/** Any 404 but that of the subscription itself: Azure keeps no score. */
function refusal({ status, body }: Answer): 'no-score' | 'not-visible' | null {
  if (status === 200) return null;
  if (status === 403) return 'not-visible';
  if (status === 404) return errorCodes(body).includes('SubscriptionNotFound') ? 'not-visible' : 'no-score';
  throw new Unreachable(
    status === 401
      ? 'Azure Resource Manager does not accept the token. Check the tenant and the cloud.'
      : `The Secure Scores API answered ${status}. Check AZURE_RESOURCE_MANAGER_ENDPOINT, or ask without "live".`,
  );
}

const unfit = (what: string): Unreachable =>
  new Unreachable(`The Secure Scores API answered with ${what}. Ask without "live" for what is stored.`);
