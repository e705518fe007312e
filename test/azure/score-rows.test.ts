import { describe, expect, test } from 'vitest';
import { controlReader, scoreReader } from '../../src/azure/score-rows.ts';

const GUID = '20ff7fc3-e762-44dd-bd96-b71116dcdc23';
const KEY = '21300918-b2e3-0346-785f-c77ff57d243b';

describe('score and control rows', () => {
  const score = {
    id: `/subscriptions/${GUID}/providers/Microsoft.Security/secureScores/ascScore`,
    environment: 'Azure',
    current: 1,
    max: 2,
  };
  test.each([
    [
      { current: '23.53', max: '39', weight: '67' },
      { current: 23.53, max: 39, weight: 67 },
    ],
    [{ weight: null }, { current: 1, max: 2, weight: null }],
    [
      { weight: 0, current: 0, max: 0, percentage: 'NaN' },
      { current: 0, max: 0, weight: 0 },
    ],
  ])('score %j', (over, expected) => {
    expect(scoreReader.read({ ...score, ...over })).toMatchObject({ score: expected });
  });

  test.each([
    { current: null },
    { max: 'NaN' },
    { max: -1 },
    { current: Number.NaN },
    { weight: 'heavy' },
    { id: 'x' },
  ])('score %j does not fit', (over) => {
    expect(scoreReader.read({ ...score, ...over })).toEqual(expect.any(String));
  });

  test('a control names what counts in it by key', () => {
    const read = controlReader.read({
      id: `${score.id}/secureScoreControls/A9909064`,
      displayName: 'DDoS',
      current: 0,
      max: 0,
      healthy: 0,
      unhealthy: '0',
      notApplicable: 1,
      assessments: [{ id: `/providers/Microsoft.Security/assessmentMetadata/${KEY.toUpperCase()}` }],
    });
    expect(read).toMatchObject({
      member: GUID,
      control: 'a9909064',
      name: 'DDoS',
      recommendations: [KEY],
      row: { unhealthy: 0 },
    });
  });
});
