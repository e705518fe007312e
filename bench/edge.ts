import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endServices, startService } from '../test/support/service.ts';
import { SIGNING_SECRET, slackClient } from '../test/support/slack/client.ts';
import { startFakeSlack, TEAM, TOKEN } from '../test/support/slack/fake-slack.ts';
import { slashCommand } from '../test/support/slack/payloads.ts';
import { until } from '../test/support/until.ts';
import { serveAzure } from './azure-pages.ts';
import { bench, type Report } from './case.ts';
import { answered, askAll, EACH, PEOPLE } from './edge/people.ts';
import { openPages, writePages } from './pages.ts';
import { SCALES } from './tenant.ts';
import { buildYear } from './year.ts';

/** Milliseconds. Slack waits for 3,000. */
const PATIENCE = 500;
/** Milliseconds that Azure takes for a page. */
const LATENCY = 30;
const PRELOAD = join(import.meta.dirname, 'edge', 'no-quota.js');

function print(report: Report, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  report.figure({ case: 'acknowledged, half of them', value: at(0.5), unit: 'ms' });
  report.figure({ case: 'acknowledged, 95 %', value: at(0.95), unit: 'ms' });
  report.figure({ case: 'acknowledged, the last', value: at(1), unit: 'ms', bound: PATIENCE });
}

/** Lets Azure answer from then on, each page a little later. */
function gate() {
  const opened = Promise.withResolvers<void>();
  return { open: () => opened.resolve(), hold: () => opened.promise.then(() => sleep(LATENCY)) };
}

/** The service as `npm start` wires it, in a process of its own; Azure, Slack and the people are this one. */
await bench('edge', async (report) => {
  const year = await buildYear(SCALES[report.size], 8);
  year.tenant.advance();
  writePages(join(year.folder, 'today'), year.tenant);
  const pages = openPages(join(year.folder, 'today'));
  const { open, hold } = gate();
  const [azure, slack] = await Promise.all([serveAzure(pages, { hold }), startFakeSlack()]);
  try {
    const env = {
      ...{ SLACK_BOT_TOKEN: TOKEN, SLACK_SIGNING_SECRET: SIGNING_SECRET, SLACK_API_URL: slack.apiUrl },
      ...{ SLACK_RESPONSE_HOSTS: slack.host, OPERATORS: `slack:${TEAM}/U0ADA`, LOG_LEVEL: 'info' },
    };
    const service = await startService({ ...env, ...azure.env, DATABASE_URL: `file:${year.file}` }, [
      PRELOAD,
    ]);
    const client = slackClient(service.origin);
    await client.command(slashCommand('grant all', slack.responseUrl('grant')));
    await until('a grant', () => slack.responses.some(({ url }) => url === '/grant'), 30);
    open();
    const started = performance.now();
    await until('the snapshot has begun', () => azure.requests.length > 10, 60);
    const times = await askAll(client, slack, year.tenant.subscriptions);
    const during = service.lines().some(({ msg }) => msg === 'snapshot taken') ? 0 : times.length;
    print(report, times);
    report.figure({
      case: 'sent after the snapshot',
      value: times.length - during,
      unit: 'requests',
      bound: 0,
    });
    await until('all answers', () => answered(slack) === PEOPLE * EACH, 120);
    report.figure({ case: 'answered within', value: (performance.now() - started) / 1000, unit: 's' });
    const { assessments } = await service.said('snapshot taken');
    report.figure({ case: 'snapshot taken in', value: (performance.now() - started) / 1000, unit: 's' });
    if (assessments === 0) throw new Error('The snapshot is empty');
    service.signal('SIGTERM');
    await service.exited;
  } finally {
    await endServices();
    await Promise.all([azure.close(), slack.close()]);
    pages.close();
    year.close();
  }
});
