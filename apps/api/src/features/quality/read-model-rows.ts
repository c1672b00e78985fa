import { setImmediate } from 'node:timers/promises';
import { type ModelField, type ModelTableId, modelTable } from '@openmops/domain/model';
import { formatDay } from '@openmops/domain/shared';
import type { FactStore } from '../../stores/facts/port.ts';
import type { CheckedRow, CheckedStream } from './check.ts';
import { HashSet } from './hash-set.ts';

const MICROS = 1_000_000;

type Place = {
  facts: FactStore;
  workspaceId: string;
  table: ModelTableId;
  streams: readonly CheckedStream[];
};

/**
 * What stands in a table of a source, page by page, in units of a person. A row that several streams tell
 * comes once; rows that were merged into others are no rows of their own any more.
 * `everyTelling`: each stream's rows by themselves.
 */
export async function* readModelRows(
  { facts, workspaceId, table, streams }: Place,
  options: { fields: readonly string[]; keys?: readonly string[]; everyTelling?: boolean },
): AsyncGenerator<CheckedRow[]> {
  const known = new Map(modelTable(table).fields.map((field) => [field.id, field]));
  const wanted = [...new Set([...options.fields, 'merged_into'])].filter((id) => known.has(id));
  const seen = streams.length > 1 && !options.everyTelling ? new HashSet() : null;
  // A record that another stream of the source says to be gone stands no more.
  const heard = streams.map(({ id, generation }) => ({ workspaceId, streamId: id, generation }));
  for (const place of heard) {
    const { streamId } = place;
    const question = {
      ...{ ...place, table, fields: wanted, heard },
      ...(options.keys ? { keys: options.keys } : {}),
    };
    for await (const page of facts.model.read(question)) {
      const rows: CheckedRow[] = [];
      for (const { key, values } of page) {
        if (values.merged_into) continue;
        if (seen && !seen.add(key)) continue;
        rows.push({ stream: streamId, key, values: inUnits(values, wanted, known) });
      }
      if (rows.length > 0) yield rows;
      await setImmediate();
    }
  }
}

function inUnits(
  values: Readonly<Record<string, string | number | boolean | null>>,
  wanted: readonly string[],
  known: ReadonlyMap<string, ModelField>,
): CheckedRow['values'] {
  const made: CheckedRow['values'] = {};
  for (const id of wanted) {
    const value = values[id] ?? null;
    const type = known.get(id)?.type;
    made[id] = typeof value === 'number' ? unit(value, type) : value;
  }
  return made;
}

function unit(value: number, type: ModelField['type'] | undefined): string | number {
  if (type === 'money' || type === 'number') return value / MICROS;
  if (type === 'day') return formatDay(value);
  if (type === 'instant') return instantText(value);
  return value;
}

/** A time beyond all calendars stays the number that it is. */
function instantText(value: number): string | number {
  return Math.abs(value) <= 8.64e15 ? new Date(value).toISOString() : value;
}
