import { describe, expect, test } from 'vitest';
import { scopePercentage } from '../../src/core/secure-score.ts';
import type { ScoreRow, SubscriptionRead } from '../../src/core/snapshot.ts';
import { type DemoTenant, demoTenant } from '../../src/demo/demo-tenant.ts';
import incidents from '../../src/demo/incidents.json' with { type: 'json' };
import { states } from './attribution.ts';
import { dayBefore, daysOf } from './days.ts';

const SAMPLED = daysOf(2026).filter((_, index) => index % 23 === 0);
const MAXIMA = [10, 8, 6, 6, 4, 4, 4, 4, 4, 3, 2, 2, 1, 0, 0];

describe('Contoso on one day', () => {
  const tenant = demoTenant('2026-11-23');

  test('is a tenant of believable size, with every kind of subscription', () => {
    const assessments = tenant.subscriptions.flatMap((read) => read.assessments);
    expect(assessments.length).toBeGreaterThan(3000);
    expect(assessments.length).toBeLessThan(4200);
    expect(tenant.groups.map(({ name }) => name)).toContain('Contoso');
    expect(tenant.subscriptions.filter(({ subscription }) => subscription.kind === 'connector')).toHaveLength(
      1,
    );
    expect(tenant.subscriptions.filter(({ score }) => score === null)).toHaveLength(1);
    expect([tenant.unread.length, tenant.disabled.length]).toEqual([1, 1]);
    expect(tenant.subscriptions.length + tenant.unread.length).toBeGreaterThanOrEqual(12);
  });

  test('has unique lower-case ids and no assessment twice', () => {
    for (const { assessments } of tenant.subscriptions) {
      const ids = assessments.map(({ resource, recommendation }) => `${resource} ${recommendation}`);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => id === id.toLowerCase())).toBe(true);
    }
    for (const list of [tenant.controls, tenant.recommendations, tenant.groups]) {
      expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    }
  });

  test('places every subscription and connector below the tenant root', () => {
    const groups = new Set(tenant.groups.map(({ id }) => id));
    for (const { subscription } of tenant.subscriptions) {
      expect(subscription.ancestors.at(-1)).toBe(tenant.groups[0]?.id);
      expect(subscription.ancestors.every((id) => groups.has(id))).toBe(true);
    }
  });

  test('scores as a tenant does that has work to do, and lost some of it this month', () => {
    const prod = percentages('Contoso Prod');
    expect(prod('2026-11-23')).toBeGreaterThan(58);
    expect(prod('2026-11-23')).toBeLessThan(64);
    expect(prod('2026-11-23') - prod('2026-11-16')).toBeLessThan(-0.5);
    expect(prod('2026-11-23') - prod('2026-10-24')).toBeLessThan(-3);
    for (const day of SAMPLED) {
      expect(whole(demoTenant(day))).toBeGreaterThan(55);
      expect(whole(demoTenant(day))).toBeLessThan(70);
    }
  });
});

describe('the arithmetic of Azure', () => {
  test.each(SAMPLED)('holds on %s', (day) => {
    const tenant = demoTenant(day);
    for (const read of tenant.subscriptions) {
      for (const control of read.controls) checkControl(tenant, read, control);
      if (read.score !== null && read.score !== 'kept') checkScore(read, read.score);
    }
  });
});

