import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scoreOf } from '../../src/answers/score.ts';
import { explainedScoreOf } from '../../src/answers/why.ts';
import { openWorld, type World } from '../../src/answers/world.ts';
import { ALL, type Scope } from '../../src/core/scope.ts';
import { createDemoSource } from '../../src/demo/demo-source.ts';
import { openTestBot, TERMINAL, type TestBot } from '../support/bot.ts';

let test: TestBot;
let world: World;
beforeAll(async () => {
  test = await openTestBot(['2026-11-16', '2026-11-22', '2026-11-23']);
  const source = async () => createDemoSource('2026-11-23');
  const now = new Date('2026-11-23T06:30:00Z');
  world = await openWorld({ posture: test.stores.posture, source, now }, [], TERMINAL);
}, 60_000);
afterAll(() => test.stores.close());

function prod(): Scope {
  const found = world.estate.subscriptions.find(({ name }) => name === 'Contoso Prod');
  if (found === undefined) throw new Error('the demo has no Contoso Prod');
  return { kind: 'subscription', id: found.id, name: found.name };
}

/** The world, and how often the log is read in it. */
function counting(changes?: number): { counted: World; reads: () => number } {
  let reads = 0;
  const { log } = world.posture;
  const counted = {
    ...world,
    posture: {
      ...world.posture,
      log: {
        ...log,
        changes: changes === undefined ? log.changes : async () => changes,
        read: (request: Parameters<typeof log.read>[0]) => {
          reads += 1;
          return log.read(request);
        },
      },
    },
  };
  return { counted, reads: () => reads };
}

describe('why a score moved', () => {
  it('is said where a week changed little enough, and reads the log for it once', async () => {
    const { counted, reads } = counting();
    const { why } = await explainedScoreOf(counted, ALL);
    expect(why?.length).toBeGreaterThan(0);
    expect(reads()).toBe(1);
    expect(Math.sign(why?.[0]?.delta ?? 0)).toBe(
      Math.sign((await scoreOf(world, ALL)).changes[1]?.percentage ?? 0),
    );
  });

  it.each([
    ['several subscriptions', ALL, 10_000],
    ['one', null, 50_000],
  ])('is left out of %s, unread, where too much changed', async (_, wide, most) => {
    const scope = wide ?? prod();
    const { counted, reads } = counting(most + 1);
    expect((await explainedScoreOf(counted, scope)).why).toBeNull();
    expect(reads()).toBe(0);
    expect((await explainedScoreOf(counting(most).counted, scope)).why).not.toBeNull();
  });

  it('counts the changes of snapshots after one up to another', async () => {
    const { log } = world.posture;
    const all = await log.changes({ from: 0, to: 3 });
    const later = await log.changes({ from: 1, to: 3 });
    expect(later).toBeGreaterThan(0);
    expect(all - later).toBe(await log.changes({ from: 0, to: 1 }));
    expect(await log.changes({ from: 3, to: 3 })).toBe(0);
  });

  it('is not looked for by the score alone', async () => {
    const { counted, reads } = counting();
    expect((await scoreOf(counted, ALL)).why).toBeNull();
    expect(reads()).toBe(0);
  });
});
