import type { Assessment } from '../../src/core/snapshot.ts';
import type { Reading } from '../support/posture.ts';
import { sorted } from './read-back.ts';

/** What the derived tables must say of a reading, counted the slow and obvious way. */
export function countedByHand(reading: Reading) {
  const previews = new Set(reading.catalog.recommendations.filter((one) => one.preview).map((one) => one.id));
  const reads = reading.subscriptions.map(({ subscription, assessments }) => ({
    id: subscription.id,
    assessments,
  }));
  const tallies = reads.flatMap(({ id: subscription, assessments }) =>
    [...Map.groupBy(assessments, (row) => row.recommendation)].map(([recommendation, rows]) => ({
      ...{ subscription, recommendation },
      ...{ healthy: having(rows, 'healthy'), unhealthy: having(rows, 'unhealthy') },
      notApplicable: having(rows, 'not-applicable'),
    })),
  );
  const soles = reads.flatMap(({ id: subscription, assessments }) =>
    reading.catalog.controls.flatMap((control) => {
      const counting = control.recommendations.filter((id) => !previews.has(id));
      const bad = assessments.filter(
        (row) => row.status === 'unhealthy' && counting.includes(row.recommendation),
      );
      const alone = bad.filter((row) => bad.filter((other) => other.resource === row.resource).length === 1);
      return [...Map.groupBy(alone, (row) => row.recommendation)].map(([recommendation, rows]) => ({
        ...{ subscription, control: control.id, recommendation, unhealthy: rows.length },
      }));
    }),
  );
  const types = reads.flatMap(({ id: subscription, assessments }) =>
    [...Map.groupBy(assessments, (row) => row.type)].map(([type, rows]) => {
      const worst = [...Map.groupBy(rows, (row) => row.resource).values()].map(worstOf);
      const count = (status: Assessment['status']) => worst.filter((one) => one === status).length;
      return {
        subscription,
        type,
        healthy: count('healthy'),
        unhealthy: count('unhealthy'),
        notApplicable: count('not-applicable'),
      };
    }),
  );
  const failing = tallies
    .filter(({ unhealthy }) => unhealthy > 0)
    .map(({ subscription, recommendation, unhealthy }) => ({
      key: `${subscription} ${recommendation}`,
      resources: unhealthy,
    }));
  return {
    tallies: sorted(tallies),
    soles: sorted(soles),
    types: sorted(types),
    failing: sorted(failing),
  };
}

const having = (rows: readonly Assessment[], status: Assessment['status']) =>
  rows.filter((row) => row.status === status).length;

function worstOf(rows: readonly Assessment[]): Assessment['status'] {
  if (having(rows, 'unhealthy') > 0) return 'unhealthy';
  return having(rows, 'healthy') > 0 ? 'healthy' : 'not-applicable';
}
