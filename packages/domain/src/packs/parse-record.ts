import type { Json } from './read-path.ts';

type Source = { source?: string };

/**
 * A record from its JSON text. Whole numbers that a float cannot hold, such as identifiers of 19
 * digits, come as `bigint`, so that no digit is lost. Throws SyntaxError for what is no JSON.
 * @example parseRecord('{"id":1234567890123456789}') // { id: 1234567890123456789n }
 */
export function parseRecord(text: string): Json {
  if (!LONG.test(text)) return JSON.parse(text) as Json;
  const exact = (_name: string, value: unknown, context?: Source) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && WHOLE.test(context?.source ?? '')
      ? BigInt(context?.source ?? 0)
      : value;
  return JSON.parse(text, exact as (name: string, value: unknown) => unknown) as Json;
}

/** Sixteen digits in a row: most texts have none, and parsing with care takes several times as long. */
const LONG = /\d{16}/;
const WHOLE = /^-?\d+$/;
