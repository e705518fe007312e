import type { ControlDefinition, Recommendation } from '../../core/snapshot.ts';
import type { Row, Sql } from '../sql.ts';
import { differ, type Members, readMembership } from './membership.ts';
import type { Plan } from './plan.ts';
import { createRegister } from './register.ts';

const CONTROL = `insert into control (id, azure_id, name) values ($1, $2, $3)
  on conflict (id) do update set name = excluded.name`;

const RECOMMENDATION = `insert into recommendation (id, azure_id, name, severity, effort, preview, category)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (id) do update set name = excluded.name, severity = excluded.severity, effort = excluded.effort,
    preview = excluded.preview, category = excluded.category`;

const STATE = `insert into recommendation_state (recommendation_id, snapshot_id, preview, present)
  values ($1, $2, $3, $4)`;
const STATES = `select r.id, s.preview, s.present from recommendation r cross join recommendation_state s
  where s.recommendation_id = r.id and s.snapshot_id = (select max(x.snapshot_id) from recommendation_state x
    where x.recommendation_id = r.id)`;

/** Controls, recommendations, and what counts where, before this reading and in it. */
export type Catalog = {
  learn(controls: readonly ControlDefinition[], recommendations: readonly Recommendation[]): void;
  control(azureId: string): number;
  /** Of a recommendation that has an assessment, in any case. */
  recommendation(azureId: string): number;
  known(recommendation: string): number | undefined;
  /** Controls in which a recommendation counts; previews never count. */
  counting(): { before: Members; after: Members; moved: boolean };
  /** Whether the tenant had any assessment of it before, and whether it has any now. */
  had(recommendation: number): boolean;
  has(recommendation: number): boolean;
  /** Adds what changed. `complete`: every known subscription was read. */
  write(plan: Plan, snapshot: number, complete: boolean): void;
};

/** Reads the stored catalog. */
export async function readCatalog(sql: Sql): Promise<Catalog> {
  const controls = await readControls(sql);
  const recommendations = await readRecommendations(sql);
  const membership = await readMembership(sql);
  const states = await readStates(sql);
  const has = new Set<number>();
  const preview = (id: number) => recommendations.values(id)[PREVIEW] === 1;
  const before = membership.counting(preview);
  let counting = { before, after: before, moved: false };
  const assessed = new Map<string, number>();
  const assess = (written: string) => {
    const azureId = written.toLowerCase();
    const id = recommendations.ensure(azureId, UNNAMED);
    // The catalog was read before the assessments and knows it next time; until then it goes by its id.
    if (recommendations.values(id)[0] === '') recommendations.set(azureId, [azureId, ...UNNAMED.slice(1)]);
    assessed.set(written, id);
    return id;
  };
  return {
    learn: (definitions, metadata) => {
      for (const one of metadata) has.add(recommendations.set(one.id.toLowerCase(), valuesOf(one)));
      for (const { id, name, recommendations: members } of definitions) {
        const listed = members.map((member) => recommendations.ensure(member.toLowerCase(), UNNAMED));
        membership.learn(controls.set(id.toLowerCase(), [name]), listed);
      }
      const after = membership.counting(preview);
      counting = { before, after, moved: differ(before, after) };
    },
    control: (azureId) => controls.ensure(azureId.toLowerCase(), [azureId]),
    recommendation: (azureId) => assessed.get(azureId) ?? assess(azureId),
    known: recommendations.id,
    counting: () => counting,
    had: (id) => states.get(id)?.present === 1,
    has: (id) => has.has(id),
    write: (plan, snapshot, complete) => {
      controls.write(plan);
      recommendations.write(plan);
      membership.write(plan, snapshot, complete);
      const met = new Set(assessed.values());
      for (const id of new Set([...states.keys(), ...met, ...has])) {
        const old = states.get(id);
        // A recommendation of what was not read is taken to be there still.
        const present = met.has(id) || (!complete && old?.present === 1) ? 1 : 0;
        if (old?.present === present && (old.preview === 1) === preview(id)) continue;
        plan.add(STATE, [id, snapshot, preview(id) ? 1 : 0, present]);
      }
    },
  };
}

type State = { preview: number; present: number };
/** As the newest snapshot left them. */
async function readStates(sql: Sql): Promise<Map<number, State>> {
  const rows = await sql.all<State & { id: number }>(STATES);
  return new Map(rows.map(({ id, ...state }) => [id, state]));
}

/** Of a recommendation's values: name, severity, effort, preview, category. */
const PREVIEW = 3;
const UNNAMED: Row = ['', null, null, 0, null];

const valuesOf = ({ name, severity, effort, preview, category }: Recommendation): Row => [
  name,
  severity,
  effort,
  preview ? 1 : 0,
  category,
];

async function readControls(sql: Sql) {
  type Stored = { id: number; azure_id: string; name: string };
  const rows = await sql.all<Stored>('select id, azure_id, name from control');
  return createRegister(
    CONTROL,
    rows.map((row) => [row.id, row.azure_id, row.name]),
  );
}

async function readRecommendations(sql: Sql) {
  type Stored = { id: number; azure_id: string; name: string; preview: number };
  type Rest = { severity: string | null; effort: string | null; category: string | null };
  const rows = await sql.all<Stored & Rest>(
    'select id, azure_id, name, severity, effort, preview, category from recommendation',
  );
  return createRegister(
    RECOMMENDATION,
    rows.map((row) => [row.id, row.azure_id, row.name, row.severity, row.effort, row.preview, row.category]),
  );
}
