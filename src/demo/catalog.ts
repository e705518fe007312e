import type { ControlDefinition, Recommendation } from '../core/snapshot.ts';
import { CONTROLS } from './controls.ts';
import { once } from './once.ts';
import { stableGuid } from './random.ts';
import table from './recommendations.json' with { type: 'json' };

/** A recommendation of the demo and what it is about. */
export type DemoRecommendation = Recommendation & {
  /** Kind of resource. */
  on: string;
  /** Ids of the controls that it counts in; none for a custom one. */
  controls: readonly string[];
  /** Share of resources to which it does not apply. */
  notApplicable: number;
};

/** Every recommendation that the demo ever shows. */
export const recommendations = once((): readonly DemoRecommendation[] =>
  table.map(({ id, controls, ...rest }) => ({
    ...rest,
    id: id ?? stableGuid(rest.name),
    controls: controls.map((key) => controlByKey(key).id),
  })),
);

export function controlByKey(key: string) {
  return found(
    CONTROLS.find((control) => control.key === key),
    key,
  );
}

export function recommendationByName(name: string): DemoRecommendation {
  return found(
    recommendations().find((one) => one.name === name),
    name,
  );
}

/** The catalogue without `hidden` recommendations, and with `preview` ones in preview (both by id). */
export function catalog(hidden: ReadonlySet<string>, preview: ReadonlySet<string>) {
  const shown = recommendations().filter(({ id }) => !hidden.has(id));
  return {
    controls: definitions(shown),
    recommendations: shown.map((one) => published(one, preview.has(one.id))),
  };
}

/** Definitions list preview recommendations too; they do not count all the same. */
function definitions(shown: readonly DemoRecommendation[]): ControlDefinition[] {
  return CONTROLS.map(({ id, name }) => ({
    id,
    name,
    recommendations: shown.filter(({ controls }) => controls.includes(id)).map((one) => one.id),
  }));
}

function published(one: DemoRecommendation, preview: boolean): Recommendation {
  const { id, name, severity, effort, category } = one;
  return { id, name, severity, effort, preview: one.preview || preview, category };
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`The demo has no "${name}".`);
  return value;
}
