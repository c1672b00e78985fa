import { numberCell, textCell } from '../kpi/kpi-csv.ts';
import { currencyOf } from './view-words.ts';
import type { Column, Row, View } from './views.schema.ts';

const BOM = '\uFEFF';

/**
 * A view as CSV (RFC 4180): one block for each section, with a blank line between. Numbers are plain with
 * a point; behind each row stand its unit, KPI, definition and link.
 */
export function viewCsv(view: View): string {
  const { period } = view;
  const head = [
    ['view', view.title],
    ['workspace', view.workspace],
    ['period', period.label ?? '', period.from, period.to],
    ['as of', view.asOf],
    ['made at', view.at],
    ['currency', view.currency],
  ];
  const sections = view.sections.flatMap((section) => [
    [],
    ['section', section.title],
    ['as of', section.asOf],
    ['from', section.from.join('; ')],
    ...(section.figures.length > 0 ? [['figure', 'value', 'says', ...ORIGIN]] : []),
    ...section.figures.map(({ label, value, says, ...rest }) => [
      label,
      value,
      says,
      ...originOf(rest),
    ]),
    ...(section.table ? [[...section.table.columns.map(headOf), ...ORIGIN]] : []),
    ...(section.table?.rows ?? []).map((row) => [...row.cells, ...originOf(row)]),
    ...(section.table?.more ? [['more rows', section.table.more]] : []),
    ...(section.empty ? [['none', section.empty]] : []),
    ...section.notes.map((note) => ['note', note]),
  ]);
  const definitions = [
    [],
    ['section', 'What the KPIs mean'],
    ['KPI', 'name', 'version', 'formula', 'definition'],
    ...view.definitions.map(({ kpi, name, version, formula, definition }) => [
      ...[kpi, name, version, formula, definition],
    ]),
  ];
  const lines = [...head, ...sections, ...definitions].map((cells) => cells.map(cellOf).join(','));
  return `${BOM}${lines.join('\r\n')}\r\n`;
}

/** A column of money that is not in the currency of the workspace says so. */
const headOf = ({ label, unit }: Column) => {
  const currency = currencyOf(unit);
  return currency === null ? label : `${label} (${currency})`;
};

const ORIGIN = ['unit', 'status', 'KPI', 'definition', 'link'];
const originOf = ({ unit, tone, kpi, definition, link }: Omit<Row, 'id' | 'cells'>) => [
  [unit?.kind, currencyOf(unit)].filter(Boolean).join(' ') || null,
  tone === 'none' ? null : tone,
  kpi,
  definition,
  link,
];

const cellOf = (cell: string | number | null): string =>
  typeof cell === 'number' ? numberCell(cell) : textCell(cell ?? '');

/** `openmops-view-cmo-2026-10-01-2026-12-31.pdf` */
export const viewFile = ({ view, period }: View, ending: 'csv' | 'pdf'): string =>
  `openmops-view-${view}-${period.from}-${period.to}.${ending}`;
