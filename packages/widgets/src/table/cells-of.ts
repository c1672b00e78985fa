import type { KpiAnswer, KpiAnswerRow } from '@openmops/domain/kpi';

/** A column of a table: a dimension, or a KPI. */
export type Column = { key: string; title: string; numeric: boolean };
export type Sort = { key: string; descending: boolean };

const titleOf = (dim: string) => {
  const words = dim.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The columns of an answer: its dimensions, then its KPIs. */
export function columnsOf(answer: KpiAnswer | null): Column[] {
  const dims = Object.keys(answer?.rows[0]?.dims ?? {});
  return [
    ...dims.map((key) => ({ key, title: titleOf(key), numeric: false })),
    ...Object.entries(answer?.kpis ?? {}).map(([key, { name }]) => ({
      key,
      title: String(name),
      numeric: true,
    })),
  ];
}

const cellOf = (row: KpiAnswerRow, { key, numeric }: Column) =>
  (numeric ? row.values[key] : row.dims[key]) ?? null;

/**
 * The rows in the asked order; what has no value is always last.
 * @example sorted(answer, { columns, sort: { key: 'paid.cost', descending: true } })
 */
export function sorted(
  answer: KpiAnswer | null,
  { columns, sort }: { columns: Column[]; sort: Sort },
): KpiAnswerRow[] {
  const column = columns.find(({ key }) => key === sort.key);
  const rows = [...(answer?.rows ?? [])];
  if (!column) return rows;
  return rows.sort((a, b) => {
    const [one, two] = [cellOf(a, column), cellOf(b, column)];
    if (one === null || two === null) return Number(one === null) - Number(two === null);
    const less = column.numeric
      ? Number(one) - Number(two)
      : String(one).localeCompare(String(two));
    return sort.descending ? -less : less;
  });
}

/** What a spreadsheet would run as a formula, with the wide signs that some turn into plain ones. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** A text as a cell that no spreadsheet runs as a formula. */
function cell(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = String(value ?? '');
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Rows as CSV (RFC 4180), numbers plain with a point.
 * @example csvOf([{ key: 'a', title: 'A', numeric: false }], []) // 'A'
 */
export function csvOf(columns: Column[], rows: KpiAnswerRow[]): string {
  return [
    columns.map(({ title }) => cell(title)),
    ...rows.map((row) => columns.map((column) => cell(cellOf(row, column)))),
  ]
    .map((line) => line.join(','))
    .join('\r\n');
}
