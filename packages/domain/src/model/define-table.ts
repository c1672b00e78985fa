import type { DimensionId } from '../kpi/index.ts';
import type { ModelFeed, ModelField, ModelFieldType, ModelTable } from './model-table.ts';

/** id · type · description · `!` must be there, `@` tells who somebody is */
export type FieldLine = [
  id: string,
  type: ModelFieldType,
  description: string,
  marks?: '!' | '@' | '!@',
];

/** Fields of a table, in the order of the list. */
export function fields(lines: readonly FieldLine[]): ModelField[] {
  return lines.map(([id, type, description, marks = '']) => ({
    id,
    type,
    description,
    required: marks.includes('!'),
    personal: marks.includes('@'),
  }));
}

/** A feed that counts rows, or adds a field, on the day of a field. */
export function feed(
  to: `${string}.${string}`,
  from: {
    day: string;
    value?: string;
    where?: Record<string, readonly string[]>;
    dims: Partial<Record<DimensionId, string>>;
  },
): ModelFeed {
  const [dataset = '', measure = ''] = to.split('.');
  return {
    dataset,
    measure,
    day: from.day,
    value: from.value === undefined ? 'one' : { field: from.value },
    where: Object.entries(from.where ?? {}).map(([field, is]) => ({ field, is })),
    dims: from.dims,
  };
}

/** A table of the model. */
export function defineTable(table: ModelTable): ModelTable {
  const known = new Set(table.fields.map((one) => one.id));
  const named = [
    ...table.key,
    ...table.feeds.flatMap((one) => [
      one.day,
      ...(one.value === 'one' ? [] : [one.value.field]),
      ...one.where.map((condition) => condition.field),
      ...Object.values(one.dims),
    ]),
  ];
  const missing = named.find((id) => !known.has(id));
  if (missing !== undefined) throw new Error(`Table ${table.id} has no field ${missing}.`);
  return table;
}
