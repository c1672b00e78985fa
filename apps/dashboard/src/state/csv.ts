import type { KpiAnswer } from '@openmops/domain/kpi';
import { dimensionName } from './dimension-names.ts';

type Cell = string | number | null;

// A spreadsheet runs cells that begin like a formula; a leading apostrophe keeps them text.
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV (RFC 4180). */
export function csvOf(rows: Cell[][]): string {
  return rows
    .map((row) => row.map(cell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

/** An answer as CSV: dimensions, period, and per KPI its value and what it was before. */
export function csvOfAnswer(answer: KpiAnswer, kpis: string[]): string {
  const dims = [...new Set(answer.rows.flatMap((row) => Object.keys(row.dims)))].filter(
    (dim) => dim !== 'period',
  );
  const compared = answer.previous !== null;
  const named = kpis.map((id) => {
    const kpi = answer.kpis[id];
    return `${kpi?.name ?? id}${kpi?.unit.kind === 'money' ? ` (${answer.currency})` : ''}`;
  });
  const head = [
    ...dims.map(dimensionName),
    'From',
    'To',
    ...named.flatMap((name) => (compared ? [name, `${name}, before`] : [name])),
  ];
  const rows = answer.rows.map((row) => [
    ...dims.map((dim) => row.dims[dim] ?? null),
    row.from,
    row.to,
    ...kpis.flatMap((id) =>
      compared ? [row.values[id] ?? null, row.previous?.[id] ?? null] : [row.values[id] ?? null],
    ),
  ]);
  return csvOf([head, ...rows]);
}

/** Hands a text to the browser as a file. */
export function saveFile(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  // The mark makes Excel read the file as UTF-8.
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
