import { cannotRead, type Token, tokensOf } from './tokens.ts';

/** An SQL expression in its parts. */
export type Sql =
  | { kind: 'number'; value: number; text: string }
  | { kind: 'text'; value: string }
  | { kind: 'null' }
  | { kind: 'star' }
  | { kind: 'name'; path: string[] }
  | { kind: 'call'; name: string; args: Sql[]; distinct: boolean; filter?: Sql; order?: Sql }
  | { kind: 'cast'; of: Sql; type: string }
  | { kind: 'case'; whens: { when: Sql; value: Sql }[]; otherwise: Sql }
  | { kind: 'op'; op: string; args: Sql[] };

type Reader = { tokens: Token[]; at: number; depth: number };

const MAX_DEPTH = 100;
const COMPARISONS = ['=', '<>', '!=', '<', '<=', '>', '>='];

/**
 * The parts of one SQL expression: arithmetic, comparisons, calls, CASE, IN, LIKE, IS NULL, CAST.
 * Throws INVALID, saying what is not read: queries, windows, and whatever else.
 */
export function parseSql(sql: string): Sql {
  const r: Reader = { tokens: tokensOf(sql), at: 0, depth: 0 };
  const found = readOr(r);
  if (peek(r).kind !== 'end') throw cannotRead(`“${peek(r).text}” where it ends`);
  return found;
}

const peek = (r: Reader, ahead = 0) =>
  r.tokens[Math.min(r.at + ahead, r.tokens.length - 1)] as Token;

/** Whether the next words are these; then they are taken. */
function take(r: Reader, ...words: string[]): boolean {
  const found = words.every((word, i) => {
    const token = peek(r, i);
    const plain = token.kind === 'sign' || (token.kind === 'name' && !token.quoted);
    return plain && token.text.toUpperCase() === word;
  });
  if (found) r.at += words.length;
  return found;
}

function must(r: Reader, word: string): void {
  if (!take(r, word)) throw cannotRead(`“${peek(r).text}” where ${word} should be`);
}

function readOr(r: Reader): Sql {
  r.depth += 1;
  if (r.depth > MAX_DEPTH) throw cannotRead('more than 100 levels');
  let left = readAnd(r);
  while (take(r, 'OR')) left = op('OR', left, readAnd(r));
  r.depth -= 1;
  return left;
}

function readAnd(r: Reader): Sql {
  let left = readNot(r);
  while (take(r, 'AND')) left = op('AND', left, readNot(r));
  return left;
}

function readNot(r: Reader): Sql {
  let times = 0;
  while (take(r, 'NOT')) times += 1;
  const inner = readComparison(r);
  return times % 2 === 1 ? op('NOT', inner) : inner;
}

function readComparison(r: Reader): Sql {
  const left = readSum(r);
  for (const sign of COMPARISONS) {
    if (take(r, sign)) return op(sign === '!=' ? '<>' : sign, left, readSum(r));
  }
  if (take(r, 'IS', 'NOT', 'NULL')) return op('IS NOT NULL', left);
  if (take(r, 'IS', 'NULL')) return op('IS NULL', left);
  if (take(r, 'NOT', 'IN')) return op('NOT IN', left, ...readList(r));
  if (take(r, 'IN')) return op('IN', left, ...readList(r));
  if (take(r, 'LIKE')) return op('LIKE', left, readSum(r));
  if (take(r, 'ILIKE')) return op('ILIKE', left, readSum(r));
  return left;
}

function readSum(r: Reader): Sql {
  let left = readProduct(r);
  for (;;) {
    if (take(r, '+')) left = op('+', left, readProduct(r));
    else if (take(r, '-')) left = op('-', left, readProduct(r));
    else return left;
  }
}

function readProduct(r: Reader): Sql {
  let left = readSigned(r);
  for (;;) {
    if (take(r, '*')) left = op('*', left, readSigned(r));
    else if (take(r, '/')) left = op('/', left, readSigned(r));
    else return left;
  }
}

