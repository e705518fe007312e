import { expect, test } from 'vitest';
import { nearest } from '../../src/core/nearest.ts';

const named = (...names: string[]) => names.map((name) => ({ name }));
const TLS = 'Secure transfer to storage accounts should be enabled';

test.each([
  ['contso prod', ['Contoso Prod', 'Sandbox'], ['Contoso Prod']],
  ['prdo', ['Contoso Prod', 'Data Lake'], ['Contoso Prod']],
  ['secure transfr', [TLS, 'Sandbox'], [TLS]],
  ['storag acounts', [TLS, 'Sandbox'], [TLS]],
  ['secure transfer to storge accounts shuold be enabled', [TLS], [TLS]],
  ['zorgblatt', [TLS, 'Sandbox'], []],
  ['', ['Sandbox'], []],
  ['x'.repeat(201), ['x'.repeat(201)], []],
])('%j is near to what was meant', (typed, names, expected) => {
  expect(nearest(typed, named(...names)).map(({ name }) => name)).toEqual(expected);
});
