import type { Calendar } from '@openmops/domain/calendar';
import { CATALOGUE } from '@openmops/domain/catalogue';
import { type Filter, type KpiPlan, type KpiQuery, planKpis } from '@openmops/domain/kpi';
import { MopsError, parseDay } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import type { WorkspaceSlice } from './sum-plan.ts';

const FINE_DAYS = 5 * 366;
const ANY_DAYS = 50 * 366;

/** The calendar of a workspace, as the domain takes it. */
export function calendarOf(workspace: Workspace): Calendar {
  return {
    timeZone: workspace.timeZone,
    firstMonth: workspace.fiscalStart,
    namedBy: workspace.fiscalNamedBy,
    weekStart: workspace.weekStart,
  };
}

/** `locked`: filters of the query that no total leaves out. */
type Where = { slices: WorkspaceSlice[]; today: number; locked?: Filter[] };

/**
 * A question → its plan, within what one question may cost. Days are kept apart only for conversion,
 * and a range that is not over is compared up to the last day with rows.
 */
export function planQuestion(
  workspace: Workspace,
  query: KpiQuery,
  { slices, today, locked = [] }: Where,
): KpiPlan {
  checkRange(query);
  const calendar = calendarOf(workspace);
  const plan = planKpis({ catalogue: CATALOGUE, query, calendar });
  const datasets = new Set(plan.current.map((one) => one.dataset));
  const own = slices.filter((slice) => datasets.has(slice.dataset));
  const foreign = own.some((slice) =>
    slice.currencies.some((one) => one !== workspace.currency && one !== ''),
  );
  const convert = foreign && !query.by.includes('currency');
  const dataUntil = own.reduce((last, slice) => Math.max(last, slice.to), -Infinity);
  const progress = { today, dataUntil };
  return planKpis({ catalogue: CATALOGUE, query, calendar, locked, convert, progress });
}

function checkRange({ from, to, grain }: KpiQuery): void {
  const first = parseDay(from);
  const last = parseDay(to);
  if (first === null || last === null) return;
  if (last < first) {
    throw new MopsError(
      'INVALID',
      `The range ends (${to}) before it begins (${from}).`,
      'Swap the two dates.',
    );
  }
  const days = last - first + 1;
  if ((grain === 'day' || grain === 'week') && days > FINE_DAYS) {
    throw new MopsError(
      'LIMIT',
      `${days} days by ${grain} are too many for one answer.`,
      'Ask for at most 5 years by day or week, or by month, quarter or year.',
    );
  }
  if (days > ANY_DAYS) {
    throw new MopsError('LIMIT', 'A range has at most 50 years.', 'Ask for a shorter range.');
  }
}
