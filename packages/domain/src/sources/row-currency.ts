import { isCurrency } from '../money/currencies.ts';
import { ownCopy } from './clean-text.ts';
import type { CompiledColumns } from './compile-columns.ts';
import { currenciesOf } from './currencies.ts';
import type { Detection, RawRow } from './schema.ts';

/**
 * Reads the currency of a row from its currency column, else the file's ('' where the file has no
 * money); null: the column names no currency that exists.
 */
export function createRowCurrency(
  detection: Detection,
  columns: CompiledColumns,
): (row: RawRow) => string | null {
  const known = new Map<string, string | null>();
  const otherwise = detection.currency ?? '';
  const at = columns.currency;
  if (at < 0) return () => otherwise;
  return ({ cells }) => {
    const cell = cells[at] ?? '';
    let code = known.get(cell);
    if (code === undefined) {
      code = codeIn(cell, otherwise);
      if (known.size < 1000) known.set(ownCopy(cell), code);
    }
    return code;
  };
}

function codeIn(cell: string, otherwise: string): string | null {
  const text = cell.trim().toUpperCase();
  if (text === '' || text === '--') return otherwise;
  if (isCurrency(text)) return text;
  // “Euro (EUR)”, “USD – US dollar”: the code beside its name.
  const named = /\b([A-Z]{3})\b/.exec(cell)?.[1];
  if (named && isCurrency(named)) return named;
  const possible = currenciesOf(cell);
  return possible.length === 1 ? (possible[0] ?? null) : null;
}
