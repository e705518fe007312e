import { expect, test, vi } from 'vitest';
import { memo } from '../../../src/platforms/slack/memo.ts';

function remembered(read: (key: string) => Promise<string | null>) {
  let now = 0;
  const reading = vi.fn(read);
  const of = memo(reading, 1000, () => new Date(now));
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { reading, of, pass };
}

test('a reading is kept until its time is over', async () => {
  const { reading, of, pass } = remembered(async (key) => `${key}!`);
  expect([await of('a'), await of('a'), await of('b')]).toEqual(['a!', 'a!', 'b!']);
  expect(reading).toHaveBeenCalledTimes(2);
  pass(999);
  await of('a');
  expect(reading).toHaveBeenCalledTimes(2);
  pass(1);
  await of('a');
  expect(reading).toHaveBeenCalledTimes(3);
});

test('questions during one reading share it', async () => {
  const { reading, of } = remembered(async (key) => key);
  await Promise.all([of('a'), of('a'), of('a')]);
  expect(reading).toHaveBeenCalledTimes(1);
});

test('what was not found, and what failed, is asked again', async () => {
  let times = 0;
  const { of } = remembered(async () => {
    times += 1;
    if (times === 1) return null;
    if (times === 2) throw new Error('away');
    return 'found';
  });
  expect(await of('a')).toBeNull();
  await expect(of('a')).rejects.toThrow('away');
  expect(await of('a')).toBe('found');
});

test('the oldest is forgotten before it becomes too many', async () => {
  const { reading, of } = remembered(async (key) => key);
  for (let i = 0; i <= 2000; i += 1) await of(String(i));
  await of('2000');
  expect(reading).toHaveBeenCalledTimes(2001);
  await of('0');
  expect(reading).toHaveBeenCalledTimes(2002);
});
