/** Numbers into words, here and nowhere else. The locale is fixed and the machine's zone is never read. */
const LOCALE = 'en-GB';
/** Keeps a number and its unit on one line. */
const NBSP = '\u00A0';
const MINUS = '\u2212';

const oneDecimal = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDecimals = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });

type Unknown = number | null | undefined;
const known = (value: Unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** 0 to 100 as `61.4 %`. */
export const formatPercent = (value: Unknown): string =>
  known(value) ? `${oneDecimal.format(value)}${NBSP}%` : 'unknown';

const asTyped = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });

/** A percentage that a person set, 0 to 100, as it was typed: `80 %`, `82.5 %`. */
export const formatTarget = (percent: number): string => `${asTyped.format(percent)}${NBSP}%`;

/** A drop that a person set, in percentage points, as it was typed: `5 pp`. */
export const formatDrop = (points: number): string => `${asTyped.format(points)}${NBSP}pp`;

/** Which way a change of percentage points goes, as displayed: one decimal. */
export function direction(change: number): 'up' | 'down' | 'unchanged' {
  const shown = Math.round(Math.abs(change) * 10);
  if (shown === 0) return 'unchanged';
  return change > 0 ? 'up' : 'down';
}

const amount = (change: number) => `${oneDecimal.format(Math.abs(change))}${NBSP}pp`;

/** The tenths of a percentage point in which a change is shown: what its parts must sum to. */
export const tenthsShown = (change: number): number =>
  Math.sign(change) * Math.round(10 * Number(oneDecimal.format(Math.abs(change))));

/** A change in percentage points: `▼ −3.2 pp`, `▲ +1.1 pp` or `■ unchanged`. */
export function formatChange(change: Unknown): string {
  if (!known(change)) return 'change unknown';
  switch (direction(change)) {
    case 'up':
      return `▲${NBSP}+${amount(change)}`;
    case 'down':
      return `▼${NBSP}${MINUS}${amount(change)}`;
    case 'unchanged':
      return `■${NBSP}unchanged`;
  }
}

/** A part of a change inside a sentence: `−2.1 pp`. */
export const formatShare = (change: number): string => formatChange(change).slice(2);

/**
 * A part of a change, in tenths of a percentage point: `▼ −0.4 pp`. None of them is `▼ under 0.1 pp`, in the direction
 * of what it exactly is.
 */
export function formatTenths(tenths: number, exact: number): string {
  if (tenths !== 0) return formatChange(tenths / 10);
  const arrow = exact > 0 ? '▲' : exact < 0 ? '▼' : '■';
  return `${arrow}${NBSP}under 0.1${NBSP}pp`;
}

/** The same inside a sentence: `down 3.2 pp`. */
export function changeWords(change: number): string {
  const way = direction(change);
  return way === 'unchanged' ? way : `${way} ${amount(change)}`;
}

/** What fixing something would add, in percentage points of the scope: `+17.2 pp`. */
export function formatGain(gain: Unknown): string {
  if (!known(gain)) return 'gain unknown';
  if (gain <= 0) return `no gain`;
  return direction(gain) === 'unchanged' ? `under +0.1${NBSP}pp` : `+${amount(gain)}`;
}

/** What is still missing, in percentage points: `18.6 pp`. */
export function formatMissing(missing: Unknown): string {
  if (!known(missing)) return 'unknown';
  return direction(missing) === 'unchanged' && missing > 0 ? `under 0.1${NBSP}pp` : amount(missing);
}

/** Azure's points with the word, which goes by the second number: `35.60 of 58 points`, `0.67 of 1 point`. */
export const formatPointsOf = (current: Unknown, max: Unknown): string =>
  `${formatPoints(current, max)} ${max === 1 ? 'point' : 'points'}`;

/** Azure's points without the word: `35.60 of 58`. */
export const formatPoints = (current: Unknown, max: Unknown): string =>
  known(current) && known(max) ? `${points(current)} of ${points(max)}` : 'unknown';

function points(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return Number.isInteger(rounded) ? whole.format(rounded) : twoDecimals.format(rounded);
}

/** `1 subscription`, `1,200 subscriptions`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}

export const formatNumber = (count: number): string => whole.format(count);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in the largest unit that says enough; both ISO 8601. */
export function formatAge(at: string, now: string): string {
  const passed = Date.parse(now) - Date.parse(at);
  if (Number.isNaN(passed)) return 'age unknown';
  if (passed < MINUTE) return 'just now';
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  if (passed < 2 * DAY) return `${Math.floor(passed / HOUR)} h ago`;
  return `${whole.format(Math.floor(passed / DAY))} days ago`;
}

/** A moment in an IANA zone: `Mon 16 Nov 09:00`, with its year where that is not the present one, in UTC where null. */
export function formatMoment(at: string, zone: string | null, now: string): string {
  const moment = parts(at, zone);
  if (moment === null) return 'at an unknown time';
  const year = moment.year === parts(now, zone)?.year ? '' : ` ${moment.year}`;
  const utc = zone === null ? ' UTC' : '';
  return `${moment.weekday} ${moment.day} ${moment.month}${year} ${moment.hour}:${moment.minute}${utc}`;
}

/** A day (`YYYY-MM-DD`) that is to come or has passed: `31 Mar`, with its year where that is not the nearest one. */
export function formatDay(day: string, now: string): string {
  const at = parts(`${day}T12:00:00Z`, 'UTC');
  if (at === null) return 'an unknown day';
  const ahead = (Date.parse(`${day}T12:00:00Z`) - Date.parse(now)) / DAY;
  return `${at.day} ${at.month}${ahead > -30 && ahead < 300 ? '' : ` ${at.year}`}`;
}

/** A moment in a zone, part by part; null where it is none. */
export function parts(at: string, zone: string | null) {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return null;
  const found = clock(zone ?? 'UTC').formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes) => found.find((one) => one.type === type)?.value ?? '';
  return {
    weekday: part('weekday'),
    day: part('day'),
    month: part('month'),
    year: part('year'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

/** Making one takes longer than a whole card. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(LOCALE, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(timeZone, made);
  return made;
}

/** 0 to 100 as a number of a chart, to the decimal that is shown beside it. */
export const chartPercent = (value: number): number => Math.round(value * 10) / 10;

/** How long something took: `0.4 s`, `12.3 s`, `3 min`. */
export const formatSeconds = (seconds: number): string =>
  seconds < 120
    ? `${oneDecimal.format(seconds)}${NBSP}s`
    : `${whole.format(Math.round(seconds / 60))}${NBSP}min`;

/** A size on disk, in powers of ten as disks are sold: `12.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.max(1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  return `${oneDecimal.format(bytes / 1000 ** power)}${NBSP}${units[power - 1]}`;
}
