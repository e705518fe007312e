import fc from 'fast-check';
import { expect, it } from 'vitest';
import { largestRemainder } from '../../src/core/largest-remainder.ts';

it('adds up as it is shown, and moves no number by more than its unit', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { maxLength: 40 }), (values) => {
      const sum = values.reduce((total, value) => total + value / 0.1, 0);
      const units = largestRemainder(values, 0.1, Math.round(sum));
      expect(units.reduce((total, unit) => total + unit, 0)).toBe(Math.round(sum) || 0);
      expect(Math.abs(units.reduce((total, unit) => total + unit, 0) - sum)).toBeLessThanOrEqual(0.5 + 1e-6);
      for (const [at, value] of values.entries())
        expect(Math.abs((units[at] ?? 0) - value / 0.1)).toBeLessThan(1 + 1e-9);
    }),
  );
  expect(largestRemainder([-0.34, -0.33, -0.33], 0.1, -10)).toEqual([-4, -3, -3]);
  // 7.5 tenths, of which the last bit may be lost: what is shown of the whole decides.
  expect(largestRemainder([0.714, 0.174, -0.105, -0.033], 0.1, 8)).toEqual([7, 2, -1, 0]);
  expect(largestRemainder([0.714, 0.174, -0.105, -0.033], 0.1, 7)).toEqual([7, 2, -1, -1]);
});
