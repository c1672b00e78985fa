/**
 * One meaning of PostgreSQL's types for both drivers, which disagree by default.
 * `bigint`, `count(*)` → number (an error beyond 2^53) · `numeric` → text · `date` → ISO text ·
 * `timestamptz` → Date · `json`, `jsonb` → parsed value · `bytea` → Uint8Array.
 */
const INT8 = 20;
const NUMERIC = 1700;
const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
const JSON_TYPE = 114;
const JSONB = 3802;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a safe integer.`);
  return value;
}

const asText = (text: string) => text;
const asDate = (text: string) => new Date(text);
const asJson = (text: string): unknown => JSON.parse(text);

export const PGLITE_PARSERS: Record<number, (text: string) => unknown> = {
  [INT8]: safeInteger,
  [NUMERIC]: asText,
  [DATE]: asText,
  [TIMESTAMP]: asText,
  [TIMESTAMPTZ]: asDate,
  [JSON_TYPE]: asJson,
  [JSONB]: asJson,
};

/** The shape that `pg` takes per connection; types that are not listed keep pg's own parser. */
export function pgTypes(defaults: (oid: number) => (text: string) => unknown) {
  return {
    getTypeParser(oid: number, format?: string) {
      if (format === 'binary') throw new Error('Only the text format is used.');
      return PGLITE_PARSERS[oid] ?? defaults(oid);
    },
  };
}
