import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AzureFake, startAzureFake } from '../support/azure/fake.ts';
import { openFakeSource, readAll, type virtualTimer } from '../support/azure/source.ts';
import { createTenant } from '../support/azure/tenant.ts';

const TENANT = createTenant({ subscriptions: 8, resources: 30, recommendations: 10, connectors: 0 });
const PAGE = 20;

let fake: AzureFake;
beforeAll(async () => {
  fake = await startAzureFake(TENANT, { pageRows: PAGE });
});
afterAll(() => fake.close());

/** Resource Graph's own counting: 15 requests in each 5 s, of which others take some. */
function countQuota(timer: ReturnType<typeof virtualTimer>, others: number) {
  const facts = { overdrawn: 0 };
  const used = new Map<number, number>();
  fake.set({
    quota: () => {
      const window = Math.floor(timer.now() / 5000);
      const before = used.get(window) ?? others;
      if (before >= 15) facts.overdrawn += 1;
      used.set(window, before + 1);
      const resets = Math.ceil(((window + 1) * 5000 - timer.now()) / 1000);
      return {
        'x-ms-user-quota-remaining': String(Math.max(0, 15 - before - 1)),
        'x-ms-user-quota-resets-after': `00:00:0${resets}`,
      };
    },
  });
  return facts;
}

describe('quota', () => {
  test('a snapshot takes one request a page, two a slice and a few more, ten in 5 s', async () => {
    const opened = openFakeSource(fake, { sliceRows: 600 });
    const facts = countQuota(opened.timer, 0);
    await readAll(opened);
    const requests = opened.arm.requests();
    const slices = Math.ceil(TENANT.assessments / 600);
    const rows = TENANT.assessments + 2 * TENANT.members.length * 6;
    expect(requests).toBeLessThanOrEqual(Math.ceil(rows / PAGE) + 2 * slices + 6);
    expect(opened.timer.now()).toBeLessThanOrEqual(1.1 * (Math.ceil(requests / 10) - 1) * 5000);
    expect(facts.overdrawn).toBe(0);
  });

  test('no request is sent on an empty quota, whoever emptied it', async () => {
    const opened = openFakeSource(fake);
    const facts = countQuota(opened.timer, 11);
    await readAll(opened);
    expect(facts.overdrawn).toBe(0);
    expect(opened.timer.now()).toBe((Math.ceil(opened.arm.requests() / 4) - 1) * 5000);
  });
});
