import { describe, expect, test } from 'vitest';
import { typeOf } from '../../src/azure/assessed-resource.ts';
import { assessmentOf, createAssessmentReader } from '../../src/azure/assessment-rows.ts';
import { ownerOf, parseRows } from '../../src/azure/rows.ts';

const GUID = '20ff7fc3-e762-44dd-bd96-b71116dcdc23';
const CONNECTOR = `/subscriptions/${GUID}/resourcegroups/rg/providers/microsoft.security/securityconnectors/aws`;
const KEY = '21300918-b2e3-0346-785f-c77ff57d243b';
const VM = `/subscriptions/${GUID}/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm`;
/** One for all tests: whatever it remembers of the row before must not be heard in the next. */
const assessmentReader = createAssessmentReader();
const row = (over: object = {}) => ({
  id: `${VM}/providers/microsoft.security/assessments/${KEY}`,
  subscriptionId: GUID,
  source: 'Azure',
  resourceId: VM,
  azureResourceId: '',
  connectorId: '',
  resourceType: '',
  code: 'Healthy',
  cause: '',
  changedAt: '2026-11-20T09:41:05.0000000Z',
  perInitiative: null,
  ...over,
});

function read(over: object) {
  const held = assessmentReader.read(row(over));
  const assessment = typeof held === 'string' ? null : assessmentOf(held);
  if (typeof held === 'string' || assessment === null) throw new Error(`Rejected: ${JSON.stringify(held)}`);
  return { ...assessment, member: held.about.member };
}

describe('assessment rows', () => {
  const entity = `${CONNECTOR}/securityentitydata/bucket`;
  const behind = { id: `${entity}/providers/microsoft.security/assessments/${KEY}` };
  test.each([
    ['Azure: Id', { resourceId: `${VM}2` }, `${VM}2`],
    ['Azure, other case and spaces', { resourceId: ` ${VM.toUpperCase()} ` }, VM],
    ['Azure without Id: the front of the row id', { resourceId: '' }, VM],
    [
      'AWS with a connector: Id',
      { ...behind, source: 'AWS', connectorId: 'c', resourceId: '/native/id' },
      '/native/id',
    ],
    [
      'older AWS: AzureResourceId',
      { ...behind, source: 'AWS', resourceId: '/other', azureResourceId: entity },
      entity,
    ],
    [
      'older GCP without it: the front of the row id',
      { ...behind, source: 'GCP', resourceId: '/other' },
      entity,
    ],
    ['no usable id', { resourceId: 'N/A' }, VM],
    ['another source', { source: 'OnPremise', resourceId: '/elsewhere' }, VM],
  ])('resource: %s', (_, over, resource) => {
    expect(read(over).resource).toBe(resource);
  });

  test('belong to the connector in their id, else to the subscription', () => {
    expect(read(behind).member).toBe(CONNECTOR);
    expect(read({}).member).toBe(GUID);
    expect(ownerOf(`${CONNECTOR}/providers/microsoft.security/securescores/ascscore`)?.member).toBe(
      CONNECTOR,
    );
    expect(ownerOf('/subscriptions/not-a-guid/x')).toBeNull();
  });

  const initiative = (name: string, code: string, cause?: string) => ({
    policyInitiativeName: name,
    assessmentStatus: { code, cause },
  });
  test.each([
    [
      'the default initiative wins',
      [initiative('CIS', 'Healthy'), initiative('ASC Default', 'NotApplicable', 'Exempt')],
      'not-applicable',
      'Exempt',
    ],
    ['others do not', [initiative('CIS', 'Unhealthy')], 'healthy', ''],
    ['one without a status does not', [{ policyInitiativeName: 'ASC Default' }], 'healthy', ''],
    ['something else in its place does not', 'text', 'healthy', ''],
  ])('status: %s', (_, perInitiative, status, cause) => {
    expect(read({ perInitiative })).toMatchObject({ status, cause });
  });

  test.each([
    ['2026-11-20T09:41:05.0000000Z', '2026-11-20T09:41:05.000Z'],
    [null, null],
    ['', null],
    ['yesterday', null],
    [5, null],
  ])('changed at %s is %s', (changedAt, expected) => {
    expect(read({ changedAt }).changedAt).toBe(expected);
  });

  test.each([
    [VM, '', 'microsoft.compute/virtualmachines'],
    [VM, 'something/else', 'microsoft.compute/virtualmachines'],
    [`${VM}/extensions/agent`, '', 'microsoft.compute/virtualmachines/extensions'],
    [`/subscriptions/${GUID}`, '', 'microsoft.resources/subscriptions'],
    [`/subscriptions/${GUID}/resourcegroups/rg`, '', 'microsoft.resources/subscriptions/resourcegroups'],
    [
      entity,
      'Microsoft.Security/securityConnectors/s3bucket',
      'microsoft.security/securityconnectors/s3bucket',
    ],
    [entity, '', 'microsoft.security/securityconnectors/securityentitydata'],
  ])('type of %s, named "%s"', (resource, named, type) => {
    expect(typeOf(resource, named)).toBe(type);
  });
});

describe('malformed rows', () => {
  test('with an id stand for what is stored, at the same resource', () => {
    const broken = row({ code: null, resourceId: `${VM}2` });
    expect(parseRows(assessmentReader, [broken])).toEqual({
      rows: [
        expect.objectContaining({
          about: expect.objectContaining({ resource: `${VM}2` }),
          recommendation: KEY,
          status: null,
        }),
      ],
      rejected: 1,
      problem: 'code: invalid_type',
      unread: [],
      orphans: 0,
      near: [],
    });
  });

  test.each([
    ['only the subscription', { id: 7 }, [GUID], 0],
    ['nobody', { id: 7, subscriptionId: null }, [], 1],
    ['text instead of a row', null, [], 1],
  ])('that name %s', (_, over, unread, orphans) => {
    const parsed = parseRows(assessmentReader, [over === null ? 'text' : row(over)]);
    expect(parsed).toMatchObject({ rows: [], rejected: 1, unread, orphans });
  });

  test('that name nobody are told with whom they came', () => {
    expect(parseRows(assessmentReader, [row(), 'text'])).toMatchObject({ unread: [], near: [GUID] });
  });
});
