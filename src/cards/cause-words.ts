import type { Contributed } from './data.ts';
import { formatCount, formatNumber } from './format.ts';
import { oneOfType, resourceTypeName } from './resource-type.ts';
import { sentence, shownName } from './words.ts';

type Said = Pick<Contributed, 'cause' | 'count' | 'type' | 'stays'> & { why?: Contributed['why'] };

/** What happened, as a row: `12 storage accounts added`. */
export const rowWords = (one: Said): string => sentence(wordsOf(one).row);
/** The same inside a sentence: `12 storage accounts were added`. */
export const happened = (one: Said): string => wordsOf(one).said;

type Words = { row: string; said: string };

function wordsOf(one: Said): Words {
  const { cause, count } = one;
  const things = thingWords(count, one.type);
  switch (cause) {
    case 'resource-added':
      return passive(things, 'added', count);
    case 'resource-deleted':
      return passive(things, 'deleted', count);
    case 'exempted':
      return passive(things, 'exempted', count);
    case 'exemption-ended':
      return passive(things, 'no longer exempted', count);
    case 'turned-unhealthy':
      return whole(`${things} turned unhealthy`);
    case 'turned-healthy':
      return whole(`${things} turned healthy`);
    case 'became-not-applicable':
      return whole(`${things} became not applicable`);
    case 'became-applicable':
      return whole(`${things} became applicable`);
    default:
      return weightWords(one, cause, things);
  }
}

/** Of what is worth more or less than before. */
function weightWords(
  { count, type, why = null, stays = false }: Said,
  cause: Exclude<
    Contributed['cause'],
    `resource-${string}` | 'exempted' | 'exemption-ended' | `turned-${string}` | `became-${string}`
  >,
  things: string,
): Words {
  const scopes = formatCount(count, type?.endsWith('/securityconnectors') ? 'connector' : 'subscription');
  switch (cause) {
    case 'recommendation-added':
      return whole(`a recommendation began to count, with ${things}`);
    case 'recommendation-removed':
      return whole(`a recommendation no longer counts, with ${things}`);
    case 'control-added':
      return whole(`a control began to count, with ${things}`);
    case 'control-removed':
      return whole(`a control no longer counts, with ${things}`);
    case 'control-max-changed':
      return whole(`what a control is worth changed in ${scopes}`);
    case 'weight-changed':
      return whole(`the weight of ${scopes} changed`);
    case 'subscription-added':
      if (why === 'became-visible') return whole(`${scopes} became visible`);
      if (stays) return whole(`${scopes} began to count`);
      return passive(scopes, why === 'moved' ? 'moved here' : 'added', count);
    case 'subscription-removed':
      if (stays) return whole(`${scopes} no longer ${count === 1 ? 'counts' : 'count'}`);
      return passive(scopes, why === 'moved' ? 'moved away' : 'removed', count);
  }
}

const passive = (subject: string, words: string, count: number): Words => ({
  ...{ row: `${subject} ${words}`, said: `${subject} ${count === 1 ? 'was' : 'were'} ${words}` },
});
const whole = (words: string) => ({ row: words, said: words });

function thingWords(count: number, type: string | null): string {
  if (type === null) return formatCount(count, 'resource');
  const name = count === 1 ? oneOfType(type) : resourceTypeName(type);
  return `${formatNumber(count)} ${inSentence(shownName(name))}`;
}

/** Only common words lose their capital: a brand or an acronym keeps it. */
const inSentence = (name: string): string =>
  /^(?:Storage|Virtual|Key|Container|Network|Disks?|Subnets?|Resource|Data|Cloud|Web|Subscriptions?)\b/.test(
    name,
  )
    ? `${name.charAt(0).toLowerCase()}${name.slice(1)}`
    : name;
