import { MopsError } from '../shared/error.ts';
import type { Expr } from './schema.ts';

const TOKEN = /\s*(?:([a-z][a-z0-9_.]*)|(\d+(?:\.\d+)?)|([-+*/(),]))/y;

/**
 * Formula text → expression. Names are measures or KPIs; `+ - * /`, brackets, numbers and
 * `coalesce(a, b)`.
 * @example parseFormula('ad_cost / ad_clicks') // { op: 'div', num: { ref: 'ad_cost' }, den: { ref: 'ad_clicks' } }
 */
export function parseFormula(text: string): Expr {
  const reader = { text, tokens: tokensOf(text), at: 0 };
  const expr = readSum(reader);
  if (reader.at < reader.tokens.length) throw unexpected(reader);
  return expr;
}

type Reader = { text: string; tokens: string[]; at: number };

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ''; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (!match) {
      const hint = 'A formula has names, numbers, + - * /, brackets and coalesce(a, b).';
      throw new MopsError('INVALID', `“${text}” is no formula from character ${at + 1} on.`, hint);
    }
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

function readSum(reader: Reader): Expr {
  let left = readProduct(reader);
  for (let op = take(reader, '+', '-'); op; op = take(reader, '+', '-')) {
    left = chain(op === '+' ? 'add' : 'sub', left, readProduct(reader));
  }
  return left;
}

function readProduct(reader: Reader): Expr {
  let left = readAtom(reader);
  for (let op = take(reader, '*', '/'); op; op = take(reader, '*', '/')) {
    const right = readAtom(reader);
    left = op === '*' ? chain('mul', left, right) : { op: 'div', num: left, den: right };
  }
  return left;
}

function readAtom(reader: Reader): Expr {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw unexpected(reader);
  reader.at += 1;
  if (token === '(') {
    const inner = readSum(reader);
    if (!take(reader, ')')) throw unexpected(reader);
    return inner;
  }
  if (token === 'coalesce') return { op: 'coalesce', args: readArguments(reader) };
  if (/^[a-z]/.test(token)) return { ref: token };
  if (/^\d/.test(token)) return Number(token);
  reader.at -= 1;
  throw unexpected(reader);
}

function readArguments(reader: Reader): Expr[] {
  if (!take(reader, '(')) throw unexpected(reader);
  const args = [readSum(reader)];
  while (take(reader, ',')) args.push(readSum(reader));
  if (!take(reader, ')')) throw unexpected(reader);
  return args;
}

// `a + b + c` is one sum of three, so that formulas read and hash the way they are written.
function chain(op: 'add' | 'sub' | 'mul', left: Expr, right: Expr): Expr {
  const same = typeof left === 'object' && 'op' in left && left.op === op && op !== 'sub';
  return same && 'args' in left ? { op, args: [...left.args, right] } : { op, args: [left, right] };
}

function take(reader: Reader, ...tokens: string[]): string | null {
  const token = reader.tokens[reader.at];
  if (token === undefined || !tokens.includes(token)) return null;
  reader.at += 1;
  return token;
}

function unexpected(reader: Reader): MopsError {
  const token = reader.tokens[reader.at];
  const what = token === undefined ? 'ends too early' : `has “${token}” where it does not fit`;
  return new MopsError('INVALID', `The formula “${reader.text}” ${what}.`, 'Check its brackets.');
}
