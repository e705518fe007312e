import {
  type Expression,
  parseExpression,
  parseNamed,
  type Reader,
  type Row,
  reader,
  tokens,
} from './kql-parse.ts';

type Step = (rows: readonly Row[]) => readonly Row[];

/** Evaluates a query over raw rows as Resource Graph would; only what our queries use, and it throws at the rest. */
export function runQuery(query: string, tables: Readonly<Record<string, readonly Row[]>>): readonly Row[] {
  const from = reader(tokens(query));
  const table = from.next();
  let rows = tables[table.toLowerCase()];
  if (rows === undefined) throw new Error(`No table ${table}`);
  while (from.maybe('|')) rows = parseStep(from)(rows);
  if (from.peek() !== '') throw new Error(`Left over: ${from.peek()}`);
  return rows;
}

function parseStep(from: Reader): Step {
  const operator = from.next();
  switch (operator) {
    case 'where': {
      const test = parseExpression(from);
      return (rows) => rows.filter((row) => test(row));
    }
    case 'extend': {
      const columns = parseNamed(from);
      return (rows) => rows.map((row) => ({ ...row, ...evaluate(columns, row) }));
    }
    case 'project': {
      const columns = parseNamed(from);
      return (rows) => rows.map((row) => evaluate(columns, row));
    }
    case 'summarize':
      return parseSummary(from);
    case 'order':
      return parseOrder(from);
    default:
      throw new Error(`Not in the subset: ${operator}`);
  }
}

/** `arg_max(column, *)` is alone in a summary. */
function parseSummary(from: Reader): Step {
  if (from.maybe('arg_max')) return parseLast(from);
  const columns = parseNamed(from);
  from.take('by');
  const keys = parseNamed(from);
  return (rows) => {
    const groups = Map.groupBy(rows, (row) => JSON.stringify(keys.map(([, key]) => key(row))));
    return [...groups.values()].flatMap(([first]) =>
      first === undefined ? [] : [evaluate([...keys, ...columns], first)],
    );
  };
}

function parseLast(from: Reader): Step {
  from.take('(');
  const largest = parseExpression(from);
  for (const token of [',', '*', ')', 'by']) from.take(token);
  const key = parseExpression(from);
  return (rows) =>
    [...Map.groupBy(rows, key).values()].flatMap((group) => {
      const [last] = group.toSorted((a, b) => (String(largest(a)) < String(largest(b)) ? 1 : -1));
      return last === undefined ? [] : [last];
    });
}

function parseOrder(from: Reader): Step {
  from.take('by');
  const key = parseExpression(from);
  from.take('asc');
  return (rows) => {
    const keyed = rows.map((row) => [String(key(row) ?? ''), row] as const);
    return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
  };
}

function evaluate(columns: readonly (readonly [string, Expression])[], row: Row): Row {
  return Object.fromEntries(columns.map(([name, of]) => [name, of(row)]));
}
