import { expect, test } from 'vitest';
import { allowed } from '../../../src/platforms/slack/response-url.ts';

const hosts = new Set([
  'hooks.slack.com',
  'hooks.slack-gov.com',
  'hooks.example:8443',
  '127.0.0.1:4003',
  'hooks.example',
]);

test.each([
  ['https://hooks.slack.com/commands/T1/2/3', true],
  ['https://hooks.slack-gov.com/actions/T1/2/3', true],
  ['https://hooks.slack.com:443/actions', true],
  ['https://HOOKS.slack.com/actions', true],
  ['https://hooks.example:8443/x', true],
  ['http://127.0.0.1:4003/x', true],
  ['http://hooks.slack.com/actions', false],
  ['http://hooks.example/x', false],
  ['https://hooks.slack.com:8443/x', false],
  ['https://hooks.slack.com.attacker.example/x', false],
  ['https://attacker.example/hooks.slack.com', false],
  ['https://hooks.slack.com@attacker.example/x', false],
  ['https://user:pass@hooks.slack.com/x', false],
  ['http://127.0.0.1:4004/x', false],
  ['ftp://hooks.slack.com/x', false],
  ['//hooks.slack.com/x', false],
  ['', false],
])('%s: %s', (url, expected) => {
  expect(allowed(url, hosts)).toBe(expected);
});
