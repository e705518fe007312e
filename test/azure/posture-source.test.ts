import { describe, expect, test } from 'vitest';
import type { Row } from '../support/azure/kql-parse.ts';
import { payloadTenant } from '../support/azure/payloads.ts';
import { CONNECTOR, edited, FIRST, SMALL, THIRD, withFake } from '../support/azure/small.ts';
import { kindsOf, openFakeSource, partOf, readAll, readOf } from '../support/azure/source.ts';
import { createTenant } from '../support/azure/tenant.ts';
import { changeTenant, shout } from '../support/azure/tenant-changes.ts';

const fake = withFake();

describe('a snapshot', () => {
  test('reads the published rows to the digit', async () => {
    fake().setTenant(payloadTenant());
    const parts = await readAll(openFakeSource(fake()));
    const published = readOf(parts, '20ff7fc3-e762-44dd-bd96-b71116dcdc23');
    expect(published.score).toEqual({ current: 23.53, max: 39, weight: 67 });
    expect(published.controls).toContainEqual({
      control: 'a9909064-42b4-4d34-8143-275477afe18b',
      current: 0,
      max: 0,
      healthy: 0,
      unhealthy: 0,
      notApplicable: 1,
    });
    expect(
      published.assessments.map(
        ({ recommendation, status, cause }) => `${recommendation.slice(0, 8)} ${status} ${cause}`,
      ),
    ).toEqual([
      'dbfc99e3 unhealthy ',
      '21300918 healthy ',
      '9b3d3a4e unhealthy ',
      '21300918 not-applicable OffByPolicy',
      '21300918 unhealthy ',
      '21300918 not-applicable Exempt',
    ]);
    expect(kindsOf(parts)).toMatchObject({ 'abcdef12-3456-7890-abcd-ef1234567891': 'disabled' });
    const aws = published.subscription.id;
    const connector = `/subscriptions/${aws}/resourcegroups/rg-multicloud/providers/microsoft.security/securityconnectors/aws-544047870946`;
    expect(readOf(parts, connector)).toMatchObject({
      subscription: { kind: 'connector', name: 'aws-544047870946', environment: 'AWS', state: 'enabled' },
      score: { current: 21, max: 30, weight: 412 },
      assessments: [
        { type: 'microsoft.security/securityconnectors/s3bucket', source: 'AWS', status: 'unhealthy' },
      ],
    });
  });

  test('finds every member, its score, controls and assessments, and nothing that must not count', async () => {
    const parts = await readAll(openFakeSource(fake()));
    for (const { id, current, max, weight } of SMALL.members) {
      expect(readOf(parts, id).score).toEqual({ current, max, weight });
      expect(readOf(parts, id).controls.length).toBe(6);
    }
    const read = parts.flatMap((part) => (part.kind === 'subscription' ? part.assessments : []));
    expect(read.length).toBe(SMALL.assessments);
    expect(
      partOf(parts, 'catalog').recommendations.some(({ category }) => category === 'SoftwareUpdate'),
    ).toBe(false);
    expect(parts.map((part) => part.kind)).toEqual([
      'catalog',
      ...SMALL.members.map(() => 'subscription'),
      'end',
    ]);
    expect(partOf(parts, 'end')).toEqual({ kind: 'end', requests: 6, rejected: {} });
  });

  test('places members in the tree', async () => {
    const parts = await readAll(openFakeSource(fake()));
    expect(partOf(parts, 'catalog')).toMatchObject({
      groups: [
        { id: 'contoso', name: 'Contoso' },
        { id: 'contoso-prod', name: 'Production' },
      ],
      unreadGroups: [],
    });
    expect(readOf(parts, FIRST).subscription).toMatchObject({
      name: 'Contoso 1',
      ancestors: ['contoso-prod', 'contoso'],
    });
    expect(readOf(parts, CONNECTOR).subscription.ancestors).toEqual(['contoso-prod', 'contoso']);
  });

  test('is the same in the other letter case', async () => {
    const before = await readAll(openFakeSource(fake()));
    fake().setTenant(shout(SMALL));
    expect(await readAll(openFakeSource(fake()))).toEqual(before);
  });

  test('shows exactly the changes of a changed tenant', async () => {
    const later = changeTenant(SMALL, 7);
    const before = await readAll(openFakeSource(fake()));
    fake().setTenant(later);
    const after = await readAll(openFakeSource(fake()));
    const statuses = (parts: typeof before) =>
      new Map(
        parts.flatMap((part) =>
          part.kind === 'subscription'
            ? part.assessments.map((row) => [`${row.resource} ${row.recommendation}`, row.status] as const)
            : [],
        ),
      );
    const old = statuses(before);
    const turned = [...statuses(after)]
      .filter(([key, status]) => old.get(key) !== status)
      .map(([key]) => key);
    expect(turned.sort()).toEqual(
      later.changes.map((change) => `${change.resource} ${change.recommendation}`).sort(),
    );
    for (const { id, current, max, weight } of later.members)
      expect(readOf(after, id).score).toEqual({ current, max, weight });
  });

  test('is the same in slices, page by page', async () => {
    const whole = await readAll(openFakeSource(fake()));
    fake().set({ pageRows: 100 });
    const sliced = openFakeSource(fake(), { sliceRows: 300 });
    const sorted = (parts: typeof whole) =>
      parts
        .filter((part) => part.kind === 'subscription')
        .sort((a, b) => (a.subscription.id < b.subscription.id ? -1 : 1));
    expect(sorted(await readAll(sliced))).toEqual(sorted(whole));
    expect(
      fake().requests.filter(({ graph }) => graph?.query.includes('hash(tolower(subscriptionId)) % 4'))
        .length,
    ).toBeGreaterThan(4);
  });

  test('summaries of more than 1000 keys are read in slices', async () => {
    fake().setTenant(createTenant({ subscriptions: 1, connectors: 0, resources: 1, recommendations: 1200 }));
    const parts = await readAll(openFakeSource(fake()));
    expect(partOf(parts, 'catalog').recommendations.filter((each) => each.category === null).length).toBe(
      1201,
    );
    const summaries = fake().requests.filter(({ graph }) => graph?.query.includes('summarize'));
    expect(summaries.map(({ graph }) => graph?.options?.$skipToken)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('reads findings only where a control counts one', async () => {
    const counting = edited((row) => {
      if (row.type !== 'microsoft.security/securescores/securescorecontrols') return row;
      const text = JSON.stringify(row).replaceAll('000000000001"', '000000015f92"');
      return JSON.parse(text) as Row;
    });
    fake().setTenant(counting);
    const opened = openFakeSource(fake());
    const parts = await readAll(opened);
    const read = parts.flatMap((part) => (part.kind === 'subscription' ? part.assessments : []));
    expect(read.length).toBe(SMALL.assessments + SMALL.members.length);
    expect(opened.log.lines).toContainEqual(
      expect.objectContaining({ level: 'info', message: expect.stringContaining('findings') }),
    );
  });
});

describe('posture', () => {
  test('is scores and controls of everything visible, in three requests', async () => {
    const posture = await openFakeSource(fake()).source.readPosture();
    expect(posture.scores).toEqual(
      expect.arrayContaining(
        SMALL.members.map(({ id, current, max, weight }) => ({
          subscription: id,
          score: { current, max, weight },
        })),
      ),
    );
    expect(posture.cells.length).toBe(SMALL.members.length * 6);
    expect(posture.estate.subscriptions.every((each) => each.unreadSince === null)).toBe(true);
    expect(fake().requests.length).toBe(3);
  });

  test('names what it cannot read', async () => {
    fake().set({ denied: [THIRD, 'contoso'] });
    const { estate } = await openFakeSource(fake(), {
      scopes: [FIRST, THIRD, 'contoso'],
    }).source.readPosture();
    expect(estate.unreadGroups).toEqual(['contoso']);
    expect(estate.subscriptions.find((each) => each.id === THIRD)?.unreadSince).toBe(
      '2026-11-23T12:00:00.000Z',
    );
  });
});
