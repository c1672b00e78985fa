import type { Engine } from './engine.ts';
import type { FactStore } from './port.ts';
import { binder, dimSql } from './sql.ts';

/** What a person can choose from when filtering by a dimension. */
export async function valuesOf(
  engine: Engine,
  workspaceId: string,
  what: Parameters<FactStore['values']>[1],
): ReturnType<FactStore['values']> {
  const { params, bind } = binder();
  const dim = dimSql(what.dim);
  const search = what.search.trim().toLowerCase();
  const found = await engine.ask<[string | null, string]>(
    `SELECT ${dim}, count()
FROM facts
WHERE workspace = ${bind('String', workspaceId)}
  AND day <= ${bind('Int32', what.to)}
  AND day_to >= ${bind('Int32', what.from)}
  ${search ? `AND position(lowerUTF8(toString(${dim})), ${bind('String', search)}) > 0` : ''}
GROUP BY ${dim}
ORDER BY count() DESC, ${dim}
LIMIT ${bind('UInt32', what.limit)}`,
    params,
  );
  return found.map(([value, rows]) => ({ value, rows: Number(rows) }));
}
