import { parseArgs } from 'node:util';
import { drawTable } from './table.ts';

export type Size = '10k' | '210k' | '1m';
export const SIZES: readonly Size[] = ['10k', '210k', '1m'];

/** Two ways to do the same, measured in one run: what is promised is the ratio. Milliseconds, medians of `reps`. */
export type Ratio = {
  case: string;
  peer: string;
  ms: number;
  peerMs: number;
  /** The largest ratio that is promised; without one nothing is. */
  bound?: number;
  /** How many rows, or whatever else is counted, one repetition handles. */
  rows: number;
  reps: number;
};

/** One number, and the largest that is promised. */
export type Figure = {
  case: string;
  value: number;
  unit: 'µs' | 'ms' | 's' | 'bytes' | 'MB' | '×' | 'requests';
  bound?: number;
};

type Known = { bench: string; size: Size };
export type Line =
  | (Known & Omit<Ratio, 'bound'> & { subject: 'scoreline'; ratio: number; bound: number | null })
  | (Known & Omit<Figure, 'bound'> & { subject: 'scoreline'; bound: number | null })
  | (Known & { case: string; peer: string; skipped: string });

/** Where a benchmark puts what it measured. */
export type Report = {
  size: Size;
  ratio(measured: Ratio): void;
  figure(measured: Figure): void;
  /** A peer that is not installed is neither won nor lost. */
  skipped(name: string, peer: string, why?: string): void;
};

/**
 * A whole benchmark: `node bench/<name>.ts [--size 10k|210k|1m] [--json]`. Prints a JSON line a case, or a table for
 * people, and leaves exit code 1 where a bound is missed.
 */
export async function bench(name: string, measure: (report: Report) => Promise<void>): Promise<void> {
  const { size, json } = readOptions(process.argv.slice(2));
  const lines: Line[] = [];
  const add = (line: Line) => {
    lines.push(line);
    if (isMissed(line)) process.exitCode = 1;
    if (json) process.stdout.write(`${JSON.stringify(line)}\n`);
  };
  const known = { bench: name, size };
  await measure({
    size,
    ratio: ({ case: of, peer, ms, peerMs, bound = null, rows, reps }) => {
      const ratio = round(ms / peerMs);
      const times = { ms: round(ms), peerMs: round(peerMs) };
      add({ ...known, case: of, subject: 'scoreline', peer, ratio, bound, ...times, rows, reps });
    },
    figure: ({ case: of, value, unit, bound = null }) =>
      add({ ...known, case: of, subject: 'scoreline', value: round(value), unit, bound }),
    skipped: (of, peer, why = 'not installed') => add({ ...known, case: of, peer, skipped: why }),
  });
  if (!json) process.stdout.write(drawTable(lines));
}

export function isMissed(line: Line): boolean {
  if ('skipped' in line || line.bound === null) return false;
  return ('ratio' in line ? line.ratio : line.value) > line.bound;
}

/** Throws where an option is unknown or a size is none of the three. */
export function readOptions(args: readonly string[]): { size: Size; json: boolean; names: string[] } {
  const options = {
    size: { type: 'string', default: '210k' },
    json: { type: 'boolean', default: false },
  } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const size = SIZES.find((one) => one === values.size);
  if (size === undefined) throw new Error(`--size is one of ${SIZES.join(', ')}, not ${values.size}.`);
  return { size, json: values.json, names: positionals };
}

/** Four digits are more than a measurement has. */
const round = (value: number) => Number(value.toPrecision(4));
