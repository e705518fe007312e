import { expect, test } from 'vitest';
import { recommendationUrl, scopeUrl, securityUrl, subscriptionUrl } from '../../src/cards/portal.ts';

const PORTAL = 'https://portal.azure.com';
const GUID = '20ff7fc3-e762-44dd-bd96-b71116dcdc23';

test('links lead to the portal of the cloud in use', () => {
  expect(recommendationUrl('https://portal.azure.us', 'dbfc99e3')).toBe(
    'https://portal.azure.us/#view/Microsoft_Azure_Security/GenericRecommendationDetailsBlade/assessmentKey/dbfc99e3',
  );
  expect(subscriptionUrl(PORTAL, GUID)).toBe(`${PORTAL}/#@/resource/subscriptions/${GUID}/overview`);
  expect(scopeUrl(PORTAL, { kind: 'subscription', id: GUID })).toBe(subscriptionUrl(PORTAL, GUID));
  expect(scopeUrl(PORTAL, { kind: 'all', id: 'all' })).toBe(securityUrl(PORTAL));
});

test('a connector keeps its path', () => {
  const id = `/subscriptions/${GUID}/resourcegroups/rg/providers/microsoft.security/securityconnectors/aws`;
  expect(subscriptionUrl(PORTAL, id)).toBe(`${PORTAL}/#@/resource${id}/overview`);
});

test('nothing in an id ends a link of Markdown or mrkdwn', () => {
  const url = recommendationUrl(PORTAL, "a)b]c|d>e<f(g'h*i\n j\uD83D");
  expect(url).not.toMatch(/[()[\]|<>'*\s]/);
});
