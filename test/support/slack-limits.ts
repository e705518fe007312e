import type { Json } from '../../src/cards/render.ts';

/** Lengths that Slack refuses to go past: https://docs.slack.dev/reference/block-kit, and what was measured. */
const TEXT: Readonly<Record<string, number>> = { header: 150, section: 3000, button: 75, fields: 2000 };
const BLOCKS = 50;
const ALL_TEXT = 12_000;
const MESSAGE_TEXT = 4000;

type Node = { [key: string]: Json };
const isNode = (value: Json | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
const textOf = (value: Json | undefined): string =>
  isNode(value) && typeof value.text === 'string' ? value.text : '';

/** Everything about a message that Slack would refuse, in words; empty where it would take it. */
export function slackFaults(message: { text: string; blocks: Json }): string[] {
  const blocks = listOf(message.blocks).filter(isNode);
  const nodes = blocks.flatMap((block) => [...walk(block)]);
  const actionIds = nodes.flatMap(({ action_id }) => (typeof action_id === 'string' ? [action_id] : []));
  const shown = nodes.reduce(
    (total, node) => total + (typeof node.text === 'string' ? node.text.length : 0),
    0,
  );
  return [
    ...over('blocks', blocks.length, BLOCKS),
    ...over('characters in all blocks', shown, ALL_TEXT),
    ...over('message text', message.text.length, MESSAGE_TEXT),
    ...(message.text.trim() === '' ? ['the message text is empty'] : []),
    ...(new Set(actionIds).size < actionIds.length ? ['an action_id is used twice'] : []),
    ...over('tables', blocks.filter(({ type }) => type === 'table').length, 1),
    ...over('charts', blocks.filter(({ type }) => type === 'data_visualization').length, 2),
    ...nodes.flatMap(nodeFaults),
  ];
}

function nodeFaults(node: Node): string[] {
  const type = String(node.type);
  const empty = typeof node.text === 'string' && node.text === '' ? [`${type} with empty text`] : [];
  switch (type) {
    case 'header':
    case 'section':
      return [
        ...over(`${type} text`, textOf(node.text).length, TEXT[type] ?? 0),
        ...over('fields', listOf(node.fields).length, 10),
        ...listOf(node.fields).flatMap((field) => over('field text', textOf(field).length, TEXT.fields ?? 0)),
      ];
    case 'button':
      return [
        ...over('button text', textOf(node.text).length, TEXT.button ?? 0),
        ...over('button value', String(node.value).length, 2000),
        ...over('action_id', String(node.action_id).length, 255),
      ];
    case 'actions':
      return between('action elements', listOf(node.elements).length, 1, 25);
    case 'context':
      return between('context elements', listOf(node.elements).length, 1, 10);
    case 'rich_text':
    case 'rich_text_list':
    case 'rich_text_section':
      return [...empty, ...between(`${type} elements`, listOf(node.elements).length, 1, 1000)];
    case 'link':
      return over('link url', String(node.url).length, 3000);
    case 'table':
      return tableFaults(node);
    case 'data_visualization':
      return chartFaults(node);
    default:
      return empty;
  }
}

function tableFaults(table: Node): string[] {
  const widths = listOf(table.rows).map((row) => listOf(row).length);
  return [
    ...between('table rows', widths.length, 2, 100),
    ...widths.flatMap((width) => between('table columns', width, 1, 20)),
    ...(new Set(widths).size > 1 ? ['the rows of a table differ in length'] : []),
  ];
}

/**
 * A line chart, as https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block has it: each series says
 * a finite number for every category, once.
 */
function chartFaults({ title, chart }: Node): string[] {
  if (!isNode(chart) || chart.type !== 'line' || !isNode(chart.axis_config)) return ['no line chart'];
  const axis = chart.axis_config;
  const categories = listOf(axis.categories).map(String);
  const series = listOf(chart.series).filter(isNode);
  const names = series.map(({ name }) => String(name));
  return [
    ...between('chart title', String(title).length, 1, 50),
    ...between('series', series.length, 1, 6),
    ...between('categories', categories.length, 1, 20),
    ...distinct('categories', categories),
    ...distinct('names of series', names),
    ...[...names, ...categories].flatMap((label) => between(`label ${label}`, label.length, 1, 20)),
    ...[axis.x_label, axis.y_label].flatMap((label) => over('axis label', String(label ?? '').length, 50)),
    ...series.flatMap(({ data }) => seriesFaults(listOf(data).filter(isNode), categories)),
  ];
}

function seriesFaults(points: readonly Node[], categories: readonly string[]): string[] {
  const labels = points.map(({ label }) => String(label));
  return [
    ...(JSON.stringify(labels) === JSON.stringify(categories) ? [] : ['a series without each category once']),
    ...points.flatMap(({ value }) => (Number.isFinite(value) ? [] : [`${JSON.stringify(value)} as a value`])),
  ];
}

const distinct = (what: string, all: readonly string[]): string[] =>
  new Set(all).size < all.length ? [`${what} repeat`] : [];

const over = (what: string, count: number, most: number): string[] =>
  count > most ? [`${what}: ${count} of ${most}`] : [];
const between = (what: string, count: number, least: number, most: number): string[] =>
  count < least ? [`${what}: ${count}, at least ${least}`] : over(what, count, most);

function* walk(node: Json): Generator<Node> {
  if (Array.isArray(node)) for (const item of node) yield* walk(item);
  else if (isNode(node)) {
    yield node;
    for (const value of Object.values(node)) yield* walk(value);
  }
}
