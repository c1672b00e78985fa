import type { PlanLine } from '../../api-budgets.ts';
import { type GridColumn, type GridShow, monthsOf } from './grid-columns.ts';
import { cellText, sumOf } from './money-words.ts';

/** What decides how a cell reads. */
export type CellLook = {
  show: GridShow;
  currency: string;
  goals: ReadonlyMap<string, string>;
};

/** What a cell of the grid says. */
export function textOf(line: PlanLine, column: GridColumn, look: CellLook): string {
  switch (column.kind) {
    case 'word':
      return line[column.field];
    case 'goal':
      return line.goalId === null ? '' : (look.goals.get(line.goalId) ?? 'Goal');
    case 'month': {
      const value = monthsOf(line, look.show)[column.place] ?? 0;
      return value === 0 ? '–' : cellText(value, look.currency);
    }
    case 'sum': {
      const value = column.of(line);
      return value === null ? '–' : cellText(value, look.currency);
    }
  }
}

/** What the foot says below each column. */
export function totalsOf(
  lines: readonly PlanLine[],
  columns: readonly GridColumn[],
  { show, currency }: CellLook,
): string[] {
  return columns.map((column) => {
    if (column.kind === 'word' || column.kind === 'goal') return '';
    const values = lines.map((line) =>
      column.kind === 'month' ? (monthsOf(line, show)[column.place] ?? 0) : (column.of(line) ?? 0),
    );
    return cellText(sumOf(values), currency);
  });
}
