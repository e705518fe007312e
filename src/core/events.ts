import { DAY } from './time.ts';
/**
 * Something that Microsoft changed for everybody: it moved scores, or what has one, and nobody's resources did.
 * `at`: the day, `YYYY-MM-DD` in UTC; `what`: the part of a sentence after it.
 */
export type ScoreEvent = { at: string; what: string };

/** Who is asking. `environments`: those of what the scope holds; `china`: the cloud is Azure China. */
export type Concerned = { environments: ReadonlySet<string>; wide: boolean; china: boolean };

const among =
  (...environments: readonly string[]) =>
  (scope: Concerned): boolean =>
    environments.some((one) => scope.environments.has(one));
const inAzure = among('Azure');

/**
 * From Microsoft's own pages, as read in November 2026: secure-score-security-controls.md and release-notes.md
 * (2026-06-30), transition-grouped-individual-recommendations.md (2026-07-31), release-notes.md (2026-08-18),
 * foundational-cspm-opt-in.md (2026-10-27), all of MicrosoftDocs/defender-docs. The end of the log collector interface
 * (2026-09-14) is left out: it moved no score.
 */
const EVENTS: readonly (ScoreEvent & { concerns: (scope: Concerned) => boolean })[] = [
  {
    at: '2026-06-30',
    what: 'more than 200 AWS and GCP recommendations began to count',
    concerns: among('AWS', 'GCP'),
  },
  {
    at: '2026-07-31',
    what: 'grouped recommendations gave way to one recommendation per finding',
    concerns: among('Azure', 'AWS', 'GCP'),
  },
  {
    at: '2026-08-18',
    what: 'the service was retired in Azure China',
    concerns: ({ china }) => china,
  },
  {
    at: '2026-10-27',
    what: 'new Azure subscriptions begin without a score, until posture management is turned on',
    concerns: (scope) => scope.wide && inAzure(scope),
  },
];

/** Those that concern the scope and whose day touches the time, oldest first. */
export function eventsIn({ from, to }: { from: Date; to: Date }, scope: Concerned): ScoreEvent[] {
  return EVENTS.filter(({ at, concerns }) => {
    const day = Date.parse(at);
    return day < to.getTime() && day + DAY > from.getTime() && concerns(scope);
  }).map(({ at, what }) => ({ at, what }));
}
