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

  test('an answer of Resource Manager that does not come is no answer', async () => {
    const lost = subscriptionId(80);
    fake().set({ intercept: ({ graph }) => (graph === null ? ERRORS.server : null) });
    expect(
      kindsOf(await readAll(openFakeSource(fake()), { subscriptions: [lost], groups: [] })),
    ).toMatchObject({ [lost]: 'unread' });
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
