import { FAMILY } from './card-facts.ts';

type Node = { readonly [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every string of a message with the object and the name that it stands under. */
function* strings(node: unknown): Generator<{ text: string; key: string; of: Node }> {
  if (!isNode(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') yield { text: value, key, of: node };
    else yield* strings(value);
  }
}

/** Command lines and addresses are not shown; they hold names as they are. */
const HIDDEN = new Set(['value', 'line', 'url', 'action_id']);
const shownIn = (message: unknown) => [...strings(message)].filter(({ key }) => !HIDDEN.has(key));

/** What would mention, link or format by itself in a Slack message, in words; empty where nothing does. */
export function slackPings(message: { text: string; blocks: unknown }): string[] {
  const parsed = [...strings(message.blocks)].filter(
    ({ key, of }) => key === 'text' && ['mrkdwn', 'markdown'].includes(String(of.type)),
  );
  const typed = [...strings(message.blocks)].filter(({ key }) => key === 'type');
  return [
    ...[message.text, ...parsed.map(({ text }) => text)].flatMap(markupFaults),
    ...parsed.flatMap(({ of }) => (of.verbatim === true ? [] : [`not verbatim: ${String(of.text)}`])),
    ...typed.flatMap(({ text }) => (MENTIONING.has(text) ? [`an element ${text}`] : [])),
    ...('parse' in message || 'link_names' in message ? ['names are looked for in the text'] : []),
  ];
}

const MENTIONING = new Set(['user', 'usergroup', 'channel', 'broadcast', 'emoji', 'markdown']);
const OUR_MOMENT = /<!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>|]*>/g;

function markupFaults(text: string): string[] {
  const rest = text.replace(OUR_MOMENT, '');
  return [
    ...(/[<>]/.test(rest) ? [`an open bracket: ${rest}`] : []),
    ...(/&(?!(?:amp|lt|gt);)/.test(rest) ? [`an open ampersand: ${rest}`] : []),
    ...(/(?:^|\s)[_~][^\s_~][^_~]*[_~](?:\s|$)|`/.test(rest) ? [`a format: ${rest}`] : []),
  ];
}

/** The same of a Teams activity. */
export function teamsPings(activity: object): string[] {
  const all = [...strings(activity)];
  const marked = all.filter(({ key, of }) => key === 'text' && of.type === 'TextBlock');
  const nodes = all.map(({ of }) => of);
  return [
    ...nodes.flatMap((of) => ('entities' in of || 'msteams' in of ? ['an entity'] : [])),
    ...('entities' in activity ? ['an entity of the activity'] : []),
    ...marked.flatMap(({ text }) => (/(?<!\\)(?:\\\\)*<(?!\\)/.test(text) ? [`open: ${text}`] : [])),
    ...shownIn(activity).flatMap(({ text }) =>
      /\{\{/.test(text.replace(OUR_DATE, '')) ? [`a function: ${text}`] : [],
    ),
  ];
}

const OUR_DATE =
  /\{\{DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, SHORT\)\}\} \{\{TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)\}\}/g;

/**
 * What is shown in pieces or acts on the reader's screen: half letters, hidden marks (but a pair that isolates a name),
 * line breaks out of names.
 */
export function brokenWords(message: unknown): string[] {
  return shownIn(message).flatMap(({ text, key }) => {
    const rest = text.replaceAll(FAMILY, '');
    const inTheOpen = text.replace(/\u2068([^\u2068\u2069]*)\u2069/gu, '$1');
    return [
      ...(text.isWellFormed() ? [] : [`half a character: ${text}`]),
      ...(/[\u{1F466}-\u{1F469}\u200D]/u.test(rest) ? [`half a letter: ${text}`] : []),
      ...(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uE000-\uE003]/u.test(inTheOpen)
        ? [`hidden marks: ${text}`]
        : []),
      ...(key !== 'text' && /[\n\r]/.test(text) ? [`a line break: ${text}`] : []),
    ];
  });
}
