import { setImmediate } from 'node:timers/promises';
import type { SubscriptionRead } from '../../core/snapshot.ts';
import { byRecommendation } from './assessments.ts';
import { planCells } from './cells.ts';
import { type Comparison, compare, readStored, type Stored } from './compare.ts';
import { type Counted, readEarlier } from './earlier.ts';
import { flowsOf } from './flow.ts';
import { SLICE, writeSlices } from './plan.ts';
import { createResources } from './resources.ts';
import type { Run } from './run.ts';
import { countTallies, moveTallies, noTallies, planTallies, readTallies } from './tallies.ts';

const RESOURCE = `insert into resource (id, subscription_id, azure_id, type, source) values ($1, $2, $3, $4, $5)
  on conflict (id) do update set type = excluded.type, source = excluded.source`;
const ASSESSMENT = 'insert into assessment (resource_id, recommendation_id, state) values ($1, $2, $3)';
const CHANGE = `insert into change (snapshot_id, resource_id, recommendation_id, before, after, changed_at)
  values ($1, $2, $3, $4, $5, $6)`;
const FLOW = `insert into flow (snapshot_id, resource_id, control_id, before, after, cause, recommendations)
  values ($1, $2, $3, $4, $5, $6, $7)`;
const PRESENCE = 'insert into presence (snapshot_id, resource_id, there) values ($1, $2, $3)';

/** So many resources are looked at between two turns of the loop: a few milliseconds. */
const RESOURCES_A_TURN = 1_000;

/** Compares one subscription with what is stored of it and writes, or plans to write, what is not the same. */
export async function takeSubscription(run: Run, read: SubscriptionRead): Promise<void> {
  const { id: subscription, returned, lastRead } = run.places.read(read.subscription);
  const { sql, first, catalog, states, newResource } = run;
  const stored = first ? nothing() : await readStored(sql, subscription);
  const found = await compare(read, stored, { subscription, states, catalog, newResource });
  for (const row of found.resources) run.log.add(RESOURCE, row);
  for (const rows of found.assessments.values()) run.assessments += rows.length / 2;
  if (first) load(run, found);
  else
    await note(run, lastRead === null ? catalog : await readEarlier(sql, catalog, lastRead), stored, found);
  await planCells(run.sql, run.last, read, {
    subscription,
    snapshot: run.snapshot,
    catalog,
    compare: !first,
  });
  await tally(run, subscription, { stored, found, returned });
  if (first || run.log.size() >= SLICE) await writeSlices(sql, run.log.take());
  if (first) await writeSlices(sql, run.last.take());
}

type Compared = { stored: Stored; found: Comparison; returned: boolean };

/** Counts anew what assessments changed; all of the subscription where more than that may have moved its counts. */
async function tally(
  { sql, first, catalog, states, last }: Run,
  subscription: number,
  { stored, found, returned }: Compared,
): Promise<void> {
  const { moved, after: members } = catalog.counting();
  // What was not read could not be counted anew when a definition changed meanwhile, so a return counts it.
  const more = returned || moved || found.resources.length > 0;
  if (!first && !more && found.changes.length === 0) return;
  const old = first ? noTallies() : await readTallies(sql, subscription);
  const whole = more || old.tally.size === 0;
  const touched = new Set(found.changes.map(({ resource }) => resource));
  const resources = stored.resources.all().filter(({ id }) => whole || touched.has(id));
  const now = countTallies(found.assessments, resources, { states, members });
  const before = () => countTallies(stored.assessments, resources, { states, members });
  planTallies(last, subscription, old, whole ? now : moveTallies(old, before(), now));
}

const nothing = (): Stored => ({ resources: createResources([]), assessments: new Map() });

function load(run: Run, found: Comparison): void {
  for (const { resource, recommendation, after } of found.changes) {
    run.log.add(ASSESSMENT, [resource, recommendation, after]);
  }
}

/** The log: what changed, and what that did to the resource's state in its controls. */
async function note(run: Run, catalog: Counted, stored: Stored, found: Comparison): Promise<void> {
  const { snapshot } = run;
  for (const { resource, recommendation, before, after, changedAt } of found.changes) {
    run.log.add(CHANGE, [snapshot, resource, recommendation, before, after, changedAt]);
  }
  run.changes += found.changes.length;
  const touched = catalog.counting().moved
    ? new Set([...stored.assessments.keys(), ...found.assessments.keys()])
    : new Set(found.changes.map(({ resource }) => resource));
  let count = 0;
  for (const resource of touched) {
    if (++count % RESOURCES_A_TURN === 0) await setImmediate();
    const [old, now] = [stored.assessments.get(resource), found.assessments.get(resource)];
    const there = { before: stored.assessments.has(resource), after: found.assessments.has(resource) };
    if (there.before !== there.after) run.log.add(PRESENCE, [snapshot, resource, there.after ? 1 : 0]);
    const flows = flowsOf(byRecommendation(old), byRecommendation(now), { states: run.states, catalog });
    for (const { control, before, after, cause, recommendations } of flows) {
      run.log.add(FLOW, [snapshot, resource, control, before, after, cause, JSON.stringify(recommendations)]);
    }
  }
}
