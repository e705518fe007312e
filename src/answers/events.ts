import { eventsIn, type ScoreEvent } from '../core/events.ts';
import type { Scope } from '../core/scope.ts';
import { isSingle, membersOf, type World } from './world.ts';

/** What Microsoft changed for everybody in a time, where it concerns what the scope holds now; oldest first. */
export function eventsOf(world: World, scope: Scope, span: { from: Date; to: Date }): ScoreEvent[] {
  const environments = new Set(membersOf(world, scope).map(({ environment }) => environment));
  return eventsIn(span, { environments, wide: !isSingle(scope), china: world.china });
}
