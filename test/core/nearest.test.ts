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
  ['dve', ['Contoso Dev', 'Sandbox'], ['Contoso Dev']],
  ['scroe', ['score', 'share'], ['score']],
  ['mfaa', ['Enable MFA'], ['Enable MFA']],
  // Words that are right as they are, or that are something else.
  ['foo', ['ask for access'], []],
  ['web', ['Contoso Dev'], []],
  ['contso', ['controls', 'Contoso Prod'], ['Contoso Prod']],
  ['contoso prod over', ['Contoso Dev'], []],
  ['moon', ['prod'], []],
  ['zorgblatt', [TLS, 'Sandbox'], []],
  ['', ['Sandbox'], []],
  ['x'.repeat(201), ['x'.repeat(201)], []],
])('%j is near to what was meant', (typed, names, expected) => {
  expect(nearest(typed, named(...names)).map(({ name }) => name)).toEqual(expected);
});
