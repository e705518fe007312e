import { whatToFix } from '../answers/fix.ts';
import type { World } from '../answers/world.ts';
import type { CardContext } from '../cards/data.ts';
import { UserError } from '../core/errors.ts';
import { isolate } from '../core/isolate.ts';
import { quoteName } from '../core/quote.ts';
import type { Scope } from '../core/scope.ts';

const MOST_OFFERED = 3;

/** A scope, and nothing that would be fixed in it: offers what would bring most there. */
export async function nothingFixed(world: World, scope: Scope, { address }: CardContext): Promise<UserError> {
  const { recommendations } = await whatToFix(world, scope);
  const of = address(scope) === '' ? '' : ` ${address(scope)}`;
  const best = recommendations
    .filter(({ potentialIncrease }) => potentialIncrease > 0)
    .slice(0, MOST_OFFERED)
    .map(({ id, name }) => `what if ${quoteName(name, id)}${of}`);
  const form = `"what if <control or recommendation>${of}"`;
  return new UserError(
    `What if what was fixed in ${isolate(scope.name)}? Name it before the scope: ${form}.`,
    [...best, ...(best.length > 0 ? [`fix${of}`] : [])],
  );
}
