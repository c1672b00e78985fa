import type { ModelField } from '@openmops/domain/model';
import { FactColumns } from '@openmops/domain/sources';
import { columnOf, GONE, INSTEAD, isFew, MODEL_FIXED } from './model-columns.ts';
import type { ModelPlace, ModelRowIn } from './model-port.ts';
import { Block } from './native-block.ts';

/** Rows of a table in the engine's own form (Native), with the fields that they bring. */
export function toModelBlock(
  at: ModelPlace,
  fields: readonly ModelField[],
  rows: readonly ModelRowIn[],
): { columns: string[]; block: Buffer } {
  const out = new Block(rows.length);
  const whole = (pick: (row: ModelRowIn) => number) =>
    out.integers('UInt32', Int32Array.from(rows, pick));
  const number = (pick: (row: ModelRowIn) => number) =>
    out.numbers('Float64', Float64Array.from(rows, pick));
  const write: Record<string, () => void> = {
    workspace: () => out.constant(at.workspaceId),
    stream: () => out.constant(at.streamId),
    generation: () => whole(() => at.generation),
    id: () => out.strings(rows.map((row) => row.id)),
    part: () => whole((row) => row.part),
    mapping: () => whole((row) => row.mapping),
    key: () => out.strings(rows.map((row) => row.key)),
    cursor: () => number((row) => row.cursor),
    chunk: () => number((row) => row.chunk),
    row: () => whole((row) => row.row),
    received_at: () => number((row) => row.receivedAt),
    deleted: () =>
      out.flags(Uint8Array.from(rows, (row) => (row.deleted ? GONE : row.instead ? INSTEAD : 0))),
  };
  out.count(MODEL_FIXED.length + fields.length);
  out.count(rows.length);
  for (const name of MODEL_FIXED) {
    out.text(name);
    write[name]?.();
  }
  const lines = new Int32Array(rows.length);
  for (const field of fields) {
    out.text(columnOf(field.id));
    if (field.type === 'text') writeText(out, field.id, rows);
    else {
      const values = Float64Array.from(rows, (row) => {
        const value = row.values[field.id] ?? null;
        return value === null ? Number.NaN : Number(value);
      });
      out.values(field.id, values, lines);
    }
  }
  return {
    columns: [...MODEL_FIXED, ...fields.map(({ id }) => columnOf(id))],
    block: out.bytes(),
  };
}

function writeText(out: Block, id: string, rows: readonly ModelRowIn[]): void {
  const textOf = (row: ModelRowIn) => {
    const value = row.values[id] ?? null;
    return value === null ? null : String(value);
  };
  if (!isFew(id)) {
    out.texts(rows.map(textOf));
    return;
  }
  const { currencies: names } = new FactColumns({ dims: 0, measures: 0, capacity: rows.length });
  rows.forEach((row, place) => {
    names.codes[place] = names.codeOf(textOf(row));
  });
  out.names('Nullable(String)', names, '');
}
