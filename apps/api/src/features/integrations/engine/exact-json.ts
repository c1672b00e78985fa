/** Standard in Node 24, not yet in the types: the text of a number, and JSON that is kept as text. */
type ExactJson = {
  rawJSON(text: string): object;
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
};
const EXACT = JSON as unknown as ExactJson;

/**
 * Parses JSON so that `JSON.stringify` gives every digit back: a number whose text JavaScript would
 * write otherwise (an id of 20 digits, `1.50`) becomes raw JSON.
 * @example JSON.stringify(parseExact('{"id":12345678901234567890,"n":1.50}')) // '{"id":12345678901234567890,"n":1.50}'
 */
export function parseExact(text: string): unknown {
  return EXACT.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? EXACT.rawJSON(source)
      : value,
  );
}
