import { moneyText, monthName } from '@openmops/domain/budgets';
import type { LineRow } from './line-rows.ts';
import type { PlanRow } from './plans.queries.ts';

const units = (micros: number) => micros / 1e6;

/** A line as it is answered: money in units of the plan's currency. */
export function toLine(row: LineRow) {
  return {
    id: row.id,
    version: row.version,
    key: row.key,
    position: row.position,
    name: row.name,
    team: row.team,
    costCentre: row.cost_centre,
    channel: row.channel,
    glAccount: row.gl_account,
    vendor: row.vendor,
    goalId: row.goal_id,
    campaignId: row.campaign_id,
    actualFrom: row.actual_from,
    note: row.note,
    months: row.months.map(units),
    total: units(row.total_micros),
    baseline: row.baseline?.map(units) ?? null,
  };
}
export type Line = ReturnType<typeof toLine>;

/** Fields of a line by their name in the API. */
export const LINE_COLUMNS = {
  name: 'name',
  team: 'team',
  costCentre: 'cost_centre',
  channel: 'channel',
  glAccount: 'gl_account',
  vendor: 'vendor',
  goalId: 'goal_id',
  campaignId: 'campaign_id',
  actualFrom: 'actual_from',
  note: 'note',
} as const satisfies Record<string, keyof LineRow>;

const COLUMNS = Object.values(LINE_COLUMNS);

/** Whether two states of a line say the same. */
export function sameContent(a: LineRow, b: LineRow): boolean {
  if (COLUMNS.some((name) => a[name] !== b[name])) return false;
  return a.months.every((micros, place) => micros === b.months[place]);
}

export type Cell = { cell: string; label: string; was: string | null; now: string | null };

/** Cells of a line that differ between two of its states, in words. */
export function cellsBetween(plan: PlanRow, before: LineRow, after: LineRow): Cell[] {
  const fields = Object.entries(LINE_COLUMNS)
    .filter(([, column]) => before[column] !== after[column])
    .map(([cell, column]) => ({
      cell,
      label: cell.replaceAll(/([A-Z])/g, ' $1').toLowerCase(),
      was: before[column],
      now: after[column],
    }));
  const months = after.months.flatMap((micros, place) => {
    const was = before.months[place] ?? 0;
    if (was === micros) return [];
    return [
      {
        cell: `months.${place}`,
        label: monthName(plan.first_month + place),
        was: moneyText(was, plan.currency),
        now: moneyText(micros, plan.currency),
      },
    ];
  });
  return [...fields, ...months];
}
