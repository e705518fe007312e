import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import packageJson from '../package.json' with { type: 'json' };
import type { Measured, Meter } from './ports.ts';

export type Metrics = {
  meter: Meter;
  /**
   * Everything in Prometheus' text format, and the content type that goes with it. `snapshotAge`: seconds of the newest
   * stored snapshot, whoever took it; null without one, and where that cannot be told.
   */
  read(snapshotAge: number | null): Promise<{ type: string; text: string }>;
};

/** What the service counts. No label ever holds a scope, a person or a conversation. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const labels = ['version', 'node'];
  const build = gauge(registry, 'scoreline_build_info', 'Always 1; its labels say what runs.', labels);
  build.set({ version: packageJson.version, node: process.version }, 1);
  const age = gauge(registry, 'scoreline_snapshot_age_seconds', 'Age of the newest stored snapshot.');
  const counters = createCounters(registry);
  return {
    meter: (measured) => count(counters, measured),
    async read(snapshotAge) {
      if (snapshotAge === null) age.remove();
      else age.set(snapshotAge);
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}

type Counters = ReturnType<typeof createCounters>;

function createCounters(registry: Registry) {
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const histogram = (name: string, help: string, labelNames: string[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers: [registry] });
  return {
    questions: counter('scoreline_questions_total', 'Questions.', ['command', 'platform', 'outcome']),
    questionSeconds: histogram(
      'scoreline_question_duration_seconds',
      'From a question to its card.',
      ['command'],
      [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    ),
    snapshots: counter('scoreline_snapshots_total', 'Attempts at a snapshot.', ['outcome']),
    snapshotSeconds: histogram(
      'scoreline_snapshot_duration_seconds',
      'An attempt at a snapshot.',
      ['outcome'],
      [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600],
    ),
    assessments: gauge(registry, 'scoreline_snapshot_assessments', 'Assessments of the last snapshot.'),
    changes: gauge(registry, 'scoreline_snapshot_changes', 'Changed assessments of the last snapshot.'),
    requests: gauge(registry, 'scoreline_snapshot_requests', 'Requests of the last snapshot.'),
    lookups: counter('scoreline_actor_lookups_total', 'Looking up who changed resources.', ['outcome']),
    azure: counter('scoreline_azure_requests_total', 'Requests to Azure.', ['outcome']),
    deliveries: counter('scoreline_deliveries_total', 'Posts that nobody asked for there.', [
      'platform',
      'outcome',
    ]),
  };
}

/** Without a value until it has one: prom-client starts one without labels at 0, and what is unknown is not 0. */
function gauge(registry: Registry, name: string, help: string, labelNames: string[] = []): Gauge {
  const made = new Gauge({ name, help, labelNames, registers: [registry] });
  if (labelNames.length === 0) made.remove();
  return made;
}

function count(counters: Counters, measured: Measured): void {
  switch (measured.kind) {
    case 'question': {
      const { command, platform, outcome, seconds } = measured;
      counters.questions.inc({ command, platform, outcome });
      counters.questionSeconds.observe({ command }, seconds);
      return;
    }
    case 'snapshot-taken':
      counters.assessments.set(measured.assessments);
      counters.changes.set(measured.changes);
      counters.requests.set(measured.requests);
      attempt(counters, 'done', measured.seconds);
      return;
    case 'snapshot-failed':
      attempt(counters, 'failed', measured.seconds);
      return;
    case 'actors-looked-up':
      counters.lookups.inc({ outcome: measured.outcome });
      return;
    case 'azure-request':
      counters.azure.inc({ outcome: azureOutcome(measured.status) });
      return;
    case 'delivery':
      counters.deliveries.inc({ platform: measured.platform, outcome: measured.outcome });
      return;
  }
}

function attempt({ snapshots, snapshotSeconds }: Counters, outcome: string, seconds: number): void {
  snapshots.inc({ outcome });
  snapshotSeconds.observe({ outcome }, seconds);
}

function azureOutcome(status: number): string {
  if (status === 0) return 'unanswered';
  if (status === 429) return 'throttled';
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'answered';
}
