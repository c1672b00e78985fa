import type { ModelField } from '@openmops/domain/model';
import { breather } from '../../breather.ts';
import { columnOf, isFew, MODEL_FIXED } from './model-columns.ts';
import type { ModelPlace } from './model-port.ts';
import { ModelColumn, type ModelRows } from './model-rows.ts';
import { Block } from './native-block.ts';

/** Rows of a table in the engine's own form (Native), with the fields that they bring. */
export async function toModelBlock(
  at: ModelPlace,
  fields: readonly ModelField[],
  rows: ModelRows,
): Promise<{ columns: string[]; block: Buffer }> {
  const out = new Block(rows.length);
  const whole = (values: readonly number[]) => out.integers('UInt32', Int32Array.from(values));
  const number = (values: readonly number[]) => out.numbers('Float64', Float64Array.from(values));
  const write: Record<string, () => void> = {
    workspace: () => out.constant(at.workspaceId),
    stream: () => out.constant(at.streamId),
    generation: () => out.integers('UInt32', new Int32Array(rows.length).fill(at.generation)),
    id: () => out.written(rows.ids),
    part: () => whole(rows.parts),
    mapping: () => whole(rows.mappings),
    key: () => out.written(rows.keys),
    cursor: () => number(rows.cursors),
    chunk: () => number(rows.chunks),
    row: () => whole(rows.rows),
    received_at: () => number(rows.received),
    deleted: () => out.flags(Uint8Array.from(rows.marks)),
  };
  out.count(MODEL_FIXED.length + fields.length);
  out.count(rows.length);
  for (const name of MODEL_FIXED) {
    out.text(name);
    write[name]?.();
  }
  const lines = new Int32Array(rows.length);
  const breathe = breather();
  for (const field of fields) {
    const due = breathe();
    if (due) await due;
    out.text(columnOf(field.id));
    const column = rows.columns.get(field.id) ?? new ModelColumn(field);
    if (field.type !== 'text') out.values(field.id, column.numbersOf(rows.length), lines);
    else if (isFew(field.id)) out.names('Nullable(String)', column.namesOf(rows.length), '');
    else {
      const { texts, nulls } = column.textsOf(rows.length);
      out.writtenOrNull(texts, nulls);
    }
  }
  return {
    columns: [...MODEL_FIXED, ...fields.map(({ id }) => columnOf(id))],
    block: out.bytes(),
  };
}