describe('the calendar', () => {
  test('the same day is the same in every year, apart from the year', () => {
    for (const monthDay of ['11-23', '01-01', '02-28', '07-21', '12-31']) {
      const [one, two] = [demoTenant(`2025-${monthDay}`), demoTenant(`2026-${monthDay}`)];
      expect(JSON.stringify(one).replace(/"20\d\d-/g, '"Y-')).toBe(
        JSON.stringify(two).replace(/"20\d\d-/g, '"Y-'),
      );
    }
  });

  test('asking twice, in any order, gives the same', () => {
    const first = JSON.stringify(demoTenant('2026-08-12'));
    demoTenant('2027-02-04');
    expect(JSON.stringify(demoTenant('2026-08-12'))).toBe(first);
  });

  test('a leap day is as the day before', () => {
    expect(demoTenant('2028-02-29')).toEqual(demoTenant('2028-02-28'));
  });

  test('a row says that it changed in the night before the snapshot that first shows it', () => {
    const before = '2026-11-17T06:00:00.000Z';
    const fresh = only(demoTenant('2026-11-18'), 'Contoso Prod').assessments.filter(
      ({ changedAt }) => changedAt !== null && changedAt > before,
    );
    expect(fresh).toHaveLength(24);
    expect(fresh.every(({ changedAt }) => changedAt !== null && changedAt < '2026-11-18T06:00')).toBe(true);
  });

  test('a moved subscription stays and changes its groups', () => {
    const place = (day: string) => only(demoTenant(day), 'Mobile API').subscription.ancestors[0];
    expect([place('2026-05-26'), place('2026-05-27')]).toEqual(['contoso-online', 'contoso-corp']);
  });
});

describe('the drift', () => {
  const busy = new Set(incidents.map(({ day }) => day));
  const quiet = daysOf(2026).filter((day) => !busy.has(day.slice(5)));

  test('moves the whole by less than 0.3 points a day, and does not leave its year', () => {
    const steps = quiet.map((day) => Math.abs(whole(demoTenant(day)) - whole(demoTenant(dayBefore(day)))));
    expect(Math.max(...steps)).toBeLessThan(0.3);
    expect(steps.filter((step) => step > 0).length).toBeGreaterThan(100);
    expect(whole(demoTenant('2028-01-01'))).toBe(whole(demoTenant('2026-01-01')));
  });

  test('touches one resource of a subscription a day, so that no two changes hide each other', () => {
    for (const day of quiet) {
      const [before, after] = [demoTenant(dayBefore(day)), demoTenant(day)];
      for (const read of after.subscriptions) {
        const changed = changedResources(only(before, read.subscription.name), read);
        expect(changed.size, `${day} ${read.subscription.name}`).toBeLessThanOrEqual(1);
      }
    }
  });

  test('rests on the day of an incident', () => {
    for (const { day, subscription, count, cause } of incidents) {
      const [before, after] = [demoTenant(dayBefore(`2027-${day}`)), demoTenant(`2027-${day}`)];
      for (const read of after.subscriptions) {
        if (cause === 'subscription-added' && read.subscription.name === subscription) continue;
        const changed = changedResources(only(before, read.subscription.name), read).size;
        if (subscription === null) expect(changed).toBeLessThanOrEqual(count);
        else if (subscription !== read.subscription.name) expect(changed, day).toBe(0);
        else expect(changed, day).toBeLessThanOrEqual(count);
      }
    }
  });
});

function checkControl(tenant: DemoTenant, read: SubscriptionRead, row: SubscriptionRead['controls'][number]) {
  const all = [...states(tenant, read, row.control).values()];
  const count = (state: string) => all.filter((one) => one.state === state).length;
  const mitigated = read.subscription.name === 'Contoso Dev' ? row.healthy - count('healthy') : 0;
  const exempt = read.assessments.filter(({ cause }) => cause === 'Exempt').length;
  expect([0, exempt]).toContain(mitigated);
  const counted = [count('healthy') + mitigated, count('unhealthy'), count('not-applicable') - mitigated];
  expect([row.healthy, row.unhealthy, row.notApplicable], row.control).toEqual(counted);
  const assessed = row.healthy + row.unhealthy;
  expect(MAXIMA).toContain(row.max);
  expect(row.current).toBe(assessed ? Number(((row.max * row.healthy) / assessed + 1e-9).toFixed(2)) : 0);
}

function checkScore(read: SubscriptionRead, score: ScoreRow) {
  const cents = read.controls.reduce((sum, { current }) => sum + Math.round(current * 100), 0);
  const max = read.controls.reduce((sum, one) => sum + (one.healthy + one.unhealthy > 0 ? one.max : 0), 0);
  expect(score.current).toBe(cents / 100);
  expect(score.max).toBe(max);
  expect(Number.isInteger(score.weight)).toBe(true);
}

function changedResources(before: SubscriptionRead, after: SubscriptionRead): Set<string> {
  const rows = (read: SubscriptionRead) =>
    new Set(
      read.assessments.map((one) => `${one.resource} ${one.recommendation} ${one.status} ${one.cause}`),
    );
  const [old, young] = [rows(before), rows(after)];
  const changed = [
    ...[...old].filter((row) => !young.has(row)),
    ...[...young].filter((row) => !old.has(row)),
  ];
  return new Set(changed.map((row) => row.slice(0, row.indexOf(' '))));
}

function only(tenant: DemoTenant, name: string): SubscriptionRead {
  const read = tenant.subscriptions.find(({ subscription }) => subscription.name === name);
  if (!read) throw new Error(`No ${name} that day`);
  return read;
}

function percentages(name: string): (day: string) => number {
  return (day) => {
    const { score } = only(demoTenant(day), name);
    return score === null || score === 'kept' ? Number.NaN : (100 * score.current) / score.max;
  };
}

function whole(tenant: DemoTenant): number {
  const rows = tenant.subscriptions.flatMap(({ subscription, score }) =>
    score === 'kept' ? [] : [{ id: subscription.id, score }],
  );
  return scopePercentage(rows) ?? Number.NaN;
}
