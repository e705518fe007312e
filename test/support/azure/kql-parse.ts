/** One row while a query runs over it. */
export type Row = Record<string, unknown>;
export type Expression = (row: Row) => unknown;
export type Reader = {
  peek(): string;
  next(): string;
  take(token: string): void;
  maybe(token: string): boolean;
};

const TOKEN = /\s+|'[^']*'|\d+(?:\.\d+)?|!?in~|[A-Za-z_]\w*|=~|==|!=|>=|<=|[|,().=%*]/gy;

/** Splits a query into tokens; throws at a character that the subset does not know. */
export function tokens(query: string): string[] {
  const found: string[] = [];
  let at = 0;
  for (const [text] of query.matchAll(TOKEN)) {
    at += text.length;
    if (text.trim() !== '') found.push(text);
  }
  if (at !== query.length) throw new Error(`Not in the subset: ${query.slice(at, at + 20)}`);
  return found;
}

export function reader(list: readonly string[]): Reader {
  let at = 0;
  return {
    peek: () => list[at] ?? '',
    next: () => list[at++] ?? '',
    take(token) {
      const found = list[at++];
      if (found !== token) throw new Error(`Expected ${token}, found ${found}`);
    },
    maybe(token) {
      if (list[at] !== token) return false;
      at += 1;
      return true;
    },
  };
}

/** `name = expression, …`; a bare column keeps its name. */
export function parseNamed(from: Reader): [string, Expression][] {
  const all: [string, Expression][] = [];
  do {
    const name = from.peek();
    const expression = parseExpression(from);
    all.push([name, from.maybe('=') ? parseExpression(from) : expression]);
  } while (from.maybe(','));
  return all;
}

export function parseExpression(from: Reader): Expression {
  let left = parseBoth(from);
  while (from.maybe('or')) {
    const [a, b] = [left, parseBoth(from)];
    left = (row) => Boolean(a(row)) || Boolean(b(row));
  }
  return left;
}

function parseBoth(from: Reader): Expression {
  let left = parseComparison(from);
  while (from.maybe('and')) {
    const [a, b] = [left, parseComparison(from)];
    left = (row) => Boolean(a(row)) && Boolean(b(row));
  }
  return left;
}

const fold = (value: unknown) => text(value).toLowerCase();
const COMPARE: Record<string, (left: unknown, right: unknown) => boolean> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '=~': (left, right) => fold(left) === fold(right),
  contains: (left, right) => fold(left).includes(fold(right)),
  // Times only, which are text of one form here.
  '>=': (left, right) => text(left) !== '' && text(left) >= text(right),
  '<=': (left, right) => text(left) !== '' && text(left) <= text(right),
};

function parseComparison(from: Reader): Expression {
  const left = parseRemainder(from);
  const operator = from.peek();
  if (operator === 'in~' || operator === '!in~') {
    from.next();
    const list = parseArguments(from);
    return (row) => list.some((each) => fold(each(row)) === fold(left(row))) === (operator === 'in~');
  }
  if (operator === 'in') {
    from.next();
    const list = parseArguments(from);
    return (row) => list.some((each) => text(each(row)) === text(left(row)));
  }
  const compare = COMPARE[operator];
  if (compare === undefined) return left;
  from.next();
  const right = parseRemainder(from);
  return (row) => compare(left(row), right(row));
}

function parseRemainder(from: Reader): Expression {
  const left = parsePath(from);
  if (!from.maybe('%')) return left;
  const right = parsePath(from);
  return (row) => Number(left(row)) % Number(right(row));
}

function parsePath(from: Reader): Expression {
  let value = parsePrimary(from);
  while (from.maybe('.')) {
    const [inner, key] = [value, from.next()];
    value = (row) => {
      const of = inner(row);
      return typeof of === 'object' && of !== null ? ((of as Row)[key] ?? null) : null;
    };
  }
  return value;
}

function parsePrimary(from: Reader): Expression {
  const token = from.next();
  if (token.startsWith("'")) return () => token.slice(1, -1);
  if (/^\d/.test(token)) return () => Number(token);
  if (!/^[A-Za-z_]/.test(token)) throw new Error(`Not an expression: ${token}`);
  if (from.peek() !== '(') return (row) => row[token] ?? null;
  const call = FUNCTIONS[token];
  if (call === undefined) throw new Error(`Not in the subset: ${token}()`);
  const given = parseArguments(from);
  return (row) => call(...given.map((each) => each(row)));
}

function parseArguments(from: Reader): Expression[] {
  const list: Expression[] = [];
  from.take('(');
  while (!from.maybe(')')) {
    list.push(parseExpression(from));
    from.maybe(',');
  }
  return list;
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function real(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null;
  return Number.isFinite(Number(value)) ? Number(value) : null;
}

function whole(value: unknown): number | null {
  const number = real(value);
  return number === null ? null : Math.trunc(number);
}

function time(value: unknown): string | null {
  const at = new Date(text(value));
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** FNV-1a: never below zero, unlike what some engines answer. */
function hash(value: unknown): number {
  let sum = 0x811c9dc5;
  for (const letter of text(value)) sum = Math.imul(sum ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return sum;
}

const FUNCTIONS: Record<string, (...given: unknown[]) => unknown> = {
  tolower: (value) => text(value).toLowerCase(),
  tostring: text,
  todouble: real,
  toint: whole,
  tolong: whole,
  todatetime: time,
  tobool: (value) =>
    value === null || value === undefined ? null : value === true || fold(value) === 'true',
  coalesce: (...given) => given.find((each) => each !== null && each !== undefined && each !== '') ?? null,
  trim: (edge, value) => text(value).replace(new RegExp(`^(?:${text(edge)})+|(?:${text(edge)})+$`, 'g'), ''),
  hash,
  // Of a group any row will do; `summarize` asks the first.
  any: (value) => value,
};
