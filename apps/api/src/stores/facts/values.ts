import { STORED_DATASETS } from '@openmops/domain/catalogue';
import type { Engine } from './engine.ts';
import type { FactStore } from './port.ts';
import { binder, dimSql } from './sql.ts';
import { isFixed, type Tables, tableOf } from './tables.ts';

/** What a person can choose from when filtering by a dimension. */
export async function valuesOf(
  { engine, tables }: { engine: Engine; tables: Tables },
  workspaceId: string,
  what: Parameters<FactStore['values']>[1],
): ReturnType<FactStore['values']> {
  const { params, bind } = binder();
  const dim = dimSql(what.dim);
  const search = what.search.trim().toLowerCase();
  const where = `WHERE workspace = ${bind('String', workspaceId)}
  AND day <= ${bind('Int32', what.to)}
  AND day_to >= ${bind('Int32', what.from)}
  ${search ? `AND position(lowerUTF8(toString(${dim})), ${bind('String', search)}) > 0` : ''}`;
  const parts = STORED_DATASETS.map((dataset) => {
    const there = isFixed(what.dim) || tables.has(dataset, what.dim);
    const value = there ? `CAST(${dim}, 'Nullable(String)')` : "CAST(NULL, 'Nullable(String)')";
    return `SELECT ${value} AS value, count() AS n FROM ${tableOf('facts', dataset)} ${there || !search ? where : 'WHERE 0'} GROUP BY value`;
  });
  const found = await engine.ask<[string | null, string]>(
    `SELECT value, sum(n) FROM (${parts.join('\nUNION ALL\n')})
GROUP BY value
ORDER BY sum(n) DESC, value
LIMIT ${bind('UInt32', what.limit)}`,
    params,
  );
  return found.map(([value, rows]) => ({ value, rows: Number(rows) }));
}
