import type { ModelFieldType, ModelValue } from '../model/index.ts';
import { minorDigits } from '../money/currencies.ts';
import { parseMicros } from '../sources/parse-number.ts';
import type { ReadAs } from './pack.ts';
import { readDay, readInstant } from './read-time.ts';

/** A value of the model; null: none; undefined: not readable. `currency`: of the row, in capitals. */
export type ValueReader = (raw: unknown, currency: string | null) => ModelValue | undefined;

/**
 * How values of a source become values of a field: money and numbers to whole millionths by their
 * decimal digits, times to ms, texts as they are.
 */
export function valueReader(
  type: ModelFieldType,
  as: ReadAs | undefined,
  timeZone: string,
): ValueReader {
  switch (type) {
    case 'text':
      return textReader(as);
    case 'money':
      if (as === 'cents') return (raw, currency) => readMicros(raw, -paymentDigits(currency));
      return microsReader(as === 'micros' ? -6 : 0);
    case 'number':
      return microsReader(as === 'micros' ? -6 : as === 'share' || as === 'cents' ? -2 : 0);
    case 'instant':
      if (as === 'epochSeconds') return (raw) => readInstant(seconds(raw), timeZone);
      return (raw) => readInstant(raw, timeZone);
    case 'day':
      if (as === 'epochSeconds') return (raw) => readDay(seconds(raw));
      return readDay;
    case 'flag':
      return as === 'not' ? (raw) => inverse(readFlag(raw)) : readFlag;
  }
}

/** A value as text; null: none; undefined: no single value. Objects are none. */
export function readText(raw: unknown): string | null | undefined {
  if (typeof raw === 'string') {
    const text = raw.trim();
    return text === '' ? null : text;
  }
  if (typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean')
    return String(raw);
  return undefined;
}

function textReader(as: ReadAs | undefined): ValueReader {
  const change = as === undefined ? undefined : CHANGES[as];
  if (!change) return readText;
  return (raw) => {
    const text = readText(raw);
    return typeof text === 'string' ? change(text) || null : text;
  };
}

const CHANGES: Partial<Record<ReadAs, (text: string) => string>> = {
  lower: (text) => text.toLowerCase(),
  last: (text) => text.replace(/[/:]+$/, '').replace(/^.*[/:]/, ''),
  host: (text) =>
    text
      .toLowerCase()
      .replace(/^[a-z][a-z\d+.-]*:/, '')
      .replace(/^\/\//, '')
      .replace(/[/?#].*$/, '')
      .replace(/^.*@/, '')
      .replace(/:\d+$/, '')
      .replace(/^www\./, ''),
};

const microsReader =
  (power: number): ValueReader =>
  (raw) =>
    readMicros(raw, power);

/** Millionths of a number or a decimal text, times a power of ten. */
function readMicros(raw: unknown, power: number): number | null | undefined {
  if (typeof raw === 'number') {
    if (Number.isInteger(raw)) {
      const micros = power === -6 ? raw : power === 0 ? raw * 1_000_000 : Number.NaN;
      if (Number.isSafeInteger(micros)) return micros + 0;
    }
    return fromText(String(raw), power);
  }
  if (typeof raw === 'string') return fromText(raw, power);
  if (typeof raw === 'bigint') return fromText(String(raw), power);
  return undefined;
}

const FORMATS = new Map<number, { decimal: '.'; power: number }>();

function fromText(text: string, power: number): number | null | undefined {
  let format = FORMATS.get(power);
  if (!format) {
    format = { decimal: '.', power };
    FORMATS.set(power, format);
  }
  const micros = parseMicros(text, format);
  if (micros === Number.NEGATIVE_INFINITY) return null;
  return Number.isSafeInteger(micros) ? micros : undefined;
}

/** Where payment systems count otherwise than ISO 4217 (https://docs.stripe.com/currencies, special cases). */
const PAYMENT_DIGITS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

/** Decimal digits of the smallest unit in which payment systems state amounts; 2 where no currency is known. */
export function paymentDigits(currency: string | null): number {
  return currency === null ? 2 : (PAYMENT_DIGITS[currency] ?? minorDigits(currency));
}

const YES: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', '1', 'on']);
const NO: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', '0', 'off']);

function readFlag(raw: unknown): boolean | null | undefined {
  if (typeof raw === 'boolean') return raw;
  const text = readText(raw);
  if (typeof text !== 'string') return text;
  const word = text.toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : undefined;
}

function inverse(flag: boolean | null | undefined): boolean | null | undefined {
  return typeof flag === 'boolean' ? !flag : flag;
}

function seconds(raw: unknown): unknown {
  const count = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
  return typeof count === 'number' ? count * 1000 : raw;
}
