import { expect, test } from 'vitest';
import { isolate } from '../../src/core/isolate.ts';

const HEBREW = '\u05E2\u05E0\u05DF \u05E8\u05D0\u05E9\u05D9';
const ARABIC = '\u0627\u0644\u0625\u0646\u062A\u0627\u062C';

test.each([HEBREW, ARABIC, `Prod ${HEBREW} 1`, '\u{1E900}'])(
  '%j is kept apart from what stands beside it',
  (name) => expect(isolate(name)).toBe(`\u2068${name}\u2069`),
);

test.each(['Contoso Prod', 'Größe', '本番', '', '2026'])('%j stays as it is', (name) =>
  expect(isolate(name)).toBe(name),
);
