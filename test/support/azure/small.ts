import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type AzureFake, startAzureFake } from './fake.ts';
import type { Row } from './kql-parse.ts';
import { createTenant, subscriptionId, type Tenant } from './tenant.ts';

/** The tenant that most tests read: three subscriptions and a connector in the first. */
export const SMALL = createTenant();
export const [FIRST, SECOND, THIRD] = [subscriptionId(0), subscriptionId(1), subscriptionId(2)];
export const CONNECTOR = SMALL.members[3]?.id ?? '';

/** One fake for a file of tests, as new before each of them. */
export function withFake(): () => AzureFake {
  const opened: { fake?: AzureFake } = {};
  const get = () => {
    if (opened.fake === undefined) throw new Error('The fake is not running');
    return opened.fake;
  };
  beforeAll(async () => {
    opened.fake = await startAzureFake(SMALL);
  });
  afterAll(() => get().close());
  beforeEach(() => {
    get().requests.length = 0;
    get().setTenant(SMALL);
    get().set({ intercept: () => null, alter: (reply) => reply, denied: [], pageRows: 1000 });
  });
  return get;
}

/** The small tenant with its raw rows changed; null takes a row away. */
export function edited(change: (row: Row) => Row | null, tenant: Tenant = SMALL): Tenant {
  const each = (rows: Row[]) =>
    rows.flatMap((row): Row[] => {
      const changed = change(row);
      return changed === null ? [] : [changed];
    });
  return { ...tenant, containers: each(tenant.containers), security: each(tenant.security) };
}

/** The same with only the first row that `pick` finds changed. */
export function once(pick: (row: Row) => boolean, change: (row: Row) => Row): Tenant {
  let done = false;
  return edited((row) => {
    if (done || !pick(row)) return row;
    done = true;
    return change(row);
  });
}

export const propertiesOf = (row: Row) => row.properties as Row;
const isOf = (type: string) => (id: string) => (row: Row) => row.type === type && row.subscriptionId === id;
export const isScoreOf = isOf('microsoft.security/securescores');
export const isControlOf = isOf('microsoft.security/securescores/securescorecontrols');
export const isAssessmentOf = isOf('microsoft.security/assessments');
export const isContainerOf = isOf('microsoft.resources/subscriptions');
