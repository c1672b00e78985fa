import { numberCell, textCell } from '../kpi/kpi-csv.ts';

/** A table as a file for spreadsheets: RFC 4180, UTF-8 with a mark, no cell that would be run. */
export function csvResponse(
  name: string,
  rows: readonly (readonly (string | number | null)[])[],
): Response {
  const lines = rows.map(
    (row) =>
      `${row.map((cell) => (typeof cell === 'number' ? numberCell(cell) : textCell(cell ?? ''))).join(',')}\r\n`,
  );
  return new Response(`\uFEFF${lines.join('')}`, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  });
}
