import { currenciesOf } from './currencies.ts';

/** What a cell is when it is not a number of millionths that can be stored exactly. */
export const NOT_A_NUMBER = Number.NaN;
/** ` --`, `-`, `n/a`, an empty cell: the source says that there is no value. */
export const NOT_APPLICABLE = Number.NEGATIVE_INFINITY;
/** `< 10%`, `>90`: the source hides the value; it is neither 10 nor 90. */
export const CENSORED = Number.MAX_VALUE;
/** More than 9,007,199,254 units: sums would no longer be exact. */
export const TOO_LARGE = Number.POSITIVE_INFINITY;

export type DecimalMark = '.' | ',';

/** How the numbers of a column are written. `power` 0: units; -6: the file counts in millionths. */
export type NumberFormat = { decimal: DecimalMark; power: number };

const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const POINT = 46;

/**
 * The value of a cell in millionths, exact (decimal digits, never floats; half rounds away from
 * zero), or one of `NOT_A_NUMBER`, `NOT_APPLICABLE`, `CENSORED`, `TOO_LARGE`.
 *
 * @example parseMicros('1.234,56', { decimal: ',', power: 0 }) // 1234560000
 * @example parseMicros(' --', { decimal: '.', power: 0 }) // -Infinity (not applicable)
 */
export function parseMicros(cell: string, format: NumberFormat): number {
  const length = cell.length;
  if (length === 0) return NOT_APPLICABLE;
  // Plain digits and one decimal mark are nearly every cell of a file: no regular expression here.
  if (length <= 16 && format.power === 0) {
    const mark = format.decimal === '.' ? POINT : 44;
    let at = 0;
    const negative = cell.charCodeAt(0) === MINUS;
    if (negative) at = 1;
    const first = at;
    let value = 0;
    let code = 0;
    for (; at < length; at++) {
      code = cell.charCodeAt(at);
      if (code < ZERO || code > NINE) break;
      value = value * 10 + (code - ZERO);
    }
    const digits = at - first;
    if (digits > 0 && digits <= 9) {
      if (at === length) return negative ? 0 - value * 1_000_000 : value * 1_000_000;
      if (code === mark && length - at <= 7 && at + 1 < length) {
        let scale = 1_000_000;
        for (at++; at < length; at++) {
          code = cell.charCodeAt(at);
          if (code < ZERO || code > NINE) break;
          value = value * 10 + (code - ZERO);
          scale /= 10;
        }
        if (at === length) return negative ? 0 - value * scale : value * scale;
      }
    }
  }
  return parseDecorated(cell, format);
}

const NO_VALUE = new Set([
  '',
  '-',
  '--',
  '---',
  '–',
  '—',
  '−',
  'n/a',
  'na',
  'n.a.',
  'k.a.',
  'null',
  'none',
  '<none>',
  '(none)',
  '(not set)',
  'not available',
  '∞',
]);
// Spaces of every width, bidi marks and the zero-width joiners that copied cells carry.
const INVISIBLE = /[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;
const CENSOR = /^[<>≤≥]=?\s*[\d.,]+\s*%?$/;
const BODY =
  /^([-+−(]?)([\p{L}/]+\.?\s*|[^\d.,()+\-−]*)([-+−]?)([\d.,'’ʼ _]+?)(?:e([+-]?\d{1,4}))?([^\d,()]*?)([-−)]?)$/iu;

function parseDecorated(cell: string, format: NumberFormat): number {
  if (cell.length > 80) return NOT_A_NUMBER;
  const text = cell.replace(INVISIBLE, ' ').trim();
  if (NO_VALUE.has(text.toLowerCase())) return NOT_APPLICABLE;
  if (CENSOR.test(text)) return CENSORED;
  const match = BODY.exec(text);
  if (!match) return NOT_A_NUMBER;
  const [, open, before, sign, body, exponent, after, close] = match;
  if ((open === '(') !== (close === ')')) return NOT_A_NUMBER;
  // `144.` of some spreadsheets: a decimal mark with nothing behind it.
  const bare = after?.trim() === format.decimal;
  if (!isMark(before ?? '') || !(bare || isMark(after ?? ''))) return NOT_A_NUMBER;
  const signs = [open, sign, close].filter((s) => s === '-' || s === '−').length;
  if (signs > 1) return NOT_A_NUMBER;
  const parts = splitBody((body ?? '').trim(), format.decimal);
  if (!parts) return NOT_A_NUMBER;
  let power = format.power + Number(exponent ?? 0);
  if (before?.includes('%') || after?.includes('%')) power -= 2;
  const micros = shiftDigits(parts.whole, parts.fraction, power);
  const negative = signs === 1 || open === '(';
  // 0 - x keeps zero positive: a spend of -2e-18 prints 0.00, never -0.00.
  return negative ? 0 - micros : micros;
}

const MARKS = new Map<string, boolean>();

/** Beside digits only a currency or a percent sign may stand; any other word makes it a name. */
function isMark(text: string): boolean {
  let known = MARKS.get(text);
  if (known === undefined) {
    const mark = text.replace('%', '').trim();
    known = mark === '' || currenciesOf(mark).length > 0;
    if (MARKS.size < 1000) MARKS.set(text, known);
  }
  return known;
}

const GROUPED = /^\d{1,3}(?:([,.'’ʼ _])\d{2,3})*$/;

function splitBody(body: string, decimal: DecimalMark): { whole: string; fraction: string } | null {
  const at = body.indexOf(decimal);
  const whole = at < 0 ? body : body.slice(0, at);
  const fraction = at < 0 ? '' : body.slice(at + 1);
  if (fraction !== '' && !/^\d+$/.test(fraction)) return null;
  if (/^\d*$/.test(whole)) {
    return whole === '' && fraction === '' ? null : { whole, fraction };
  }
  if (!GROUPED.test(whole)) return null;
  const groups = whole.split(/[^\d]/);
  const marks = new Set(whole.replace(/\d/g, ''));
  // 1,234,567 and the Indian 12,34,567; never 1,23: the group before the decimals has three digits.
  if (marks.size !== 1 || groups.at(-1)?.length !== 3) return null;
  return { whole: groups.join(''), fraction };
}

/** Digits with the decimal point moved by `power`, in millionths. */
function shiftDigits(whole: string, fraction: string, power: number): number {
  const digits = whole + fraction;
  const point = whole.length + power + 6;
  if (/^0*$/.test(digits) || point < 0) return 0;
  if (point > 60) return TOO_LARGE;
  const kept = digits.slice(0, point).padEnd(point, '0').replace(/^0+/, '');
  if (kept.length > 16) return TOO_LARGE;
  const value = Number(kept) + ((digits[point] ?? '0') >= '5' ? 1 : 0);
  return value > Number.MAX_SAFE_INTEGER ? TOO_LARGE : value;
}
