import { LONG } from './card-facts.ts';
import { buildReading, type Reading, rescore } from './posture.ts';

export const COUNT = 300;

/** Names that a tenant may hold and a grammar, a markup or a screen may trip over. Each is there many times. */
const NAMES: readonly string[] = [
  LONG,
  LONG,
  'مشروع الإنتاج',
  'שלום | עולם',
  '👩‍👩‍👧‍👦'.repeat(18),
  '| * _ ~ ` <!here> <@U1> <#C1> @channel',
  'help',
  'score page 2',
  'page',
  'and',
  'all',
  'what if',
  'O\'Brien\'s "own"',
  ' \u200B\u202E\n',
  '{{DATE(2026-11-23T00:00:00Z, SHORT)}} $' + '{name} [x](https://e.example)',
  '- 1. # > heading',
  'a'.repeat(200),
];

/** A tenant of 300 subscriptions and connectors whose every name is bad, as Azure would send it. */
export function worstTenant(): Reading {
  const reading = buildReading({ subscriptions: COUNT, resources: 8, recommendations: 120, controls: 24 });
  const { catalog } = reading;
  for (const [n, read] of reading.subscriptions.entries()) {
    const name = NAMES[n % NAMES.length] ?? '';
    // Alike in name and in the end of the id: only the beginning tells these apart.
    const connector = n % 7 === 3;
    const id = connector
      ? `/subscriptions/${read.subscription.id}/resourcegroups/rg/providers/microsoft.security/securityconnectors/aws`
      : read.subscription.id;
    read.subscription = { ...read.subscription, id, name, kind: connector ? 'connector' : 'subscription' };
    for (const one of read.assessments)
      one.type = `${LONG}/${(n + 5 * Number(one.resource.split('-').at(-1))) % 40}`;
  }
  catalog.controls = catalog.controls.map((one, n) => ({
    ...one,
    name: n < 4 ? LONG : `${n} ${NAMES[n % NAMES.length]}`,
  }));
  catalog.recommendations = catalog.recommendations.map((one, n) => ({
    ...one,
    name: n < 8 ? LONG : `${NAMES[n % NAMES.length]} ${n}`,
    severity: n % 9 === 0 ? LONG : one.severity,
    effort: n % 9 === 1 ? LONG : one.effort,
  }));
  catalog.groups = catalog.groups.map((group) => ({ ...group, name: LONG }));
  return rescore(reading);
}
