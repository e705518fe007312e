import { UserError } from './errors.ts';
import { nearest } from './nearest.ts';
import { DAYS, lineWith, SCHEDULES, zoneAt } from './parse-schedule.ts';
import type { Word } from './words.ts';
import { isAlmostZone } from './zone.ts';

const KNOWN = [...DAYS, 'brief'].map((name) => ({ name }));
const CADENCE = /^(?:(?:week|work)?days|weeks|months|quarters|years|hours|weekends?)$/;

/**
 * What may be wrong with a word that follows a schedule and that nothing is called: a zone by half of its name, a day
 * misspelt, a rhythm that there is not. Null where it looks like none of these. The first word of `words` that was not
 * read is at `from`. Something may come to be called so, so it is not told of the configuration file.
 */
export function misreadSchedule(words: readonly Word[], from: number): UserError | null {
  const at = words.findIndex(({ quoted }, place) => place >= from && !quoted);
  const text = words[at]?.text.toLowerCase() ?? '';
  const wrong = (why: string, lines: readonly string[]) => new UserError(why, lines, true);
  if (isAlmostZone(text)) return zoneError(words, at);
  if (text === 'last')
    return wrong('Day 31 is the last one of each month, however long it is.', ['digest monthly 31 09:00']);
  if (CADENCE.test(text) || text.split(/[,+&/]/).every((part) => DAYS.includes(part)))
    return wrong('A digest is daily, on one day of the week, or on one day of the month.', offered);
  const [near] = nearest(text, KNOWN);
  if (near === undefined) return null;
  return wrong(`I can't read "${text}". Did you mean ${near.name}?`, [lineWith(words, at, near.name)]);
}

const offered = SCHEDULES.map((schedule) => `digest ${schedule}`);

function zoneError(words: readonly Word[], at: number): UserError | null {
  try {
    zoneAt(words, at);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return new UserError(error.message, error.suggestions, true);
  }
}