function readSigned(r: Reader): Sql {
  let minus = false;
  for (;;) {
    if (take(r, '-')) minus = !minus;
    else if (!take(r, '+')) break;
  }
  let inner = readAtom(r);
  while (take(r, '::')) inner = { kind: 'cast', of: inner, type: readType(r) };
  if (!minus) return inner;
  return inner.kind === 'number' ? { ...inner, value: -inner.value } : op('negative', inner);
}

function readAtom(r: Reader): Sql {
  const token = peek(r);
  if (take(r, '(')) {
    if (take(r, 'SELECT')) throw cannotRead('a query inside');
    const inner = readOr(r);
    must(r, ')');
    return inner;
  }
  if (take(r, '*')) return { kind: 'star' };
  if (take(r, 'NULL')) return { kind: 'null' };
  if (take(r, 'CASE')) return readCase(r);
  if (take(r, 'CAST', '(')) {
    const of = readOr(r);
    must(r, 'AS');
    const type = readType(r);
    must(r, ')');
    return { kind: 'cast', of, type };
  }
  if (take(r, 'SELECT')) throw cannotRead('a query');
  r.at += 1;
  if (token.kind === 'number') {
    return { kind: 'number', value: Number(token.text), text: token.text };
  }
  if (token.kind === 'text') return { kind: 'text', value: token.text };
  if (token.kind !== 'name') throw cannotRead(`“${token.text}” where a value should be`);
  if (!token.quoted && take(r, '(')) return readCall(r, token.text.toUpperCase());
  const path = [token.text];
  while (take(r, '.')) {
    const next = peek(r);
    if (next.kind !== 'name') throw cannotRead(`“${next.text}” behind a point`);
    path.push(next.text);
    r.at += 1;
  }
  return { kind: 'name', path };
}

function readCall(r: Reader, name: string): Sql {
  const distinct = take(r, 'DISTINCT');
  const args = take(r, ')') ? [] : readArguments(r);
  const call: Extract<Sql, { kind: 'call' }> = { kind: 'call', name, args, distinct };
  if (take(r, 'WITHIN', 'GROUP', '(')) {
    must(r, 'ORDER');
    must(r, 'BY');
    call.order = readOr(r);
    take(r, 'ASC');
    must(r, ')');
  }
  if (take(r, 'FILTER', '(')) {
    must(r, 'WHERE');
    call.filter = readOr(r);
    must(r, ')');
  }
  if (take(r, 'OVER'))
    throw cannotRead('a window (OVER)', 'A KPI says shift, trailing or to_date.');
  return call;
}

function readArguments(r: Reader): Sql[] {
  const args = [readOr(r)];
  while (take(r, ',')) args.push(readOr(r));
  must(r, ')');
  return args;
}

function readList(r: Reader): Sql[] {
  must(r, '(');
  return readArguments(r);
}

function readCase(r: Reader): Sql {
  if (!take(r, 'WHEN')) throw cannotRead('a CASE of one value', 'Write CASE WHEN x = … THEN ….');
  const whens: { when: Sql; value: Sql }[] = [];
  do {
    const when = readOr(r);
    must(r, 'THEN');
    whens.push({ when, value: readOr(r) });
  } while (take(r, 'WHEN'));
  const otherwise: Sql = take(r, 'ELSE') ? readOr(r) : { kind: 'null' };
  must(r, 'END');
  return { kind: 'case', whens, otherwise };
}

// DOUBLE PRECISION, DECIMAL(18, 2), …
function readType(r: Reader): string {
  const words: string[] = [];
  while (peek(r).kind === 'name') {
    words.push(peek(r).text.toUpperCase());
    r.at += 1;
  }
  if (take(r, '(')) readArguments(r);
  return words.join(' ');
}

const op = (name: string, ...args: Sql[]): Sql => ({ kind: 'op', op: name, args });
