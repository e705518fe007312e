import { UserError } from './errors.ts';
import { nearest } from './nearest.ts';
import { fold } from './words.ts';

/** Names that the engine keeps under an older one, and the one that people know. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
};

/** An abbreviation says neither where nor, often, which: the places that are most often meant by it. */
const ABBREVIATED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    aest: ['Australia/Sydney', 'Australia/Brisbane'],
    brt: ['America/Sao_Paulo'],
    bst: ['Europe/London'],
    cet: ['Europe/Berlin', 'Europe/Paris', 'Europe/Oslo'],
    cst: ['America/Chicago', 'Asia/Shanghai'],
    eet: ['Europe/Helsinki', 'Europe/Athens'],
    est: ['America/New_York', 'America/Toronto'],
    gst: ['Asia/Dubai'],
    hkt: ['Asia/Hong_Kong'],
    hst: ['Pacific/Honolulu'],
    ist: ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem'],
    jst: ['Asia/Tokyo'],
    kst: ['Asia/Seoul'],
    msk: ['Europe/Moscow'],
    mst: ['America/Denver', 'America/Phoenix'],
    nzst: ['Pacific/Auckland'],
    pst: ['America/Los_Angeles'],
    sgt: ['Asia/Singapore'],
    wet: ['Europe/Lisbon'],
  }),
);
/** Summer time, and the short forms that Americans write, mean the same places. */
const SAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ aedt: 'aest', cdt: 'cst', ct: 'cst', edt: 'est', et: 'est', eest: 'eet', cest: 'cet', met: 'cet' },
    ...{ mdt: 'mst', mt: 'mst', nzdt: 'nzst', pdt: 'pst', pt: 'pst', west: 'wet' },
  }),
);

const known: readonly string[] = [
  ...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map((zone) => RENAMED[zone] ?? zone)]),
];

type Line = (zone: string) => string;

/**
 * An IANA zone as it is written, from its name in any case. Throws a `UserError` that offers what may be meant, each as
 * the `line` of it.
 */
export function parseZone(text: string, line: Line = (zone) => `timezone ${zone}`): string {
  const typed = fold(text).replaceAll(' ', '_');
  const zone = known.find((name) => name.toLowerCase() === typed);
  if (zone !== undefined) return zone;
  if (['gmt', 'z', 'zulu', 'etc/utc', 'etc/gmt'].includes(typed)) return 'UTC';
  const meant = ABBREVIATED.get(SAME.get(typed) ?? typed);
  if (meant !== undefined)
    throw instead(`"${text}" does not say where, and places change their clocks.`, meant, line);
  const older = typed.includes('/') ? resolved(typed) : null;
  if (older !== null) return older;
  if (/^(?:utc|gmt)?[+-]\d/u.test(typed))
    throw new UserError(`"${text}" knows no summer time. Name a place instead, such as Europe/Oslo.`, [
      line('Europe/Oslo'),
      line('UTC'),
    ]);
  throw unknownZone(text, typed, line);
}

/** A city, an abbreviation or an offset, which are no zones and which nothing else is called either. */
export function isAlmostZone(text: string): boolean {
  const typed = fold(text).replaceAll(' ', '_');
  return (
    ABBREVIATED.has(SAME.get(typed) ?? typed) ||
    /^(?:utc|gmt)?[+-]\d/u.test(typed) ||
    known.some((zone) => cityOf(zone).toLowerCase() === typed.replaceAll('_', ' '))
  );
}

const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

function unknownZone(text: string, typed: string, line: Line): UserError {
  const wanted = typed.replaceAll('_', ' ');
  const cities = known.map((zone) => ({ name: wanted.includes('/') ? zone : cityOf(zone), zone }));
  const exact = cities.filter(({ name }) => name.toLowerCase() === wanted);
  const near = exact.length > 0 ? exact : nearest(wanted, cities);
  if (near.length === 0) {
    const how = 'Zones are called after a continent and a city, such as Europe/Oslo or America/New_York.';
    return new UserError(`I don't know a zone called "${text.slice(0, 60)}". ${how}`, [line('UTC')]);
  }
  return instead(
    `I don't know a zone called "${text.slice(0, 60)}".`,
    near.map(({ zone }) => zone),
    line,
  );
}

function instead(why: string, zones: readonly string[], line: Line): UserError {
  const offered = zones.slice(0, 4);
  return new UserError(`${why} Did you mean ${offered.join(' or ')}?`, offered.map(line));
}

/** What the engine calls a zone, older names such as `US/Pacific` included; null where there is none. */
function resolved(zone: string): string | null {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    return RENAMED[timeZone] ?? timeZone;
  } catch {
    return null;
  }
}
