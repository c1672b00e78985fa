import type { RowsAnswer } from '../../api-types.ts';

/** All pages of the rows behind a number, one after the other. */
export async function allRows(
  read: (offset: number, limit: number) => Promise<RowsAnswer>,
): Promise<RowsAnswer> {
  const limit = 500;
  const first = await read(0, limit);
  const rows = [...first.rows];
  while (rows.length < first.total) {
    const next = await read(rows.length, limit);
    if (next.rows.length === 0) break;
    rows.push(...next.rows);
  }
  return { ...first, rows };
}

/** Rows as a table with a header, for a file. */
export function tableOf(answer: RowsAnswer): (string | number | null)[][] {
  const head = [
    'From',
    'To',
    'Source',
    'Currency',
    ...answer.columns.map((column) => column.name),
    ...answer.measures.map((measure) => measure.name),
  ];
  const rows = answer.rows.map((row) => [
    row.day,
    row.dayTo,
    row.source,
    row.currency,
    ...answer.columns.map((column) => row.dims[column.id] ?? null),
    ...answer.measures.map((measure) => row.values[measure.id] ?? null),
  ]);
  return [head, ...rows];
}
