import { describe, expect, test } from 'vitest';
import { ERRORS } from '../support/azure/graph.ts';
import type { Row } from '../support/azure/kql-parse.ts';
import { CONNECTOR, FIRST, SMALL, THIRD, withFake } from '../support/azure/small.ts';
import { kindsOf, openFakeSource, partOf, readAll } from '../support/azure/source.ts';
import { createTenant, subscriptionId } from '../support/azure/tenant.ts';
import { HOME_TENANT } from '../support/azure/tenant-rows.ts';

const fake = withFake();

describe('scopes', () => {
  test('overlapping ones give each subscription once', async () => {
    const scopes = ['Contoso', 'contoso-prod', FIRST.toUpperCase(), FIRST];
    const parts = await readAll(openFakeSource(fake(), { scopes }));
    expect(Object.keys(kindsOf(parts)).sort()).toEqual(SMALL.members.map((member) => member.id).sort());
    expect(parts.length).toBe(SMALL.members.length + 2);
    const scopesAsked = fake().requests.map(({ graph }) =>
      JSON.stringify([graph?.subscriptions, graph?.managementGroups]),
    );
    expect(new Set(scopesAsked)).toEqual(
      new Set([`[["${FIRST}"],null]`, '[null,["Contoso"]]', '[null,["contoso-prod"]]']),
    );
  });

  test('one without a role is unread and the rest is read', async () => {
    fake().set({ denied: ['contoso', THIRD] });
    const parts = await readAll(openFakeSource(fake(), { scopes: ['contoso', FIRST, THIRD] }));
    expect(partOf(parts, 'catalog').unreadGroups).toEqual(['contoso']);
    expect(kindsOf(parts)).toEqual({
      [FIRST]: 'subscription',
      [CONNECTOR]: 'subscription',
      [THIRD]: 'unread',
    });
  });

  test('subscriptions without any role are unread', async () => {
    fake().set({ denied: [FIRST, THIRD] });
    const parts = await readAll(openFakeSource(fake(), { scopes: [FIRST, THIRD] }));
    expect(kindsOf(parts)).toEqual({ [FIRST]: 'unread', [THIRD]: 'unread' });
  });

  test('a group without a row of its own is named by the chains under it', async () => {
    const chains = JSON.stringify(SMALL.containers).replaceAll(
      '"displayName":"contoso"',
      '"displayName":"The company"',
    );
    const containers = (JSON.parse(chains) as Row[]).filter((row) => row.name !== 'contoso');
    fake().setTenant({ ...SMALL, containers });
    const parts = await readAll(openFakeSource(fake(), { scopes: ['contoso'] }));
    expect(partOf(parts, 'catalog').groups).toContainEqual({ id: 'contoso', name: 'The company' });
    expect(partOf(parts, 'catalog').unreadGroups).toEqual([]);
  });

  test('a group that shows nothing at all is unread', async () => {
    const parts = await readAll(openFakeSource(fake(), { scopes: ['misspelt'] }));
    expect(partOf(parts, 'catalog')).toMatchObject({ groups: [], unreadGroups: ['misspelt'] });
  });

  test('a role lost halfway leaves the subscriptions of that scope unread', async () => {
    fake().set({ intercept: ({ graph }) => (graph?.query.includes('!in~') ? ERRORS.accessDenied : null) });
    const parts = await readAll(openFakeSource(fake(), { scopes: ['contoso'] }));
    expect(new Set(Object.values(kindsOf(parts)))).toEqual(new Set(['unread']));
  });

  test('300 subscriptions go into one request', async () => {
    const scopes = Array.from({ length: 301 }, (_, index) => subscriptionId(index));
    await readAll(openFakeSource(fake(), { scopes }));
    expect(new Set(fake().requests.map(({ graph }) => graph?.subscriptions?.length))).toEqual(
      new Set([300, 1]),
    );
  });

  test('without scopes a Lighthouse customer is left out, with scopes it is not', async () => {
    const customer = subscriptionId(90);
    const guest = createTenant({ subscriptions: 1, connectors: 0 });
    const foreign = (rows: Row[]) =>
      rows.map((row) => ({
        ...(JSON.parse(JSON.stringify(row).replaceAll(FIRST, customer)) as Row),
        tenantId: subscriptionId(99),
      }));
    fake().setTenant({
      containers: [...SMALL.containers, ...foreign(guest.containers)],
      security: [...SMALL.security, ...foreign(guest.security)],
    });
    expect(kindsOf(await readAll(openFakeSource(fake(), { tenantId: HOME_TENANT })))).not.toHaveProperty(
      customer,
    );
    expect(
      kindsOf(await readAll(openFakeSource(fake(), { tenantId: HOME_TENANT, scopes: [customer] }))),
    ).toHaveProperty(customer);
    expect(kindsOf(await readAll(openFakeSource(fake())))).toHaveProperty(customer);
  });
});
