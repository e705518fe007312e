import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { render } from '../../src/cards/render.ts';
import { SAMPLES } from '../support/card-samples.ts';

const CARDS = new URL('../../cards/', import.meta.url);
const NAMES = [...new Set(SAMPLES.map(({ name }) => name))].toSorted();

test('each card is a pair, and each pair is a card', () => {
  const files = readdirSync(CARDS).filter((file) => file.endsWith('.json'));
  expect(files.toSorted()).toEqual(
    NAMES.flatMap((name) => [`${name}.slack.json`, `${name}.teams.json`]).toSorted(),
  );
});

describe.each(NAMES.flatMap((name) => [`${name}.teams`, `${name}.slack`]))('%s', (file) => {
  const source = readFileSync(new URL(`${file}.json`, CARDS), 'utf8');
  const template: unknown = JSON.parse(source);

  test('every path exists in every view', () => {
    for (const { name, card } of SAMPLES)
      if (file.startsWith(`${name}.`)) expect(missing(template, [card.view])).toEqual([]);
  });

  test('computes and formats nothing', () => {
    for (const [, inside] of source.matchAll(/\$\{([^}]*)\}/g))
      expect(inside).toMatch(/^[a-zA-Z.]+$|^\$index$/);
  });

  test('has no literal condition, which the engine ignores', () => {
    expect(source).not.toMatch(/"\$when":\s*(true|false)/);
  });

  test('puts no link into mrkdwn, and shows no emoji or found link', () => {
    for (const node of nodes(template)) {
      if (node.type === 'plain_text') expect(node.emoji).toBe(false);
      if (node.type !== 'mrkdwn') continue;
      expect(node.verbatim).toBe(true);
      expect(node.text).not.toContain('<');
    }
  });
});

test.each(SAMPLES)('$name, $case: both platforms carry the same command lines', ({ card }) => {
  const lines = [...(card.view.rowButtons ?? []), ...card.view.buttons].map(({ line }) => line.verbatim);
  const teams = [...nodes(render(card, 'teams'))].flatMap(({ type, data }) =>
    type === 'Action.Execute' ? [data] : [],
  );
  const slack = [...nodes(render(card, 'slack'))].flatMap(({ type, value }) =>
    type === 'button' ? [value] : [],
  );
  expect(teams).toEqual(lines.map((line) => ({ line })));
  expect(slack).toEqual(lines);
});

type Node = { [key: string]: unknown };
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* nodes(value: unknown): Generator<Node> {
  if (isNode(value)) yield value;
  if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) yield* nodes(part);
}

/** Paths of a template that the data in reach does not have; `$data` narrows the reach as the engine does. */
function missing(node: unknown, reach: readonly unknown[]): string[] {
  if (typeof node === 'string') {
    const paths = [...node.matchAll(/\$\{([a-zA-Z.]+)\}/g)].flatMap(([, path]) =>
      path === undefined ? [] : [path],
    );
    return paths.filter((path) => reach.some((data) => at(data, path) === undefined));
  }
  if (Array.isArray(node)) return node.flatMap((item) => missing(item, reach));
  if (!isNode(node)) return [];
  const { $data, ...rest } = node;
  if (typeof $data !== 'string') return Object.values(rest).flatMap((value) => missing(value, reach));
  const path = $data.slice(2, -1);
  const rows = reach.flatMap((data) => at(data, path) ?? []);
  return [
    ...(reach.some((data) => at(data, path) === undefined) ? [path] : []),
    ...Object.values(rest).flatMap((value) => missing(value, rows)),
  ];
}

const at = (data: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((found, key) => (isNode(found) ? found[key] : undefined), data);
