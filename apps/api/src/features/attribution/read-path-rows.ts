import type { Milestone, PathRow } from '@openmops/domain/attribution';
import { MopsError, parseMicros } from '@openmops/domain/shared';
import { type FileRow, numberIn, readColumns } from '../../cli/read-columns.ts';

const MILESTONES: Milestone[] = ['lead', 'opportunity', 'won'];

/** Rows of a file of paths; what does not fit is refused with its line. */
export async function readPathRows(path: string): Promise<PathRow[]> {
  const rows = await readColumns(path, ['path', 'conversions']);
  const has = (column: string) => rows[0] !== undefined && column in rows[0].cells;
  const [withValue, withNulls, withDays] = [has('value'), has('nulls'), has('days')];
  const reached = MILESTONES.filter(has);
  return rows.map((row): PathRow => {
    const at = { path, row };
    const conversions = countIn({ ...at, column: 'conversions' });
    const valueMicros = withValue ? microsIn({ ...at, column: 'value' }) : undefined;
    if (valueMicros && conversions === 0)
      throw refused(at, 'value', 'stands beside no conversions');
    return {
      path: row.cells.path ?? '',
      conversions,
      ...(withNulls && { nulls: emptyIn(row, 'nulls') ? 0 : countIn({ ...at, column: 'nulls' }) }),
      ...(valueMicros !== undefined && { valueMicros }),
      ...(withDays && { agesDays: agesIn(at) }),
      ...(reached.length > 0 && { milestones: milestonesIn(at, reached) }),
    };
  });
}

type Line = { path: string; row: FileRow };
type Cell = Line & { column: string };

const emptyIn = (row: FileRow, column: string) => (row.cells[column] ?? '') === '';

function countIn(cell: Cell): number {
  const value = numberIn(cell);
  if (value >= 0) return value;
  throw refused(cell, cell.column, 'is below 0');
}

function microsIn(cell: Cell): number {
  if (emptyIn(cell.row, cell.column)) return 0;
  numberIn(cell);
  const micros = parseMicros(cell.row.cells[cell.column] ?? '');
  if (micros !== null && micros >= 0) return micros;
  throw refused(cell, cell.column, 'is below 0, or too large to be exact');
}

/** `30 > 20 > 5`: how many days before the conversion each touch was. */
function agesIn(line: Line): number[] {
  const touches = (line.row.cells.path ?? '')
    .split('>')
    .filter((name) => name.trim() !== '').length;
  const ages = (line.row.cells.days ?? '')
    .split('>')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(Number);
  if (ages.length === touches && ages.every((age) => age >= 0 && Number.isFinite(age))) return ages;
  throw refused(line, 'days', `has not one number of 0 or more for each of ${touches} touches`);
}

/** Number of the touch before each milestone, 1 for the first; empty where it was not reached. */
function milestonesIn(line: Line, reached: Milestone[]): Partial<Record<Milestone, number>> {
  const touches = (line.row.cells.path ?? '')
    .split('>')
    .filter((name) => name.trim() !== '').length;
  const entries = reached
    .filter((name) => !emptyIn(line.row, name))
    .map((name) => {
      const touch = numberIn({ ...line, column: name });
      if (Number.isInteger(touch) && touch >= 1 && touch <= touches)
        return [name, touch - 1] as const;
      throw refused(line, name, `is no touch of ${touches}, counted from 1`);
    });
  return Object.fromEntries(entries);
}

function refused({ path, row }: Line, column: string, what: string): MopsError {
  return new MopsError(
    'INVALID',
    `${path}, line ${row.line}, column “${column}”: “${row.cells[column] ?? ''}” ${what}.`,
    'Mend the line, or leave the column away.',
  );
}
