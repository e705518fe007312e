import { isMissed, type Line } from './case.ts';

const HEAD = ['bench', 'case', 'size', 'against', 'scoreline', 'peer', 'ratio', 'bound', ''];

/** The lines as people read them, one row each, columns aligned. */
export function drawTable(lines: readonly Line[]): string {
  const rows = [HEAD, ...lines.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const draw = (row: readonly string[]) =>
    row.map((cell, column) => cell[column < 4 ? 'padEnd' : 'padStart'](widths[column] ?? 0)).join('  ');
  return `${rows.map((row) => draw(row).trimEnd()).join('\n')}\n`;
}

function cellsOf(line: Line): string[] {
  const front = [line.bench, line.case, line.size];
  if ('skipped' in line) return [...front, line.peer, '', '', '', '', `skipped: ${line.skipped}`];
  const bound = line.bound === null ? '' : `≤ ${line.bound}`;
  const verdict = line.bound === null ? '' : isMissed(line) ? 'MISSED' : 'ok';
  if ('value' in line) return [...front, '', `${line.value} ${line.unit}`, '', '', bound, verdict];
  const { peer, ms, peerMs, ratio } = line;
  return [...front, peer, `${ms} ms`, `${peerMs} ms`, String(ratio), bound, verdict];
}
