import type { KpiAnswer } from '@openmops/domain/kpi';

const BOM = '\uFEFF';
/** What a spreadsheet would run as a formula, with the wide signs that some turn into plain ones. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * An answer as CSV (RFC 4180, UTF-8 with a mark so that spreadsheets read it as such): one line
 * per row, numbers plain with a point, and behind them what every answer carries: currency, time,
 * sources, units and definitions.
 */
export function kpiCsv(answer: KpiAnswer): string {
  const names = Object.keys(answer.kpis);
  const dims = Object.keys(answer.rows[0]?.dims ?? {});
  const grain = answer.rows.some((row) => row.period !== null);
  const compared = answer.previous !== null;
  const labels = Object.entries(answer.kpis);
  const constant = [
    answer.currency,
    answer.asOf ?? '',
    answer.sources.map((source) => source.id).join('; '),
    labels.map(([name, { unit }]) => `${name}: ${unitText(unit)}`).join('; '),
    labels.map(([name, { definition }]) => `${name}: ${definition}`).join('; '),
    answer.notes.map((note) => note.message).join(' '),
  ].map(textCell);
  const header = [
    ...dims,
    ...(grain ? ['period'] : []),
    'from',
    'to',
    ...names.flatMap((name) => (compared ? [name, `${name}_previous`] : [name])),
    ...['currency', 'as_of', 'sources', 'units', 'definitions', 'notes'],
  ];
  const lines = answer.rows.map((row) => [
    ...dims.map((dim) => textCell(row.dims[dim] ?? '')),
    ...(grain ? [textCell(row.period ?? '')] : []),
    row.from,
    row.to,
    ...names.flatMap((name) => {
      const value = numberCell(row.values[name]);
      return compared ? [value, numberCell(row.previous?.[name])] : [value];
    }),
    ...constant,
  ]);
  return BOM + [header.map(textCell), ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

/** @example csvName({ kpis: ['roas'], from: '2026-01-01', to: '2026-01-31' }) // 'openmops-roas-2026-01-01-2026-01-31.csv' */
export function csvName(of: { kpis: string[]; from: string; to: string }): string {
  const names = of.kpis
    .slice(0, 4)
    .join('-')
    .replace(/[^\w.-]+/g, '_');
  return `openmops-${names}-${of.from}-${of.to}.csv`;
}

function unitText(unit: KpiAnswer['kpis'][string]['unit']): string {
  return unit.kind === 'ratio' ? `ratio (${unit.display})` : unit.kind;
}

/** A number as a cell: plain, with a point. */
export function numberCell(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return /e/i.test(text)
    ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : text;
}

/** A text as a cell that no spreadsheet runs as a formula. */
export function textCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
