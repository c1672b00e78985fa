import { MopsError } from '../shared/error.ts';
import type { Expr, Span } from './schema.ts';

const TOKEN = /\s*(?:([a-z][a-z0-9_.]*(?:@[1-9]\d*)?)|(\d+(?:\.\d+)?)|([-+*/(),]))/y;

/**
 * Formula text → expression. Names are measures or KPIs; `+ - * /`, brackets, numbers and
 * `coalesce(a, b)`; `shift(a, 1 month)` and `shift(a, period)` for what was before, `trailing(a, 28 days)`
 * and `to_date(a, year)` for windows, `total(a, campaign)` for what is neither split nor filtered by it.
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
      const hint =
        'A formula has names, numbers, + - * /, brackets and functions like coalesce(a, b).';
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
  if (/^[a-z]/.test(token)) return readNamed(reader, token);
  if (/^\d/.test(token)) return Number(token);
  reader.at -= 1;
  throw unexpected(reader);
}

// A name, or one of the functions, each with what it is of in front.
function readNamed(reader: Reader, name: string): Expr {
  if (!FUNCTIONS.includes(name)) return { ref: name };
  must(reader, '(');
  const of = readSum(reader);
  const expr = readFunction(reader, name, of);
  must(reader, ')');
  return expr;
}

const FUNCTIONS = ['coalesce', 'shift', 'trailing', 'to_date', 'total'];

function readFunction(reader: Reader, name: string, of: Expr): Expr {
  if (name === 'shift') return { op: 'shift', of, by: readSpan(reader, [...UNITS, 'period']) };
  if (name === 'trailing') {
    return { op: 'window', of, kind: 'trailing', span: readSpan(reader, UNITS) };
  }
  if (name === 'to_date') {
    const span = readSpan(reader, UNITS.slice(1));
    return { op: 'window', of, kind: 'toDate', span };
  }
  if (name === 'coalesce') {
    const args = [of];
    while (take(reader, ',')) args.push(readSum(reader));
    return { op: 'coalesce', args };
  }
  const over: string[] = [];
  while (take(reader, ',')) over.push(readWord(reader));
  return { op: 'total', of, over: over.length > 0 ? over : ['*'] };
}

const UNITS = ['day', 'week', 'month', 'quarter', 'year'];

// `, 28 days`, `, 1 month`, or `, month` for one.
function readSpan(reader: Reader, units: string[]): Span {
  must(reader, ',');
  const number = reader.tokens[reader.at] ?? '';
  const count = /^[1-9]\d{0,3}$/.test(number) ? Number(number) : 1;
  if (count > 1 || number === '1') reader.at += 1;
  const unit = readWord(reader).replace(/s$/, '');
  if (units.includes(unit)) return { count, unit: unit as Span['unit'] };
  reader.at -= 1;
  const hint = `A span is like 1 month or 28 days: ${units.join(', ')}.`;
  throw new MopsError('INVALID', unexpected(reader).message, hint);
}

function readWord(reader: Reader): string {
  const token = reader.tokens[reader.at];
  if (token === undefined || !/^[a-z]/.test(token)) throw unexpected(reader);
  reader.at += 1;
  return token;
}

function must(reader: Reader, token: string): void {
  if (!take(reader, token)) throw unexpected(reader);
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
