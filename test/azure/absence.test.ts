import { describe, expect, test } from 'vitest';
import { Unreachable } from '../../src/core/errors.ts';
import { ERRORS } from '../support/azure/graph.ts';
import {
  CONNECTOR,
  edited,
  FIRST,
  isContainerOf,
  isScoreOf,
  SECOND,
  SMALL,
  withFake,
} from '../support/azure/small.ts';
import { kindsOf, openFakeSource, partOf, readAll, readOf } from '../support/azure/source.ts';
import { subscriptionId } from '../support/azure/tenant.ts';
import { containerRow } from '../support/azure/tenant-rows.ts';

const fake = withFake();

describe('what is not there', () => {
  test('disabled, without a score, and unreadable are told apart', async () => {
    const [off, none, secret] = [subscriptionId(70), subscriptionId(71), subscriptionId(72)];
    const more = [
      containerRow(off, 'Off', ['contoso'], 'Warned'),
      containerRow(none, 'New', []),
      containerRow(secret, 'Secret', []),
    ];
    fake().setTenant({ ...SMALL, containers: [...SMALL.containers, ...more] });
    fake().set({ intercept: ({ path }) => (path.includes(`${secret}/providers`) ? ERRORS.forbidden : null) });
    const parts = await readAll(openFakeSource(fake()));
    expect(kindsOf(parts)).toMatchObject({ [off]: 'disabled', [none]: 'subscription', [secret]: 'unread' });
    expect(readOf(parts, none)).toMatchObject({
      score: null,
      subscription: { state: 'no-score', name: 'New' },
      assessments: [],
    });
  });

  test.each([
    ['without a body', { status: 404, body: {} }, 'subscription'],
    ['of another code', { status: 404, body: { error: { code: 'NotFound' } } }, 'subscription'],
    ['of the subscription', ERRORS.noSubscription, 'unread'],
  ])('a 404 %s where the score would be', async (_, reply, kind) => {
    fake().setTenant(edited((row) => (isScoreOf(SECOND)(row) ? null : row)));
    fake().set({ intercept: ({ path }) => (path.includes('/secureScores/') ? reply : null) });
    expect(kindsOf(await readAll(openFakeSource(fake())))[SECOND]).toBe(kind);
  });

  test('rows that do not name a tenant are of the only one there is', async () => {
    const before = await readAll(openFakeSource(fake(), { tenantId: SMALL.id }));
    fake().setTenant(edited(({ tenantId: _, ...row }) => row));
    expect(await readAll(openFakeSource(fake(), { tenantId: SMALL.id }))).toEqual(before);
  });

  test('connectors share the fate of a disabled subscription', async () => {
    fake().setTenant(
      edited((row) => (isContainerOf(FIRST)(row) ? { ...row, properties: { state: 'Disabled' } } : row)),
    );
    expect(kindsOf(await readAll(openFakeSource(fake())))).toMatchObject({
      [FIRST]: 'disabled',
      [CONNECTOR]: 'disabled',
    });
  });

  test('a connector without a score row is read all the same', async () => {
    fake().setTenant(
      edited((row) => (isScoreOf(FIRST)(row) && String(row.id).includes('aws-1') ? null : row)),
    );
    const read = readOf(await readAll(openFakeSource(fake())), CONNECTOR);
    expect(read).toMatchObject({ score: null, subscription: { state: 'no-score', environment: 'AWS' } });
    expect(read.assessments.length).toBe(240);
  });

  test('a subscription without a container row is named by its id', async () => {
    fake().setTenant(edited((row) => (isContainerOf(SECOND)(row) ? null : row)));
    expect(readOf(await readAll(openFakeSource(fake())), SECOND).subscription).toMatchObject({
      name: SECOND,
      ancestors: [],
      state: 'enabled',
    });
  });

  test('what was stored is gone only where Azure says so', async () => {
    const [deleted, hidden, failing] = [subscriptionId(80), subscriptionId(81), subscriptionId(82)];
    const connectorOf = (id: string) =>
      `/subscriptions/${id}/resourcegroups/rg/providers/microsoft.security/securityconnectors/old`;
    fake().set({
      denied: [hidden],
      intercept: ({ path }) => (path.startsWith(`/subscriptions/${failing}?`) ? ERRORS.noScore : null),
    });
    const known = [
      FIRST,
      deleted,
      hidden,
      failing,
      connectorOf(FIRST),
      connectorOf(hidden),
      connectorOf(deleted),
    ];
    const parts = await readAll(openFakeSource(fake()), {
      subscriptions: known,
      groups: ['contoso', 'lost'],
    });
    expect(kindsOf(parts)).toMatchObject({
      [FIRST]: 'subscription',
      [deleted]: 'gone',
      [hidden]: 'unread',
      [failing]: 'unread',
      [connectorOf(FIRST)]: 'gone',
      [connectorOf(hidden)]: 'unread',
      [connectorOf(deleted)]: 'gone',
    });
    expect(partOf(parts, 'catalog').unreadGroups).toEqual(['lost']);
  });

  test('a stored group is gone only where Azure says so, a named one never', async () => {
    const noGroup = { status: 404, body: { error: { code: 'NotFound', message: 'cannot be found' } } };
    fake().set({ intercept: ({ path }) => (/managementGroups\/(gone|named)/.test(path) ? noGroup : null) });
    const opened = openFakeSource(fake(), { scopes: ['contoso', 'named'] });
    const known = { subscriptions: [FIRST], groups: ['contoso', 'gone', 'lost', 'named'] };
    expect(partOf(await readAll(opened, known), 'catalog').unreadGroups).toEqual(['named', 'lost']);
  });

  test('an answer of Resource Manager that does not come is no answer', async () => {
    const lost = subscriptionId(80);
    fake().set({ intercept: ({ graph }) => (graph === null ? ERRORS.server : null) });
    expect(
      kindsOf(await readAll(openFakeSource(fake()), { subscriptions: [lost], groups: [] })),
    ).toMatchObject({ [lost]: 'unread' });
  });

  test('a tenant that shows nothing is told, for a missing role looks like that as well', async () => {
    fake().setTenant({ ...SMALL, containers: [], security: [] });
    const opened = openFakeSource(fake());
    expect(kindsOf(await readAll(opened))).toEqual({});
    expect(opened.log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('Security Reader') }),
    );
  });

  test('nothing named, stored or readable is a missing role', async () => {
    fake().set({ denied: ['*'] });
    await expect(readAll(openFakeSource(fake()))).rejects.toThrow(Unreachable);
    await expect(openFakeSource(fake()).source.readPosture()).rejects.toThrow(/Security Reader/);
    expect(kindsOf(await readAll(openFakeSource(fake()), { subscriptions: [FIRST], groups: [] }))).toEqual({
      [FIRST]: 'unread',
    });
  });
});
