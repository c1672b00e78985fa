import { type StreamSchema, streamError } from '@openmops/domain/streams';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

export type RecordCheck = (
  record: Readonly<Record<string, unknown>>,
) => { field: string | null; problem: string } | null;

/**
 * What of a schema is checked. Not: formats and patterns, since sources write dates in many ways;
 * `multipleOf`, which fails for decimals as floating point; and whether a field is known, since a
 * new field is to be kept and noticed.
 */
const CHECKED = new Set([
  'type',
  'required',
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  '$ref',
]);
/** From how many schemas in one on all faults of a record are looked for; the first is told. */
const WIDE = 300;
/** Keyword → how schemas lie in it. */
const NESTED: Record<string, 'one' | 'list' | 'named'> = {
  properties: 'named',
  definitions: 'named',
  $defs: 'named',
  items: 'one',
  additionalProperties: 'one',
  anyOf: 'list',
  oneOf: 'list',
  allOf: 'list',
};

/**
 * Makes the check of a stream's records from its JSON Schema (drafts 4 to 2020).
 * @throws MopsError INVALID when the schema itself is wrong.
 */
export function compileCheck({ schema, stream, line }: StreamSchema): RecordCheck {
  if (schema === null) return () => null;
  let validate: ValidateFunction;
  try {
    const checked = plain(schema) as object;
    const ajv = new Ajv({
      strict: false,
      strictNumbers: false,
      logger: false,
      ownProperties: true,
      // Otherwise each field is checked inside of the one before it, too deep for the engine from 1,500 fields on.
      allErrors: placesIn(checked) > WIDE,
    });
    validate = ajv.compile(checked);
  } catch (error) {
    throw streamError(
      { reason: 'invalid_schema', line, stream, field: 'schema' },
      `has a schema that is no JSON Schema: ${(error as Error).message}`,
      'Correct the schema in the source’s catalog.',
    );
  }
  return (record) => (validate(record) ? null : told(validate.errors?.[0]));
}

/** How many schemas a schema has in it. */
function placesIn(schema: unknown): number {
  if (typeof schema !== 'object' || schema === null) return 0;
  return Object.values(schema).reduce((sum, one) => sum + placesIn(one), 1);
}

function plain(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema;
  const given = schema as Record<string, unknown>;
  const kept: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(given)) {
    const nested = Object.hasOwn(NESTED, word) ? NESTED[word] : undefined;
    if (CHECKED.has(word)) kept[word] = value;
    else if (nested === 'named' && typeof value === 'object' && value !== null)
      kept[word] = Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name, plain(one)]),
      );
    else if (nested === 'list' && Array.isArray(value)) kept[word] = value.map(plain);
    else if (nested === 'one' && typeof value === 'object' && value !== null)
      kept[word] = Array.isArray(value) ? value.map(plain) : plain(value);
  }
  // `items` with a schema per place is called otherwise today; a field may be shorter or longer.
  if (Array.isArray(kept.items)) delete kept.items;
  draft4Limit(kept, 'minimum', 'exclusiveMinimum');
  draft4Limit(kept, 'maximum', 'exclusiveMaximum');
  if (Array.isArray(kept.required) && kept.required.length === 0) delete kept.required;
  if (typeof kept.required === 'boolean') delete kept.required;
  return kept;
}

/** In draft 4 the word for “exclusive” is a yes or no beside the limit. */
function draft4Limit(schema: Record<string, unknown>, limit: string, exclusive: string): void {
  if (typeof schema[exclusive] !== 'boolean') return;
  if (schema[exclusive] && typeof schema[limit] === 'number') {
    schema[exclusive] = schema[limit];
    delete schema[limit];
  } else delete schema[exclusive];
}

function told(error: ErrorObject | undefined): { field: string | null; problem: string } {
  const path = (error?.instancePath ?? '')
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (error?.keyword === 'required') {
    const field = [...path, error.params.missingProperty as string].join('.');
    return { field, problem: `has no “${field}”, which its schema requires` };
  }
  const field = path.join('.') || null;
  const what = error?.message ?? 'does not match the schema';
  return { field, problem: `breaks its schema: ${field ? `“${field}” ` : ''}${what}` };
}
