import type { ActorShare } from '../core/actor.ts';
import type { CardContext, Contributed } from './data.ts';
import { formatCount, formatMoment, formatNumber } from './format.ts';
import { clean, shownName } from './words.ts';

/** So many are named. */
const NAMED = 2;

/**
 * `by pipeline-x (Azure DevOps), Tue 17 Nov 14:02`, with numbers where it was not all of them by one: `9 by pipeline-x …;
 * 3 by a person …; and 2 others`. What turned may have turned for another reason: it was `last changed by`. Empty where
 * nobody is known.
 */
export function actorWords(
  { actors, count, cause }: Pick<Contributed, 'actors' | 'count' | 'cause'>,
  ctx: Pick<CardContext, 'zone' | 'now'>,
): string {
  const by = cause.startsWith('turned-') ? 'last changed by' : 'by';
  const alone = actors.length === 1 && actors[0]?.count === count;
  const said = actors.slice(0, NAMED).map((one) => {
    const words = `${by} ${whoWords(one)}, ${formatMoment(one.at, ctx.zone, ctx.now)}`;
    return alone ? words : `${formatNumber(one.count)} ${words}`;
  });
  const others = actors.length - said.length;
  return [...said, ...(others > 0 ? [`and ${formatCount(others, 'other')}`] : [])].join('; ');
}

/** An application that is known by its id alone is said to be one. */
function whoWords({ name, type, client }: ActorShare): string {
  const shown = name === null ? nameless(type) : isId(name) ? `app ${name}` : shownName(name);
  return client === null || clean(client) === '' ? shown : `${shown} (${shownName(client)})`;
}

const nameless = (type: ActorShare['type']): string => (type === 'person' ? 'a person' : 'an app');

const isId = (name: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(name);
