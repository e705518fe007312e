import { describe, expect, test } from 'vitest';
import { slackMessage } from '../../../src/cards/message.ts';
import type { Json } from '../../../src/cards/render.ts';
import { withoutNewestBlocks } from '../../../src/platforms/slack/plainer.ts';
import { SAMPLES } from '../../support/card-samples.ts';
import { slackBlocksSchema } from '../../support/card-schemas.ts';
import { slackFaults } from '../../support/slack-limits.ts';

const raw = (text: string) => ({ type: 'raw_text', text });
const linked = (text: string) => ({
  type: 'rich_text',
  elements: [
    { type: 'rich_text_section', elements: [{ type: 'link', url: 'https://portal.azure.com/x', text }] },
  ],
});
const section = { type: 'section', text: { type: 'plain_text', text: '61.4 %' } };
const chart = { type: 'data_visualization', title: '30 days', chart: { type: 'line' } };
const table = (...rows: Json[][]) => ({ type: 'table', rows });
const lines = (blocks: Json) => JSON.parse(JSON.stringify(blocks))[0].elements.at(-1).elements;

describe('a message without the newest blocks', () => {
  test('is none where there are none', () => {
    expect(withoutNewestBlocks([section])).toBeNull();
    expect(withoutNewestBlocks([])).toBeNull();
    expect(withoutNewestBlocks([chart])).toBeNull();
  });

  test('leaves charts out and everything else as it is', () => {
    expect(withoutNewestBlocks([section, chart, section])).toEqual([section, section]);
  });

  test('says each row of a table with the names of its columns, links kept', () => {
    const rows = table(
      [raw('Control'), raw('Points'), raw('Gain')],
      [linked('Enable MFA'), raw('0 of 10'), raw('+17.2 pp')],
      [raw('Empty one'), raw(''), raw('0.0 pp')],
    );
    const said = lines(withoutNewestBlocks([rows]));
    expect(said[0].elements).toEqual([
      { type: 'link', url: 'https://portal.azure.com/x', text: 'Enable MFA', style: { bold: true } },
      { type: 'text', text: '  ' },
      { type: 'text', text: 'Points ' },
      { type: 'text', text: '0 of 10' },
      { type: 'text', text: ' · ' },
      { type: 'text', text: 'Gain ' },
      { type: 'text', text: '+17.2 pp' },
    ]);
    expect(textOf(said[1])).toBe('Empty one  Gain 0.0 pp');
  });

  test('says the caption and the numbers of a data table', () => {
    const data = {
      type: 'data_table',
      caption: 'Movers',
      rows: [
        [raw('Name'), raw('Change')],
        [raw('Web'), { type: 'raw_number', value: 2, text: '+2.0 pp' }],
        [raw('Lake'), { type: 'raw_number', value: -1.1 }],
      ],
    };
    const plainer = withoutNewestBlocks([data]);
    expect(textOf(plainer)).toBe('MoversWeb  Change +2.0 ppLake  Change -1.1');
  });

  test('keeps hostile names as the plain words they are', () => {
    const rows = table([raw('Name'), raw('Score')], [raw('<!channel> *x*'), raw('61.4 %')]);
    expect(textOf(withoutNewestBlocks([rows]))).toBe('<!channel> *x*  Score 61.4 %');
  });
});

const replaced = SAMPLES.flatMap(({ name, case: of, card }) => {
  const { text, blocks } = slackMessage(card);
  const plainer = withoutNewestBlocks(blocks);
  return plainer === null ? [] : [{ name, of, text, blocks, plainer }];
});
const validate = slackBlocksSchema();

test('the cards with tables have such a version', () => {
  const names = new Set(replaced.map(({ name }) => name));
  expect([...names]).toEqual(expect.arrayContaining(['score', 'controls', 'fix', 'control']));
});

test.each(replaced)('$name, $of, keeps every fact and every limit', ({ text, blocks, plainer }) => {
  expect(slackFaults({ text, blocks: plainer })).toEqual([]);
  expect(validate(plainer), JSON.stringify(validate.errors)).toBe(true);
  const words = textOf(plainer);
  for (const cell of cells(blocks)) expect(words).toContain(cell);
});

/** All words of blocks in their order. */
function textOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (typeof node !== 'object' || node === null) return '';
  const caption = 'caption' in node && typeof node.caption === 'string' ? node.caption : '';
  const own = 'text' in node && typeof node.text === 'string' ? node.text : '';
  return caption + own + Object.values(node).map(textOf).join('');
}

function cells(blocks: Json): string[] {
  const tables = (Array.isArray(blocks) ? blocks : []).flatMap((block) =>
    typeof block === 'object' && block !== null && !Array.isArray(block) && Array.isArray(block.rows)
      ? block.rows
      : [],
  );
  return tables.slice(1).flatMap((row) => (Array.isArray(row) ? row.map((cell) => textOf(cell).trim()) : []));
}
