import { describe, expect, test } from 'vitest';
import type { Sought } from '../../src/ports/actors.ts';
import { changeRow, identityRow } from '../support/azure/change-rows.ts';
import { ERRORS } from '../support/azure/graph.ts';
import { FIRST, SECOND, SMALL, withFake } from '../support/azure/small.ts';
import { openFakeSource } from '../support/azure/source.ts';

const fake = withFake();

const store = (name: string, subscription = FIRST) =>
  `/subscriptions/${subscription}/resourceGroups/rg-1/providers/Microsoft.Storage/storageAccounts/${name}`;
const sought = (resources: readonly string[], over: Partial<Sought> = {}): Sought => ({
  ...{ deed: 'changed', since: '2026-11-16T06:00:00.000Z', until: '2026-11-17T18:00:00.000Z' },
  resources: resources.map((id) => id.toLowerCase()),
  ...over,
});
const NOON = '2026-11-17T12:00:00.0000000Z';
const read = (asked: Sought) => openFakeSource(fake()).source.readActors(asked);

describe('who changed resources', () => {
  test('is the last who did this to each of them in that time, with client and operation', async () => {
    fake().setTenant({
      ...SMALL,
      changes: [
        changeRow({ resource: store('One'), at: '2026-11-17T10:00:00Z', by: 'early@contoso.example' }),
        changeRow({ resource: store('One'), at: NOON, by: 'last@contoso.example', client: 'Azure CLI' }),
        changeRow({ resource: store('One'), at: '2026-11-17T19:00:00Z', by: 'late@contoso.example' }),
        changeRow({ resource: store('One'), at: NOON, type: 'Delete', by: 'other@contoso.example' }),
        changeRow({ resource: store('Two'), at: '2026-11-10T12:00:00Z' }),
        changeRow({ resource: store('Three'), at: NOON }),
      ],
    });
    expect(await read(sought([store('One'), store('Two')]))).toEqual({
      acted: [
        {
          ...{ resource: store('One').toLowerCase(), deed: 'changed', at: '2026-11-17T12:00:00.000Z' },
          ...{ operation: 'Microsoft.Storage/storageAccounts/write', client: 'Azure CLI' },
          ...{ name: 'last@contoso.example', type: 'person' },
        },
      ],
      asked: 1,
      denied: false,
    });
    const [request] = fake().requests;
    expect(request?.graph?.subscriptions).toEqual([FIRST]);
  });

  test.each([
    ['created', 'Create'],
    ['deleted', 'Delete'],
    ['changed', 'Update'],
  ] as const)('%s is a change of type %s', async (deed, type) => {
    const changes = (['Create', 'Delete', 'Update'] as const).map((each) =>
      changeRow({ resource: store('One'), at: NOON, type: each, by: `${each}@contoso.example` }),
    );
    fake().setTenant({ ...SMALL, changes });
    const { acted } = await read(sought([store('One')], { deed }));
    expect(acted.map(({ deed: done, name }) => [done, name])).toEqual([[deed, `${type}@contoso.example`]]);
  });

  test('is asked of the other table for subscriptions and resource groups', async () => {
    const group = `/subscriptions/${FIRST}/resourceGroups/rg-1`;
    fake().setTenant({
      ...SMALL,
      changes: [changeRow({ resource: store('One'), at: NOON })],
      containerChanges: [
        changeRow({ resource: group, at: NOON }),
        changeRow({ resource: `/subscriptions/${FIRST}`, at: NOON }),
      ],
    });
    const { acted, asked } = await read(sought([store('One'), group, `/subscriptions/${FIRST}`]));
    expect(acted.map(({ resource }) => resource).sort()).toHaveLength(3);
    expect(asked).toBe(2);
  });

  test('is nobody where Azure did it by itself, where nobody is named, and where a row is malformed', async () => {
    const changes = [
      changeRow({ resource: store('One'), at: NOON, by: 'System', byType: 'System', client: 'Unspecified' }),
      changeRow({ resource: store('Two'), at: NOON, by: null, byType: null }),
      changeRow({ resource: store('Three'), at: NOON, by: 'Unspecified', byType: null }),
      changeRow({ resource: store('Four'), at: NOON }),
    ];
    fake().setTenant({ ...SMALL, changes });
    fake().set({
      alter: (reply) => {
        const { data } = reply.body as { data: { target: string; at: unknown }[] };
        for (const row of data) if (row.target.endsWith('four')) row.at = 'some day';
        return reply;
      },
    });
    const opened = openFakeSource(fake());
    const asked = sought(['One', 'Two', 'Three', 'Four'].map((name) => store(name)));
    expect((await opened.source.readActors(asked)).acted).toEqual([]);
    expect(opened.log.lines.map(({ detail }) => detail)).toEqual([{ kind: 'actor', problem: 'at: custom' }]);
  });

  test('is an application only where Azure says so, and its client only where Azure knows it', async () => {
    const changes = [
      changeRow({ resource: store('One'), at: NOON, by: 'someone', byType: null, client: 'Unknown' }),
      changeRow({ resource: store('Two'), at: NOON, by: 'deployer', byType: 'Application', client: null }),
    ];
    fake().setTenant({ ...SMALL, changes });
    const { acted } = await read(sought([store('One'), store('Two')]));
    expect(acted.map(({ name, type, client }) => [name, type, client])).toEqual([
      ['someone', 'person', null],
      ['deployer', 'app', null],
    ]);
  });

  test('is called by name where it is a managed identity, which is asked for once', async () => {
    const [site, shared, unknown, client] = ['a', 'b', 'c', 'd'].map(
      (x) => `${x.repeat(8)}-1111-4111-8111-111111111111`,
    );
    const of = [site, shared, unknown, client].map((by, at) =>
      changeRow({ resource: store(`s${at}`), at: NOON, by: by?.toUpperCase() ?? '', byType: 'Application' }),
    );
    const id = (name: string) => `/subscriptions/${SECOND}/resourceGroups/rg/providers/a.b/c/${name}`;
    const resources = [
      identityRow(id('app-shop'), site ?? ''),
      identityRow(id('mi-deploy'), shared ?? '', client),
    ];
    fake().setTenant({ ...SMALL, changes: of, resources });
    const { source } = openFakeSource(fake());
    const asked = sought([0, 1, 2, 3].map((at) => store(`s${at}`)));
    const first = await source.readActors(asked);
    expect(first.acted.map(({ name }) => name)).toEqual([
      'app-shop',
      'mi-deploy',
      unknown?.toUpperCase(),
      'mi-deploy',
    ]);
    expect(first.asked).toBe(2);
    expect((await source.readActors(asked)).asked).toBe(1);
  });

  test('is asked a hundred resources at a time, none behind a connector and none with a quote', async () => {
    const many = Array.from({ length: 250 }, (_, at) => store(`s${at}`));
    const odd = [
      store("o'brien"),
      `/subscriptions/${FIRST}/x/securityconnectors/aws/y`,
      'aws-thing',
      '/subscriptions/1',
    ];
    fake().setTenant({ ...SMALL, changes: many.map((resource) => changeRow({ resource, at: NOON })) });
    const { acted, asked } = await read(sought([...many, ...odd]));
    expect([acted.length, asked, fake().requests.length]).toEqual([250, 3, 3]);
    expect(await read(sought(odd))).toEqual({ acted: [], asked: 0, denied: false });
  });

  test('may not be read at all, which is said, or in a part, which is nothing', async () => {
    fake().setTenant({ ...SMALL, changes: [changeRow({ resource: store('One', SECOND), at: NOON })] });
    fake().set({ denied: [FIRST] });
    expect(await read(sought([store('One')]))).toEqual({ acted: [], asked: 1, denied: true });
    expect(await read(sought([store('One'), store('One', SECOND)]))).toMatchObject({ denied: false });
    fake().set({ denied: [], intercept: ({ graph }) => (graph === null ? null : ERRORS.accessDenied) });
    expect(await read(sought([store('One')]))).toMatchObject({ denied: true });
  });
});
