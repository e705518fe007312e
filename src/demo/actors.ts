import type { ActedOn, Actor } from '../core/actor.ts';
import type { ActorReading, Sought } from '../ports/actors.ts';
import incidents from './incidents.json' with { type: 'json' };
import { hash, unit } from './random.ts';

const pipeline = (name: string): Actor => ({ name, type: 'app', client: 'Azure DevOps' });
const someone = (name: string, client = 'Azure Portal'): Actor => ({ name, type: 'person', client });

/** Who was behind the incidents in which somebody changed a resource; machines miss updates by themselves. */
const BEHIND: Readonly<Record<string, Actor>> = {
  'campaign-storage start': pipeline('pipeline-campaign'),
  'campaign-storage end': pipeline('pipeline-campaign'),
  'first-networks start': someone('diego@contoso.example', 'Azure CLI'),
  'first-networks end': someone('diego@contoso.example', 'Azure CLI'),
  'open-ports start': someone('megan@contoso.example'),
  'open-ports end': someone('alex@contoso.example'),
  'database-assessment start': { name: 'mi-sql-migration', type: 'app', client: 'ARM Template' },
  'database-assessment end': someone('nestor@contoso.example'),
  'load-test start': pipeline('pipeline-loadtest'),
  'load-test end': pipeline('pipeline-loadtest'),
  'plain-http start': pipeline('pipeline-shop'),
  'plain-http end': pipeline('pipeline-shop'),
};

const MINUTE = 60_000;

/** Who did it at Contoso, as Azure would tell: always the same for the same resource and day. */
export function demoActors({ deed, until, resources }: Sought): ActorReading {
  const day = until.slice(5, 10);
  const incident = incidents.find((one) => one.day === day);
  const acted = resources.flatMap((resource): ActedOn[] => {
    const actor =
      incident === undefined ? everyday(resource) : BEHIND[`${incident.effect} ${incident.phase}`];
    if (actor === undefined) return [];
    const before = 90 + (hash(`${day} ${actor.name}`) % 240);
    const at = new Date(Date.parse(until) - before * MINUTE + (hash(resource) % 90) * 1000).toISOString();
    return [{ ...actor, resource, deed, at, operation: null }];
  });
  return { acted, asked: 0, denied: false };
}

/** On any other day: the pipeline of the workload, somebody, or nobody that is known. */
function everyday(resource: string): Actor | undefined {
  const workload = /\/resourcegroups\/rg-([^/]+)\//.exec(resource)?.[1];
  const chance = unit(`acted ${resource}`);
  if (workload === undefined || chance < 0.2) return undefined;
  return chance < 0.8 ? pipeline(`pipeline-${workload}`) : someone('nestor@contoso.example');
}
