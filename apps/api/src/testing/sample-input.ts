import * as z from 'zod';

/** Values that let a call get past its input, by the name of the field. */
const KNOWN: Record<string, unknown> = {
  kpis: ['spend'],
  kpi: 'spend',
  kpiId: 'spend',
  from: '2026-01-01',
  to: '2026-01-31',
  dim: 'campaign',
  by: ['campaign'],
  source: 'google_ads',
  email: 'somebody@example.com',
  origins: ['https://intranet.example.com'],
  timeZone: 'UTC',
  currency: 'EUR',
  file: '/nowhere/file',
  filters: [],
};
/** Fields that name a thing of a workspace. */
const IDS = new Set([
  'id',
  'batch',
  'upload',
  'key',
  'embed',
  'member',
  'workspace',
  'workspaceId',
  'slug',
]);

type Schema = {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  minimum?: number;
  minLength?: number;
  default?: unknown;
};

/** An input that a verb's schema takes, with `id` wherever something is named. */
export function sampleInput(schema: z.ZodType, id: string): unknown {
  let json = known.get(schema);
  if (!json) {
    json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
    known.set(schema, json);
  }
  return sample(json, '', id);
}

/** Describing a schema takes milliseconds, and it is asked for with every id. */
const known = new WeakMap<z.ZodType, Schema>();

function sample(schema: Schema, name: string, id: string): unknown {
  if (IDS.has(name) && (schema.type === 'string' || schema.type === undefined)) return id;
  if (name in KNOWN) return KNOWN[name];
  if (schema.enum) return schema.enum[0];
  if ('const' in schema) return schema.const;
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return sample(options.find((one) => one.type !== 'null') ?? {}, name, id);
  if (schema.type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, part]) => [key, sample(part, key, id)]),
    );
  }
  if (schema.type === 'array') return schema.items ? [sample(schema.items, name, id)] : [];
  if (schema.type === 'integer' || schema.type === 'number')
    return Math.max(1, schema.minimum ?? 1);
  if (schema.type === 'boolean') return false;
  if (name === 'body') return once();
  return 'x'.repeat(Math.max(1, schema.minLength ?? 1));
}

async function* once(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('Day,Campaign,Cost\n2026-01-01,A,1.00\n');
}
