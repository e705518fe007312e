import { deliverDue } from '../../src/jobs/deliver.ts';
import { planDigests } from '../../src/jobs/plan-digests.ts';
import { type Edges, wire } from '../../src/main.ts';
import type { Messenger, Outbox } from '../../src/ports.ts';
import { openStores } from '../../src/storage/stores.ts';
import { openUrl } from './open-url.ts';

/** A process that posts what is due, and is killed at one point of its work: told by its arguments. */
const [url = '', origin = '', now = '', point = 'none'] = process.argv.slice(2);

const die = (at: string): void => {
  if (at === point) process.kill(process.pid, 'SIGKILL');
};

function killedAround(outbox: Outbox): Outbox {
  return {
    ...outbox,
    async decide(decision) {
      die('before commit');
      const decided = await outbox.decide(decision);
      die('after commit');
      return decided;
    },
  };
}

const killedAroundPosts = (messenger: Messenger): Messenger => ({
  ...messenger,
  async deliver(...asked) {
    die('before the post');
    const delivered = await messenger.deliver(...asked);
    die('answered, unrecorded');
    return delivered;
  },
});

const stores = await openStores(await openUrl(url));
const [start, begun] = [Date.parse(now), performance.now()];
const clock = () => new Date(start + performance.now() - begun);
const log = { info() {}, warn: say, error: say };
const edges: Edges = {
  ...{ stores, clock, log, operators: [], portal: 'https://portal.azure.com', staleAfter: 86_400_000 },
  source: async () => {
    throw new Error('nobody reads Azure here');
  },
  snapshotEvery: null,
  teams: { demo: { serviceUrl: origin } },
  slack: {
    ...{ botToken: 'xoxb-test', apiUrl: `${origin}/api/`, responseHosts: [], teams: [] },
    transport: { kind: 'http', signingSecret: 'secret' },
  },
};
const app = wire(edges);
const speaking = { ...app.speaking, stores: { ...stores, outbox: killedAround(stores.outbox) } };
await planDigests({ ...speaking, log });
const messenger = killedAroundPosts(app.messenger);
const stop = new AbortController().signal;
await deliverDue({ ...speaking, messenger, log, random: () => 0 }, 'child', stop);
process.exit();

function say(message: string, detail: object = {}): void {
  process.stderr.write(
    `${message} ${JSON.stringify(detail, (_, value) => (value instanceof Error ? value.stack : value))}\n`,
  );
}
