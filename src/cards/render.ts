import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import type { Card } from './card.ts';
import { INERT, slackMarkup, slackText, teamsInert, teamsMarkup } from './escape.ts';
import type { Leaf, View } from './view.ts';
import { clean } from './words.ts';

export type Medium = 'teams' | 'slack';
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Control characters, which no clean words hold, fence words and moments until their place in the card is known. */
const OPEN = '\u0001';
const CLOSE = '\u0002';
const MOMENT = '\u0003';

const templates = new Map<string, Template>();

/** Fills one template of the card's pair: an Adaptive Card for Teams, `{ blocks }` for Slack. */
export function render(card: Card, medium: Medium): { [key: string]: Json } {
  const filled = template(card.name, medium).expand({ $root: fence(card.view) }) as Json;
  return settle(filled, medium) as { [key: string]: Json };
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
  if (typeof node === 'string') return INERT.test(node) ? node : `${OPEN}${clean(node)}${CLOSE}`;
  if (typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map((item) => fence(item));
  if (isLeaf(node)) {
    return 'verbatim' in node
      ? node.verbatim
      : `${OPEN}${clean(node.instant)}${MOMENT}${clean(node.text)}${CLOSE}`;
  }
  const fenced: { [key: string]: unknown } = {};
  const view = node as View;
  for (const key in view) fenced[key] = fence(view[key] ?? '');
  return fenced;
}

const isLeaf = (node: object): node is Exclude<Leaf, string | number | boolean> =>
  'verbatim' in node || 'instant' in node;

type Place = 'markup' | 'run' | 'plain';

/** Escapes what was fenced, by where it came to stand. What the engine has filled is ours, so it is changed in place. */
function settle(node: Json, medium: Medium): Json {
  if (typeof node === 'string') return settleWords(node, medium, false);
  if (node === null || typeof node !== 'object') return node;
  if (Array.isArray(node)) {
    for (let at = 0; at < node.length; at += 1) {
      const before = node[at] ?? null;
      const after = settle(before, medium);
      if (after !== before) node[at] = after;
    }
    return node;
  }
  // The engine repeats objects only, so a table row of a template is `{ cells }` and becomes its array here.
  if (Array.isArray(node.cells)) return settle(node.cells, medium);
  for (const key in node) settleField(node, key, medium);
  return node;
}

function settleField(node: { [key: string]: Json }, key: string, medium: Medium): void {
  const before = node[key] ?? null;
  if (typeof before === 'string') {
    if (before.includes(OPEN)) node[key] = settleWords(before, medium, placeOf(node, key));
  } else if (before === null) {
    // What `$when` leaves out of an object, the engine makes null, which no platform takes.
    delete node[key];
  } else if (typeof before === 'object') {
    const after = settle(before, medium);
    if (after !== before) node[key] = after;
  }
}

function settleWords(text: string, medium: Medium, place: Place | false): string {
  let settled = '';
  let from = 0;
  for (let open = text.indexOf(OPEN); open !== -1; open = text.indexOf(OPEN, from)) {
    const close = text.indexOf(CLOSE, open);
    // A command line goes in as it is, whatever it holds.
    if (close === -1) break;
    const moment = text.lastIndexOf(MOMENT, close);
    const at = moment > open ? text.slice(open + 1, moment) : undefined;
    const words = text.slice((at === undefined ? open : moment) + 1, close);
    settled += text.slice(from, open) + written(words, at, medium, place);
    from = close + 1;
  }
  return from === 0 ? text : settled + text.slice(from);
}

/** Markdown or mrkdwn is read in these strings and in no other. Facts are the objects of a title and a value. */
function placeOf(node: { [key: string]: Json }, key: string): Place {
  const { type } = node;
  if (key === 'text') {
    if (type === 'TextBlock' || type === 'mrkdwn' || type === 'markdown') return 'markup';
    return type === 'TextRun' ? 'run' : 'plain';
  }
  const fact =
    (key === 'title' || key === 'value') && type === undefined && 'title' in node && 'value' in node;
  return fact ? 'markup' : 'plain';
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
