import type { Json } from '../../cards/render.ts';

/** Blocks that some workspaces do not take yet, and what becomes of each in a message without them. */
const NEWEST: Readonly<Record<string, (block: Node) => Node | null>> = {
  // Its numbers and its sparkline stand beside it on every card.
  data_visualization: () => null,
  data_table: listOfRows,
  table: listOfRows,
};

type Node = { [key: string]: Json };

/** The blocks with tables as lists of the same rows and without charts, or null where there is nothing to replace. */
export function withoutNewestBlocks(blocks: Json): Json | null {
  if (!Array.isArray(blocks)) return null;
  const plainer = blocks.flatMap((block) => {
    const replace = isNode(block) ? NEWEST[String(block.type)] : undefined;
    return replace === undefined ? [block] : [replace(block as Node) ?? []].flat();
  });
  const changed = plainer.length !== blocks.length || plainer.some((block, at) => block !== blocks[at]);
  return changed && plainer.length > 0 ? plainer : null;
}

/** Each row as a line: its first cell in bold, every other behind the name of its column. */
function listOfRows(table: Node): Node | null {
  const [header = [], ...rows] = nodesOf(table.rows, Array.isArray);
  const lines = rows.map((row) => line(row, header)).filter((runs) => runs.length > 0);
  if (lines.length === 0) return null;
  const caption = typeof table.caption === 'string' && table.caption !== '' ? [bold(table.caption)] : [];
  return {
    type: 'rich_text',
    elements: [
      ...caption.map((run) => ({ type: 'rich_text_section', elements: [run] })),
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: lines.map((elements) => ({ type: 'rich_text_section', elements })),
      },
    ],
  };
}

function line(row: readonly Json[], header: readonly Json[]): Node[] {
  const [first = [], ...others] = row.map(runsOf);
  const said = others.map((runs, at) => {
    const column = wordsOf(header[at + 1]);
    return runs.length === 0 || column === '' ? runs : [plain(`${column} `), ...runs];
  });
  const name = first.map((run) => ({ ...run, style: { bold: true } }));
  const parts = [name, ...said].filter((runs) => runs.length > 0);
  return parts.flatMap((runs, at) => (at === 0 ? runs : [plain(at === 1 ? '  ' : ' · '), ...runs]));
}

/** The runs of a cell, as they stand in a `rich_text` one; those of a raw one are its text. */
function runsOf(cell: Json): Node[] {
  if (!isNode(cell)) return [];
  if (cell.type !== 'rich_text') return wordsOf(cell) === '' ? [] : [plain(wordsOf(cell))];
  return nodesOf(cell.elements, isNode).flatMap((section) => nodesOf(section.elements, isNode));
}

function wordsOf(cell: Json | undefined): string {
  if (cell === undefined || !isNode(cell)) return '';
  if (cell.type === 'rich_text')
    return runsOf(cell)
      .map(({ text }) => text ?? '')
      .join('');
  return String(cell.text ?? cell.value ?? '').trim();
}

const plain = (text: string): Node => ({ type: 'text', text });
const bold = (text: string): Node => ({ type: 'text', text, style: { bold: true } });

const isNode = (value: Json): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function nodesOf<T extends Json>(value: Json | undefined, is: (item: Json) => item is T): T[] {
  return Array.isArray(value) ? value.filter(is) : [];
}
