import { describe, expect, it } from 'vitest';
import { inMeasure } from '../../src/bot/in-measure.ts';
import { noticeCard } from '../../src/cards/notice.ts';
import type { Answer, Invocation } from '../../src/ports.ts';
import { ANYBODY, CHANNEL, NOW, OPERATOR, SHARED, TERMINAL } from '../support/bot.ts';

function open() {
  let now = NOW.getTime();
  let answered = 0;
  const answering = async (): Promise<Answer> => {
    answered += 1;
    return { card: noticeCard({ message: 'here', undo: null }), outcome: 'answered', audience: 'channel' };
  };
  const bot = inMeasure(() => new Date(now), answering);
  const ask = (from: Partial<Invocation> = {}) =>
    bot({ text: 'score', person: ANYBODY, conversation: CHANNEL, addressed: 'named', ...from });
  const many = async (count: number, from: Partial<Invocation> = {}) => {
    const outcomes: (string | null)[] = [];
    for (let nth = 0; nth < count; nth += 1) outcomes.push((await ask(from))?.outcome ?? null);
    return outcomes;
  };
  return { ask, many, answered: () => answered, wait: (ms: number) => (now += ms) };
}

const twenty = Array(20).fill('answered');

describe('a person who asks much', () => {
  it('is answered twenty times, told once, and then met with silence until the minute has passed', async () => {
    const { ask, many, answered, wait } = open();
    expect(await many(20)).toEqual(twenty);
    wait(15_000);
    const told = await ask({ conversation: SHARED });
    expect(told).toMatchObject({ outcome: 'refused', audience: 'asker' });
    expect(told?.card.text).toContain('20 questions within a minute');
    expect(told?.card.text).toContain('in 45 seconds');
    expect(await many(3)).toEqual([null, null, null]);
    expect(answered()).toBe(20);
    wait(45_000);
    expect(await many(1)).toEqual(['answered']);
  });

  it('takes nothing from anybody else, and the terminal is not counted', async () => {
    const { many } = open();
    await many(25);
    expect(await many(1, { person: OPERATOR })).toEqual(['answered']);
    expect(await many(50, { conversation: TERMINAL })).toEqual(Array(50).fill('answered'));
  });

  it('stays known while thousands of others ask, as long as the minute lasts', async () => {
    const { ask, many, wait } = open();
    await many(20);
    for (let nth = 0; nth < 9_000; nth += 1) await ask({ person: { ...ANYBODY, key: `slack:T1/U${nth}` } });
    expect(await many(2)).toEqual(['refused', null]);
    wait(60_000);
    expect(await many(21)).toEqual([...twenty, 'refused']);
  });
});
