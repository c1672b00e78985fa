import type { LineWords, PlanLine } from '../../api-budgets.ts';
import { monthText, sumOf } from './money-words.ts';

/** What of the months is shown. */
export type GridShow = 'forecast' | 'baseline' | 'actual' | 'all';
export type WordField = 'name' | 'team' | 'costCentre' | 'channel';

export type GridColumn = {
  id: string;
  label: string;
  /** In rem. */
  width: number;
} & (
  | { kind: 'word'; field: WordField }
  | { kind: 'goal' }
  | { kind: 'month'; place: number }
  | { kind: 'sum'; of: (line: PlanLine) => number | null }
);

const WORDS: { field: WordField; label: string; width: number }[] = [
  { field: 'name', label: 'Line', width: 15 },
  { field: 'team', label: 'Team', width: 8 },
  { field: 'costCentre', label: 'Cost centre', width: 7 },
  { field: 'channel', label: 'Channel', width: 9 },
];

/** Booked invoices, or what platforms report, by month. */
export function actualMonths(line: PlanLine): number[] {
  return line.months.map((_, at) => sumOf([line.invoiced?.[at] ?? 0, line.platform?.[at] ?? 0]));
}

export const actualOf = (line: PlanLine): number => sumOf(actualMonths(line));
export const baselineOf = (line: PlanLine): number | null =>
  line.baseline === null ? null : sumOf(line.baseline);

/** The months that are shown of a line. */
export function monthsOf(line: PlanLine, show: GridShow): readonly number[] {
  if (show === 'baseline') return line.baseline ?? [];
  return show === 'actual' ? actualMonths(line) : line.months;
}

/** Columns of the grid: words of a line, then its months, or its three columns side by side. */
export function columnsOf(months: readonly string[], show: GridShow): GridColumn[] {
  const words: GridColumn[] = WORDS.map((one) => ({ kind: 'word', id: one.field, ...one }));
  const goal: GridColumn = { kind: 'goal', id: 'goal', label: 'Goal', width: 10 };
  const sum = (id: string, label: string, of: (line: PlanLine) => number | null): GridColumn => ({
    ...{ kind: 'sum', id, label, of },
    width: 7.5,
  });
  if (show === 'all')
    return [
      ...words,
      goal,
      sum('baseline', 'Baseline', baselineOf),
      sum('forecast', 'Forecast', (line) => line.total),
      sum('actual', 'Actual', actualOf),
      sum('variance', 'Forecast − actual', (line) => sumOf([line.total, -actualOf(line)])),
      sum('committed', 'Committed', (line) => line.committed),
      sum('remaining', 'Still planned', (line) => line.remaining),
    ];
  return [
    ...words,
    goal,
    ...months.map(
      (month, place): GridColumn => ({
        kind: 'month',
        id: `months.${place}`,
        label: monthText(month),
        width: 6,
        place,
      }),
    ),
    sum('total', 'Year', (line) => sumOf(monthsOf(line, show))),
  ];
}

/** A field of a line in words. */
export const FIELD_WORDS: Readonly<Record<keyof LineWords, string>> = {
  name: 'Line',
  team: 'Team',
  costCentre: 'Cost centre',
  channel: 'Channel',
  glAccount: 'GL account',
  vendor: 'Vendor',
  goalId: 'Goal',
  campaignId: 'Campaign',
  actualFrom: 'Actual from',
  note: 'Note',
};
