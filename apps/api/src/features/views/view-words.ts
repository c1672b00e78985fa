import { formatValue, type Unit } from '@openmops/domain/kpi';
import type { Column, Figure, Row, Section } from './views.schema.ts';

const LOCALE = 'en';

/** A number with its unit, in English. */
export const valueText = (value: number | null, unit: unknown, currency: string): string =>
  value === null
    ? '–'
    : formatValue(value, unit as Unit, { locale: LOCALE, currency: currencyOf(unit) ?? currency });

/** The currency of money that is not in the one of the workspace. */
export const currencyOf = (unit: unknown): string | null =>
  (unit as { currency?: string } | null)?.currency ?? null;

/** A cell of a table as people read it. */
export function cellText(
  cell: Row['cells'][number] | undefined,
  { column, row, currency }: { column: Column; row: Row; currency: string },
): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'string') return cell;
  const unit = column.unit === 'row' ? row.unit : column.unit;
  return unit === null || typeof unit === 'string' ? String(cell) : valueText(cell, unit, currency);
}

/** Whether a column holds numbers, which stand to the right. */
export const isNumeric = ({ unit }: Column): boolean => unit !== 'text';

/** The rows of a section as text, under the labels of its columns. */
export function tableText({ table }: Section, currency: string): string[][] {
  return (table?.rows ?? []).map((row) =>
    (table?.columns ?? []).map((column, at) => cellText(row.cells[at], { column, row, currency })),
  );
}

/** A figure in one line. */
export const figureText = ({ value, unit, says }: Figure, currency: string): string =>
  `${valueText(value, unit, currency)}${says === null ? '' : ` (${says})`}`;
