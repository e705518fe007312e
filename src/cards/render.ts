import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import type { Card } from './card.ts';
import { slackMarkup, slackText, teamsInert, teamsMarkup } from './escape.ts';
import type { Leaf, View } from './view.ts';
import { clean } from './words.ts';

export type Medium = 'teams' | 'slack';
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Private-use characters that fence every word and moment of a view until its place in the card is known. */
const OPEN = '\u{E000}';
const CLOSE = '\u{E001}';
const MOMENT = '\u{E002}';
const FENCED = new RegExp(`${OPEN}(?:([^${MOMENT}${CLOSE}]*)${MOMENT})?([^${CLOSE}]*)${CLOSE}`, 'gu');

const templates = new Map<string, Template>();

/** Fills one template of the card's pair: an Adaptive Card for Teams, `{ blocks }` for Slack. */
export function render(card: Card, medium: Medium): { [key: string]: Json } {
  const filled = template(card.name, medium).expand({ $root: fence(card.view) }) as Json;
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

function fence(node: View | Leaf | readonly (View | Leaf)[]): unknown {
  if (typeof node === 'string') return `${OPEN}${clean(node)}${CLOSE}`;
  if (typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map((item) => fence(item));
  if (isLeaf(node)) {
    return 'verbatim' in node
      ? node.verbatim
      : `${OPEN}${clean(node.instant)}${MOMENT}${clean(node.text)}${CLOSE}`;
  }
  return Object.fromEntries(Object.entries(node as View).map(([key, value]) => [key, fence(value)]));
}

const isLeaf = (node: object): node is Exclude<Leaf, string | number | boolean> =>
  'verbatim' in node || 'instant' in node;

type Place = 'markup' | 'run' | 'plain';

/** Escapes what was fenced, by where it came to stand. */
function settle(node: Json, medium: Medium, under: Place | false): Json {
  if (typeof node === 'string')
    return node.replace(FENCED, (_, at, words) => written(words, at, medium, under));
  if (node === null || typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map((item) => settle(item, medium, false));
  // The engine repeats objects only, so a table row of a template is `{ cells }` and becomes its array here.
  if (Array.isArray(node.cells)) return settle(node.cells, medium, false);
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, settle(value, medium, placeOf(node, key))]),
  );
}

/** Markdown or mrkdwn is read in these strings and in no other. Facts are the objects of a title and a value. */
function placeOf(node: { [key: string]: Json }, key: string): Place {
  if (key === 'text' && ['TextBlock', 'mrkdwn', 'markdown'].includes(String(node.type))) return 'markup';
  if (key === 'text' && node.type === 'TextRun') return 'run';
  const fact = node.type === undefined && 'title' in node && 'value' in node;
  return fact && (key === 'title' || key === 'value') ? 'markup' : 'plain';
}

function written(words: string, at: string | undefined, medium: Medium, place: Place | false): string {
  if (at !== undefined && place !== 'plain') return moment(at, words, medium);
  return escaped(words, medium, place === 'markup');
}

/** Words for one place. Markup of the platform, mentions and date functions in them never act. */
export function escaped(words: string, medium: Medium, marked: boolean): string {
  if (medium === 'slack') return marked ? slackMarkup(words) : words;
  return teamsInert(marked ? teamsMarkup(words) : words);
}

/** In the reader's own zone, where the string is one that the platform looks into. */
function moment(at: string, words: string, medium: Medium): string {
  const seconds = Math.floor(Date.parse(at) / 1000);
  if (Number.isNaN(seconds)) return escaped(words, medium, true);
  const whole = `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
  return medium === 'teams'
    ? `{{DATE(${whole}, SHORT)}} {{TIME(${whole})}}`
    : `<!date^${seconds}^{date_short_pretty} {time}|${slackText(words).replaceAll('|', ' ')}>`;
}
