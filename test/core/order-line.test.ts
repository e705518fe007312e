import { expect, test } from 'vitest';
import { EVERYTHING, formLine, type OrderForm, orderLine } from '../../src/core/order-line.ts';

const digest = {
  order: 'digest',
  when: 'weekly monday',
  time: '09:00',
  zone: 'Europe/Oslo',
  scope: EVERYTHING,
  brief: false,
} as const;

test.each<[OrderForm, string]>([
  [digest, 'digest weekly monday 09:00 Europe/Oslo'],
  [
    { ...digest, scope: "'Contoso Prod'", brief: true },
    "digest weekly monday 09:00 Europe/Oslo for 'Contoso Prod' brief",
  ],
  [{ ...digest, when: 'monthly 1', zone: '' }, 'digest monthly 1 09:00'],
  [{ order: 'alert', of: 'drop', amount: ' 5 ', scope: '' }, 'alert drop 5'],
  [
    { order: 'alert', of: 'below', amount: '70\ngrant all', scope: "'Web'" },
    "alert below 70 grant all for 'Web'",
  ],
])('%o is %s', (form, line) => {
  expect(orderLine(form)).toBe(line);
  expect(formLine(form.order, form)).toBe(line);
  expect(formLine('order D1GE edit', form)).toBe(`order D1GE edit ${line}`);
});
