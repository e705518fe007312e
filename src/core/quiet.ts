import { UserError } from './errors.ts';
import { isZoneLike } from './parse-schedule.ts';
import { lastRun, nextRun } from './schedule.ts';
import { type WallTime, wallTimeIn, wallTimeText } from './wall-time.ts';
import { joinWords, type Word } from './words.ts';
import { parseZone } from './zone.ts';

/** Each day from one wall time to another, past midnight where `to` is the earlier one: alerts wait until it is over. */
export type QuietHours = { from: WallTime; to: WallTime; zone: string };

/** When the quiet hours end that hold at `now`; null where none do. */
export function quietUntil(quiet: QuietHours | null | undefined, now: Date): Date | null {
  if (quiet == null) return null;
  const daily = (time: WallTime) => ({ every: 'day', ...time, zone: quiet.zone }) as const;
  const begun = lastRun(daily(quiet.from), now);
  return begun > lastRun(daily(quiet.to), now) ? nextRun(daily(quiet.to), now) : null;
}

/** The command that sets them: `quiet 22:00 to 07:00 Europe/Oslo`. */
export const quietLine = ({ from, to, zone }: QuietHours): string =>
  `quiet ${wallTimeText(from)} to ${wallTimeText(to)} ${zone}`;

/** What words say of quiet hours; `zone` null where they name none. */
export type SaidQuiet = Omit<QuietHours, 'zone'> & { zone: string | null };

const LINKS = new Set(['from', 'between', 'to', 'until', 'till', 'and', '-', 'at', 'every', 'day', 'daily']);

/** Reads `22:00 to 07:00`, `from 10pm until 7am Europe/Oslo`, `22:00-07:00`. Throws a `UserError`. */
export function quietIn(words: readonly Word[]): SaidQuiet {
  const texts = words.flatMap(({ text }) => parted(text.toLowerCase()));
  const times: WallTime[] = [];
  let zone: string | null = null;
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at] ?? '';
    const found = wallTimeIn(text, texts[at + 1] ?? '');
    if (found?.time === null)
      throw wrong(words, `"${text}" is no time of the day: write it as 22:00 or 10pm.`);
    if (found !== null) {
      times.push(found.time);
      at += found.taken - 1;
    } else if (isZoneLike(text))
      zone = parseZone(text, (meant) => `quiet ${texts.with(at, meant).join(' ')}`);
    else if (!LINKS.has(text)) throw wrong(words, `I don't know what "${text.slice(0, 40)}" means there.`);
  }
  const [from, to, more] = times;
  if (from === undefined || to === undefined || more !== undefined)
    throw wrong(words, 'They have one time at which they begin, and one at which they end.');
  if (wallTimeText(from) === wallTimeText(to))
    throw wrong(words, 'They begin and end at the same time. To be told of nothing at all: snooze.');
  return { from, to, zone };
}

/** `22:00-07:00`; a zone keeps its dashes. */
const parted = (text: string): string[] => (/^\d[^-]*-\d[^-]*$/.test(text) ? text.split('-') : [text]);

const wrong = (words: readonly Word[], why: string): UserError =>
  new UserError(`I can't read "${joinWords(words).slice(0, 60)}" as quiet hours. ${why}`, [
    'quiet 22:00 to 07:00',
    'quiet off',
  ]);
