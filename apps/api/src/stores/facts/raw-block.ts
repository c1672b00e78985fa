import { breather } from '../../breather.ts';
import { Block } from './native-block.ts';
import type { RawChunk, RawRow } from './raw-port.ts';
import { RAW_COLUMNS } from './raw-table.ts';

/** Of a row, beside its texts. */
const FIXED_BYTES = 64;

/** A chunk of raw rows in the engine's own form (Native), in the order of the table's columns; others get their turn. */
export async function toRawBlock(of: RawChunk, rows: readonly RawRow[]): Promise<Buffer> {
  const length = rows.reduce((sum, { text, key }) => sum + text.length + key.length, 0);
  const out = new Block(rows.length, length / rows.length + FIXED_BYTES);
  const numbers = (pick: (row: RawRow) => number | null) =>
    Float64Array.from(rows, (row) => pick(row) ?? Number.NaN);
  // A chunk has megabytes of text.
  const breathe = breather();
  const strings = async (pick: (row: RawRow) => string) => {
    out.text('String');
    for (const [at, row] of rows.entries()) {
      out.text(pick(row));
      const due = at % 500 === 0 ? breathe() : null;
      if (due) await due;
    }
  };
  const write: Record<string, () => void | Promise<void>> = {
    workspace: () => out.constant(of.workspaceId),
    stream: () => out.constant(of.streamId),
    key: () => strings((row) => row.key),
    chunk: () => out.constant64(of.chunk),
    row: () => out.integers('UInt32', Int32Array.from(rows.keys())),
    cursor: () =>
      out.numbers(
        'Float64',
        numbers((row) => row.cursor),
      ),
    deleted: () => out.flags(Uint8Array.from(rows, (row) => (row.deleted ? 1 : 0))),
    version: () =>
      out.numbers(
        'Nullable(Float64)',
        numbers((row) => row.version),
      ),
    extracted_at: () =>
      out.numbers(
        'Nullable(Float64)',
        numbers((row) => row.extractedAt),
      ),
    received_at: () => out.constant64(of.receivedAt),
    text: () => strings((row) => row.text),
  };
  out.count(RAW_COLUMNS.length);
  out.count(rows.length);
  for (const name of RAW_COLUMNS) {
    out.text(name);
    await write[name]?.();
  }
  return out.bytes();
}
