import type { Calendar, DayRange } from '@openmops/domain/calendar';
import { additivityOf, CATALOGUE } from '@openmops/domain/catalogue';
import { findPeriod, periodLabel } from '@openmops/domain/goals';
import { definitionHash, findKpi, formatValue } from '@openmops/domain/kpi';
import {
  formatDay,
  type Issue,
  MopsError,
  microsToUnits,
  parseDay,
  unitsToMicros,
} from '@openmops/domain/shared';
import type { Target } from '@openmops/domain/targets';
import type { GoalRow, TargetRow } from './goals.queries.ts';
import type { Goal, GoalTarget, Period, Warning } from './goals.schema.ts';
import { type Names, nameIn } from './people.ts';

/** How values of a KPI make up a period: sums add up over days, everything else is as it is. */
export function measuresOfKpi(kpi: string): Target['measures'] {
  return additivityOf(CATALOGUE, findKpi(CATALOGUE, kpi)) === 'all' ? 'sum' : 'level';
}

/** A goal as doors answer it; `definition` is the hash of the KPI's present meaning. */
export function toGoal(row: GoalRow, names: Names): Goal {
  const kpi = findKpi(CATALOGUE, row.kpi);
  return {
    id: row.id,
    objective: row.objective_id,
    name: row.name,
    kind: row.kind,
    kpi: row.kpi,
    kpiName: kpi.name,
    unit: kpi.unit,
    direction: kpi.direction,
    definition: definitionHash(CATALOGUE, kpi),
    measures: measuresOfKpi(row.kpi),
    source: row.source,
    scope: row.scope,
    owner: row.owner,
    ownerName: row.owner === null ? null : nameIn(names, row.owner),
    note: row.note,
    archived: row.archived,
    version: row.version,
  };
}

/** A target as the methods of the domain take it, with its id. */
export type KnownTarget = Target & { id: string };

export function toDomain(row: TargetRow, kpi: string): KnownTarget {
  const { low_micros: low, high_micros: high } = row;
  return {
    id: row.id,
    kpi,
    scope: row.scope,
    period: { from: formatDay(row.day_from), to: formatDay(row.day_to) },
    kind: row.kind,
    value: microsToUnits(row.value_micros),
    band:
      low === null || high === null ? null : { low: microsToUnits(low), high: microsToUnits(high) },
    measures: measuresOfKpi(kpi),
    phasing: row.phasing,
    setBy: row.set_by,
    setAt: row.set_at.toISOString(),
  };
}

export function toTarget(row: TargetRow, of: { names: Names; calendar: Calendar }): GoalTarget {
  const { value, band, phasing, kind, scope } = toDomain(row, 'spend');
  return {
    id: row.id,
    period: toPeriod({ from: row.day_from, to: row.day_to }, of.calendar),
    scope,
    kind,
    value,
    band,
    phasing,
    reason: row.reason,
    setBy: nameIn(of.names, row.set_by),
    setAt: row.set_at.toISOString(),
    endedBy: row.ended_by === null ? null : nameIn(of.names, row.ended_by),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

export function toPeriod(range: DayRange, calendar: Calendar): Period {
  return {
    label: periodLabel(range, calendar),
    from: formatDay(range.from),
    to: formatDay(range.to),
  };
}

/** The days of a label of the calendar, or of two dates. */
export function rangeOf(
  period: string | { from: string; to: string },
  calendar: Calendar,
): DayRange {
  if (typeof period !== 'string') return { from: dayOf(period.from), to: dayOf(period.to) };
  const { from, to } = findPeriod(period, calendar);
  return { from, to };
}

export function dayOf(text: string): number {
  const day = parseDay(text);
  if (day !== null) return day;
  throw new MopsError('INVALID', `“${text}” is no date.`, 'A date looks like 2026-01-31.');
}

/** Values of a goal as text, in English. */
export const formatOf =
  (goal: Pick<Goal, 'kpi'>, currency: string) =>
  (value: number): string =>
    formatValue(value, findKpi(CATALOGUE, goal.kpi).unit, { locale: 'en', currency });

export const toWarning = ({ code, severity, message, hint }: Issue): Warning => ({
  code,
  severity,
  message,
  hint,
});

/** Integer millionths of a value; INVALID for what is too large to be exact. */
export function microsOf(value: number): number {
  const micros = unitsToMicros(value);
  if (micros !== null) return micros;
  throw new MopsError('INVALID', `${value} is too large.`, 'Give at most 9,000,000,000.');
}
