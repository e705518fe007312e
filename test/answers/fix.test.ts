import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlData, FixData, FixRow } from '../../src/cards/data.ts';
import { dataOf, openTestBot, type TestBot } from '../support/bot.ts';

describe('why a recommendation gains nothing', () => {
  let test: TestBot;
  beforeAll(async () => {
    test = await openTestBot(['2026-11-23']);
  });
  afterAll(() => test.stores.close());

  it('is what its control counts, or what else its resources fail', async () => {
    const { controls } = dataOf<ControlData>(await test.ask('controls'));
    const { recommendations } = dataOf<FixData>(await test.ask('fix'));
    const maxOf = ({ control }: FixRow) => controls.find(({ id }) => id === control)?.max;
    const reasons = Map.groupBy(recommendations, ({ noGain }) => noGain);
    expect([...reasons.keys()].sort()).toEqual(['no-points', null, 'others-too'].sort());
    for (const row of reasons.get('no-points') ?? []) expect([row.name, maxOf(row)]).toEqual([row.name, 0]);
    for (const row of reasons.get('others-too') ?? []) expect(maxOf(row)).toBeGreaterThan(0);
    for (const row of reasons.get(null) ?? []) expect(row.potentialIncrease).toBeGreaterThan(0);
  });

  it('is said in words, on the card of such a control too', async () => {
    const { card } = await test.ask("control 'Implement security best practices'");
    expect(card.text).toContain('no points: the control it is in counts none');
    expect(card.text).not.toContain('fail another recommendation');
  });
});
