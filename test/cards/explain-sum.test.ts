import fc from 'fast-check';
import { expect, it } from 'vitest';
import { explainCard } from '../../src/cards/explain.ts';
import { context } from '../support/card-facts.ts';
import { explanation } from '../support/explain-facts.ts';

/** What a line shows, in tenths of a percentage point. */
function tenths(line: string): number {
  const [, shown = '0'] = /^(?:sum )?[▲▼■]\s([+−]\d+\.\d)\spp/.exec(line) ?? [];
  return Math.round(10 * Number(shown.replace('−', '-')));
}

/** The rows of a card whose causes brought `deltas`, and the sum below them, as they are read. */
function shown(deltas: readonly number[], delta: number): { rows: number; sum: number } {
  const [one] = explanation().contributions;
  if (one === undefined) throw new Error('no contribution');
  const residual = delta - deltas.reduce((sum, each) => sum + each, 0);
  const contributions = deltas.map((each) => ({ ...one, delta: each }));
  const { text } = explainCard(explanation({ contributions, residual, delta }), context());
  const lines = text
    .split('\n')
    .filter((line) => /^(?:sum )?[▲▼■]\s(?:[+−]\d+\.\d\spp|under|unchanged)/.test(line));
  const sum = lines.findIndex((line) => line.startsWith('sum '));
  return {
    rows: lines.slice(0, sum).reduce((total, line) => total + tenths(line), 0),
    sum: tenths(lines[sum] ?? ''),
  };
}

it('adds up as displayed where the change ends in half a tenth, and what is lost in binary would round it down', () => {
  const deltas = [0.7142857142857143, 0.17421602787456444, -0.10504201680672268, -0.039499670836076334];
  expect(shown(deltas, 0.75)).toEqual({ rows: 8, sum: 8 });
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: -100, max: 100 }),
      (parts, halves) => {
        const { rows, sum } = shown(parts, halves / 20);
        expect(rows).toBe(sum);
      },
    ),
  );
});
