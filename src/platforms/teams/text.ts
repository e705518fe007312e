import { z } from 'zod';
import { EVERYTHING, formLine } from '../../core/order-line.ts';
import type { Addressed } from './activity.ts';

const mention = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: z.string(), name: z.string().nullish() }),
  text: z.string().min(1),
});
const clientInfo = z.object({ type: z.literal('clientInfo'), timezone: z.string() });

/** What was typed: without the mention of the bot, others by their names, entities as the characters they mean. */
export function typed({ text, entities, recipient }: Addressed): { text: string; named: boolean } {
  const mentions = (entities ?? []).flatMap((entity) => mention.safeParse(entity).data ?? []);
  const own = mentions.filter(({ mentioned }) => mentioned.id === recipient.id);
  let words = text ?? '';
  for (const each of mentions) {
    const instead = own.includes(each) ? ' ' : (each.mentioned.name ?? ' ');
    words = words.replaceAll(each.text, () => instead);
  }
  return { text: decode(words).trim(), named: own.length > 0 };
}

const NAMED: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Character references are resolved once, so that `&amp;lt;` stays `&lt;`; a hard space is a space. */
function decode(text: string): string {
  return text
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/giu, (whole, decimal, hex, name) => {
      if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
      return character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) ?? whole;
    })
    .replaceAll('\u00a0', ' ');
}

const character = (code: number): string | null =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : null;

/** IANA zone of the writer's client, if it names one that exists. */
export function timezoneOf({ entities, localTimezone }: Addressed): string | undefined {
  const info = (entities ?? []).flatMap((entity) => clientInfo.safeParse(entity).data ?? [])[0];
  const zone = info?.timezone ?? localTimezone ?? '';
  return isZone(zone) ? zone : undefined;
}

function isZone(zone: string): boolean {
  if (zone === '') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Inputs come as strings beside the button's own data. */
const digest = z.object({
  line: z.string().regex(/^(?:digest|order \w{4} edit)$/),
  when: z.string(),
  time: z.string(),
  zone: z.string().default(''),
  scope: z.string().default(EVERYTHING),
  brief: z
    .string()
    .optional()
    .transform((said) => said === 'true'),
});
const alert = z.object({
  line: z.string().regex(/^(?:alert|order \w{4} edit)$/),
  of: z.enum(['drop', 'below']),
  amount: z.string(),
  scope: z.string().default(EVERYTHING),
});
/** A form's line is made of its fields; its button's own line asks for the form. */
const pressed = z.union([
  digest.transform((form) => ({ line: formLine(form.line, { order: 'digest', ...form }) })),
  alert.transform((form) => ({ line: formLine(form.line, { order: 'alert', ...form }) })),
  z.object({ line: z.string() }),
]);
const execute = z.object({ action: z.object({ verb: z.literal('ask'), data: pressed }) });

/** The command line of a button (`Action.Submit`), or null. */
export const submittedLine = (value: unknown): string | null => pressed.safeParse(value).data?.line ?? null;
/** The command line of an `Action.Execute`, or null. */
export const executedLine = (value: unknown): string | null =>
  execute.safeParse(value).data?.action.data.line ?? null;
