/** A time of day as a clock on the wall shows it. */
export type WallTime = { hour: number; minute: number };

const NAMED: Readonly<Record<string, WallTime>> = {
  noon: { hour: 12, minute: 0 },
  midnight: { hour: 0, minute: 0 },
};
const HALF = /^[ap]\.?m$/;

/** `09:00`. */
export const wallTimeText = ({ hour, minute }: WallTime): string =>
  [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');

/**
 * A time of day in lower case, `9am`, `9:30`, `noon`, or `9` with `am` in the next word; how many of the two it takes.
 * Null: no time at all; `time` null: it looks like one and is none, such as 25:00.
 */
export function wallTimeIn(text: string, next: string): { time: WallTime | null; taken: number } | null {
  const half = HALF.test(next) ? next.replace('.', '') : '';
  const taken = half === '' ? 1 : 2;
  if (Object.hasOwn(NAMED, text)) return { time: NAMED[text] ?? null, taken };
  const time = clockTime(`${text}${half}`);
  return time === undefined ? null : { time, taken };
}

/** Undefined: no time at all; null: one that no clock shows. */
function clockTime(text: string): WallTime | null | undefined {
  const [, hours, minutes = '0', half] = /^(\d{1,2})(?:[:.h](\d{2})?)?([ap]m)?$/.exec(text) ?? [];
  if (hours === undefined) return undefined;
  const minute = Number(minutes);
  const said = Number(hours);
  const hour = half === undefined ? said : (said % 12) + (half === 'pm' ? 12 : 0);
  const wrong = hour > 23 || minute > 59 || (half !== undefined && (said < 1 || said > 12));
  return wrong ? null : { hour, minute };
}
