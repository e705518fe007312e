import { describe, expect, it } from 'vitest';
import { createMetrics } from '../src/metrics.ts';
import type { Measured } from '../src/ports.ts';

const question = { kind: 'question', command: 'score', platform: 'slack', outcome: 'answered' } as const;
const HAPPENED: readonly Measured[] = [
  { ...question, seconds: 0.02 },
  { ...question, seconds: 0.2 },
  { ...question, command: 'unknown', outcome: 'refused', seconds: 0.001 },
  { kind: 'snapshot-taken', seconds: 12, assessments: 210_000, changes: 735, requests: 214 },
  { kind: 'snapshot-failed', seconds: 3 },
  { kind: 'actors-looked-up', outcome: 'failed' },
  ...[200, 404, 429, 429, 503, 0].map((status) => ({ kind: 'azure-request', status }) as const),
  { kind: 'delivery', platform: 'teams', outcome: 'paused' },
];

/** Values by name and labels, as Prometheus reads them. */
async function read(age: number | null, happened: readonly Measured[]): Promise<Map<string, number>> {
  const metrics = createMetrics();
  for (const each of happened) metrics.meter(each);
  const { text, type } = await metrics.read(age);
  expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
  const rows = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    rows.map((row) => {
      expect(row).toMatch(/^[a-z_]\w*(?:\{(?:\w+="[^"]*",?)+\})? [-+\d.eNaInf]+$/);
      const at = row.lastIndexOf(' ');
      return [row.slice(0, at), Number(row.slice(at + 1))] as const;
    }),
  );
}

describe('what the service counts', () => {
  it('is counted under its own labels', async () => {
    const values = await read(90, HAPPENED);
    const expected: Record<string, number> = {
      'scoreline_questions_total{command="score",platform="slack",outcome="answered"}': 2,
      'scoreline_questions_total{command="unknown",platform="slack",outcome="refused"}': 1,
      'scoreline_question_duration_seconds_count{command="score"}': 2,
      'scoreline_question_duration_seconds_bucket{le="0.025",command="score"}': 1,
      'scoreline_snapshots_total{outcome="done"}': 1,
      'scoreline_actor_lookups_total{outcome="failed"}': 1,
      'scoreline_snapshots_total{outcome="failed"}': 1,
      'scoreline_snapshot_duration_seconds_sum{outcome="done"}': 12,
      scoreline_snapshot_assessments: 210_000,
      scoreline_snapshot_changes: 735,
      scoreline_snapshot_requests: 214,
      scoreline_snapshot_age_seconds: 90,
      'scoreline_azure_requests_total{outcome="answered"}': 1,
      'scoreline_azure_requests_total{outcome="refused"}': 1,
      'scoreline_azure_requests_total{outcome="throttled"}': 2,
      'scoreline_azure_requests_total{outcome="failed"}': 1,
      'scoreline_azure_requests_total{outcome="unanswered"}': 1,
      'scoreline_deliveries_total{platform="teams",outcome="paused"}': 1,
    };
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, values.get(name)]))).toEqual(
      expected,
    );
  });

  it('has what Node tells of the process, and what runs', async () => {
    const names = [...(await read(null, [])).keys()];
    expect(names).toEqual(
      expect.arrayContaining([
        'process_resident_memory_bytes',
        'nodejs_eventloop_lag_p99_seconds',
        expect.stringMatching(/^scoreline_build_info\{version="\d+\.\d+\.\d+",node="v\d+/),
      ]),
    );
  });

  it('leaves out what is not known, instead of calling it 0', async () => {
    const names = [...(await read(null, [])).keys()].filter((name) => name.startsWith('scoreline_snapshot'));
    expect(names).toEqual([]);
  });
});
