import { describe, expect, test } from 'vitest';
import { recommendationReader } from '../../src/azure/assessment-rows.ts';
import { containerReader } from '../../src/azure/container-rows.ts';
import { parseRows } from '../../src/azure/rows.ts';

const GUID = '20ff7fc3-e762-44dd-bd96-b71116dcdc23';
const KEY = '21300918-b2e3-0346-785f-c77ff57d243b';

describe('container and recommendation rows', () => {
  const container = {
    id: `/subscriptions/${GUID}`,
    type: 'microsoft.resources/subscriptions',
    name: 'Prod',
    state: 'Enabled',
    ancestors: [{ name: 'Root' }],
  };
  test.each([
    ['Enabled', true],
    ['enabled', true],
    ['Disabled', false],
    ['PastDue', false],
  ])('state %s', (state, enabled) => {
    expect(containerReader.read({ ...container, state })).toMatchObject({
      kind: 'subscription',
      name: 'Prod',
      enabled,
      ancestors: ['root'],
    });
  });

  test('a group is named by its display name', () => {
    const group = {
      id: '/providers/Microsoft.Management/managementGroups/Contoso',
      type: 'microsoft.management/managementGroups',
      name: 'Contoso',
      displayName: 'The company',
    };
    expect(containerReader.read(group)).toMatchObject({ kind: 'group', id: 'contoso', name: 'The company' });
    expect(parseRows(containerReader, [{ ...group, name: null }])).toMatchObject({
      rows: [{ kind: 'group', id: 'contoso' }],
      orphans: 0,
    });
  });

  test.each([
    [true, true],
    ['true', true],
    [null, false],
    [false, false],
  ])('preview %s', (preview, expected) => {
    expect(recommendationReader.read({ assessmentKey: KEY, name: '', preview })).toMatchObject({
      id: KEY,
      name: KEY,
      severity: null,
      preview: expected,
    });
  });
});
