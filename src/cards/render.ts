import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import type { Card } from './card.ts';
import type { Leaf, View } from './view.ts';

export type Medium = 'teams' | 'slack';
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Private-use characters that fence every word of a view until its place in the expanded card is known. */
const OPEN = '\u{E000}';
const CLOSE = '\u{E001}';
const FENCED = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`, 'gu');
/** Line breaks and control characters become a space; marks that reorder text are dropped. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;
const UNSEEN = /[\u200E\u200F\u202A-\u202E\u2066-\u2069\u{E000}\u{E001}]/gu;

const templates = new Map<string, Template>();

/** Fills one template of the card's pair: an Adaptive Card for Teams, `{ blocks }` for Slack. */
export function render(card: Card, medium: Medium): { [key: string]: Json } {
  const filled = template(card.name, medium).expand({ $root: fence(card.view, medium) }) as Json;
  return settle(filled, medium, false) as { [key: string]: Json };
}

/** Each template is parsed once: parsing per call costs fifteen times the expansion. */
function template(name: string, medium: Medium): Template {
  const file = `${name}.${medium}.json`;
  const known = templates.get(file);
  if (known !== undefined) return known;
  const path = new URL(`../../cards/${file}`, import.meta.url);
  const parsed = new Template(JSON.parse(readFileSync(path, 'utf8')));
  templates.set(file, parsed);
  return parsed;
}

function fence(node: View | Leaf | readonly (View | Leaf)[], medium: Medium): unknown {
  if (typeof node === 'string') return `${OPEN}${clean(node)}${CLOSE}`;
  if (typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map((item) => fence(item, medium));
  if (isLeaf(node)) return 'verbatim' in node ? node.verbatim : moment(node.instant, node.text, medium);
  return Object.fromEntries(Object.entries(node as View).map(([key, value]) => [key, fence(value, medium)]));
}

const isLeaf = (node: object): node is Exclude<Leaf, string | number | boolean> =>
  'verbatim' in node || 'instant' in node;

/** Words from outside on one line, without characters that act on the reader's screen. */
export function clean(text: string): string {
  return text.replace(BREAKS, ' ').replace(UNSEEN, '').trim();
}

/** Escapes what was fenced, by where it came to stand. `marked`: the string is read as markup there. */
function settle(node: Json, medium: Medium, marked: boolean): Json {
  if (typeof node === 'string') return node.replace(FENCED, (_, words: string) => escape(words, medium, marked));
  if (node === null || typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map((item) => settle(item, medium, false));
  const markup = node.type === 'TextBlock' || node.type === 'mrkdwn';
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, settle(value, medium, markup && key === 'text')]),
  );
}

/** Words for one place. Markup of the platform, mentions and date functions in them never act. */
export function escape(words: string, medium: Medium, marked: boolean): string {
  if (medium === 'slack') return marked ? slackText(words) : words;
  const inert = words.replaceAll('{{', '{\u200B{');
  return marked ? inert.replace(/[\\`*_[\]()#<>~|-]/gu, (mark, at: number) => teamsMark(mark, at)) : inert;
}

/** A hyphen starts a list at the start of a line only, and is left alone elsewhere. */
const teamsMark = (mark: string, at: number) => (mark === '-' && at > 0 ? mark : `\\${mark}`);

/** Slack's three: without an unescaped `<` there is no mention, no link and no `<!channel>`. */
export function slackText(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function moment(at: string, text: string, medium: Medium): string {
  const seconds = Math.floor(Date.parse(at) / 1000);
  const whole = `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
  return medium === 'teams'
    ? `{{DATE(${whole}, SHORT)}} {{TIME(${whole})}}`
    : `<!date^${seconds}^{date_short_pretty} {time}|${slackText(text).replaceAll('|', ' ')}>`;
}
