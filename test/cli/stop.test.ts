import { afterEach, describe, expect, it } from 'vitest';
import { openStores } from '../../src/storage/stores.ts';
import { type AzureFake, startAzureFake } from '../support/azure/fake.ts';
import { createTenant } from '../support/azure/tenant.ts';
import { freshUrl, openUrl } from '../support/database.ts';
import { endServices, type Service, startService } from '../support/service.ts';
import { SIGNING_SECRET, slackClient } from '../support/slack/client.ts';
import { startFakeSlack, TEAM, TOKEN } from '../support/slack/fake-slack.ts';
import { slashCommand } from '../support/slack/payloads.ts';
import { until } from '../support/until.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  await endServices();
  for (const close of open.splice(0)) await close();
});

/** The service on an empty database, with Slack, and an Azure whose answers wait until they are let go. */
async function started() {
  const [azure, slack, url] = await Promise.all([
    startAzureFake(createTenant()),
    startFakeSlack(),
    freshUrl(),
  ]);
  open.push(
    () => azure.close(),
    () => slack.close(),
  );
  const hanging = Promise.withResolvers<void>();
  azure.set({ hold: ({ graph }) => (graph === null ? undefined : hanging.promise) });
  const service = await startService({
    ...azure.env,
    DATABASE_URL: url,
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    SLACK_RESPONSE_HOSTS: slack.host,
    OPERATORS: `slack:${TEAM}/U0ADA`,
  });
  return { azure, slack, url, service, letGo: hanging.resolve };
}

const queries = (azure: AzureFake) => azure.requests.filter(({ graph }) => graph !== null).length;

const ended = ({ exited }: Service) => {
  const seen: { end?: Awaited<Service['exited']> } = {};
  void exited.then((end) => {
    seen.end = end;
  });
  return () => seen.end;
};

/** No request is taken any more. */
const closed = ({ origin }: Service) =>
  until('the listener is closed', () =>
    fetch(`${origin}/healthz`).then(
      () => false,
      () => true,
    ),
  );

describe('a stop', () => {
  it('says at once that it is not ready, while it still answers', async () => {
    const { service, letGo, azure } = await started();
    letGo();
    await service.said('snapshot taken');
    expect((await fetch(`${service.origin}/readyz`)).status).toBe(200);
    const asked = queries(azure);
    service.signal('SIGTERM');
    const answer = await until('it is not ready', async () => {
      const response = await fetch(`${service.origin}/readyz`);
      return response.status === 503 && response;
    });
    expect(await answer.text()).toBe('not ready');
    expect((await fetch(`${service.origin}/healthz`)).status).toBe(200);
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(queries(azure)).toBe(asked);
    expect(service.lines().at(-1)).toMatchObject({ msg: 'stopping', signal: 'SIGTERM' });
  });

  it('gives a snapshot up: nothing is stored, its lease is free, and Azure may hang', async () => {
    const { service, azure, url } = await started();
    await until('the snapshot has begun', () => queries(azure) > 0);
    service.signal('SIGTERM');
    await until('the service has ended', ended(service), 15);
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.lines().filter(({ level }) => level !== 'info')).toEqual([]);
    const sql = await openUrl(url);
    const stores = await openStores(sql);
    expect(await stores.posture.latest()).toBeNull();
    expect(await sql.all('select * from lease')).toEqual([]);
    expect((await stores.jobs.last('take-snapshot')).last).toBeNull();
    await stores.close();
  });

  it('lets a question that is under way be answered', async () => {
    const { service, azure, slack, letGo } = await started();
    const ask = (text: string) =>
      slackClient(service.origin).command(slashCommand(text, slack.responseUrl()));
    await until('the snapshot has begun', () => queries(azure) > 0);
    // Nothing is stored yet, so the question itself asks Azure.
    await ask('grant all');
    await until('the question has asked Azure', () => queries(azure) > 1);
    service.signal('SIGTERM');
    await closed(service);
    letGo();
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(JSON.stringify(slack.responses.at(-1)?.body)).toContain('may now ask');
  });

  it('ends in time with a question under way that Azure never answers', async () => {
    const { service, azure, slack } = await started();
    await until('the snapshot has begun', () => queries(azure) > 0);
    await slackClient(service.origin).command(slashCommand('grant all', slack.responseUrl()));
    await until('the question has asked Azure', () => queries(azure) > 1);
    service.signal('SIGINT');
    await until('the service has ended', ended(service), 15);
    expect(await service.exited).toEqual({ code: 0, signal: null });
  });

  it('is cut short by a second signal, which one Ctrl-C through npm is not', async () => {
    const { service, azure, slack } = await started();
    await until('the snapshot has begun', () => queries(azure) > 0);
    await slackClient(service.origin).command(slashCommand('grant all', slack.responseUrl()));
    await until('the question has asked Azure', () => queries(azure) > 1);
    service.signal('SIGINT');
    service.signal('SIGINT');
    await service.said('stopping');
    const end = ended(service);
    await closed(service);
    expect(end()).toBeUndefined();
    service.signal('SIGINT');
    expect(await service.exited).toEqual({ code: 130, signal: null });
  });
});
