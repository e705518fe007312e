import { SIGNING_SECRET } from '../test/support/slack/client.ts';
import { type FakeSlack, startFakeSlack, TOKEN } from '../test/support/slack/fake-slack.ts';
import { bench, type Report } from './case.ts';
import { race } from './race.ts';
import { bareTypeScript, type Env, untilReady, whole } from './start/process.ts';
import { SCALES } from './tenant.ts';
import { buildYear, type Year } from './year.ts';

const ROUNDS = 5;

const TEAMS: Env = {
  MicrosoftAppId: '3c6ceee6-7eae-4716-b5e7-c38e3af6e511',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppPassword: 'not-a-secret',
  MicrosoftAppTenantId: '72f988bf-0000-4000-8000-000000000000',
};
const slackOf = ({ apiUrl }: FakeSlack): Env => ({
  SLACK_BOT_TOKEN: TOKEN,
  SLACK_SIGNING_SECRET: SIGNING_SECRET,
  SLACK_API_URL: apiUrl,
});

const imports = (parts: readonly string[], folder: string) => () =>
  whole('bench/start/imports.ts', parts, {}, folder);

async function answers(report: Report, { folder, file }: Year): Promise<void> {
  const stored = { DATABASE_URL: `file:${file}` };
  const ask = (...args: string[]) => whole('src/cli/ask.ts', args, stored, folder);
  const took = await race(
    {
      text: () => ask('score'),
      teams: () => ask('score', '--platform', 'teams'),
      bare: () => whole('bench/start/nothing.js', [], {}, folder),
      typescript: () => bareTypeScript(folder),
      modules: imports(['stored'], folder),
    },
    ROUNDS,
  );
  const known = { rows: 1, reps: ROUNDS };
  const bare = { ...known, peer: 'bare node', peerMs: took.bare };
  report.ratio({
    ...known,
    case: 'ask',
    peer: 'bare node, TypeScript',
    ms: took.text,
    peerMs: took.typescript,
    bound: 4.5,
  });
  report.ratio({ ...bare, case: 'ask', ms: took.text });
  report.ratio({ ...known, case: 'ask', ms: took.text, peer: 'its imports', peerMs: took.modules });
  report.ratio({ ...bare, case: 'ask, as a card', ms: took.teams });
}

async function services(report: Report, { folder, file }: Year, slack: FakeSlack): Promise<void> {
  const chat = slackOf(slack);
  const kinds: readonly { of: string; env: Env; parts: readonly string[] }[] = [
    { of: 'service', env: {}, parts: [] },
    { of: 'service with Slack', env: chat, parts: ['slack'] },
    { of: 'service with Teams', env: TEAMS, parts: ['teams'] },
    { of: 'service with both', env: { ...chat, ...TEAMS }, parts: ['slack', 'teams'] },
  ];
  const everything = ['stored', 'service', 'slack', 'teams', 'azure', 'postgres', 'demo'];
  for (const { of, env, parts } of kinds) {
    const took = await race(
      {
        service: () => untilReady('src/cli/start.ts', { ...env, DATABASE_URL: `file:${file}` }, folder),
        modules: imports(['stored', 'service', ...parts], folder),
        bare: () => whole('bench/start/nothing.js', [], {}, folder),
        all: imports(everything, folder),
      },
      ROUNDS,
    );
    const known = { case: of, ms: took.service, rows: 1, reps: ROUNDS };
    report.ratio({ ...known, peer: 'its imports', peerMs: took.modules, bound: 1.3 });
    report.ratio({ ...known, peer: 'bare node', peerMs: took.bare });
    report.ratio({ ...known, peer: 'everything imported', peerMs: took.all });
  }
}

/** Each entry point as a process of its own, until it has answered or is ready. */
await bench('start', async (report) => {
  const year = await buildYear(SCALES['10k'], 2);
  const slack = await startFakeSlack();
  try {
    await answers(report, year);
    await services(report, year, slack);
  } finally {
    await slack.close();
    year.close();
  }
});
