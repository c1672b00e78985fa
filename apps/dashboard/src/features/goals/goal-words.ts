import type { Calendar } from '@openmops/domain/calendar';
import { unitOf as unitAround, unitLabel } from '@openmops/domain/calendar';
import { formatValue } from '@openmops/domain/kpi';
import { parseDay } from '@openmops/domain/shared';
import {
  type GoalPeriod,
  type GoalScope,
  type Light,
  type OccurrenceState,
  unitOf,
  type Verdict,
} from '../../api-goals.ts';
import { LOCALE } from '../../state/locale.ts';
import { rangeText } from '../../state/ranges.ts';

type Tone = 'plain' | 'good' | 'warn' | 'bad';

/** A value of a goal as people write it. */
export const valueText = (
  value: number | null,
  { goal, currency }: { goal: { unit: { kind: string } }; currency: string },
): string => formatValue(value, unitOf(goal), { locale: LOCALE, currency });

/** A share as a whole percentage, or with one digit: `82%`, `92.3%`. */
export const shareText = (share: number | null): string =>
  share === null ? 'n/a' : `${Math.round(share * 1000) / 10}%`;

export const periodText = ({ label, from, to }: GoalPeriod): string =>
  label ?? rangeText({ from, to });

/** `Germany, France, Paid social`; empty for everything. */
export const scopeText = (scope: GoalScope): string =>
  Object.values(scope)
    .flat()
    .map((value) => value ?? 'not set')
    .join(', ');

export const LIGHTS: Readonly<Record<Light, { label: string; tone: Tone }>> = {
  good: { label: 'On target', tone: 'good' },
  neutral: { label: 'Watch', tone: 'warn' },
  bad: { label: 'Off target', tone: 'bad' },
  none: { label: 'No verdict yet', tone: 'plain' },
};

export const VERDICTS: Readonly<Record<Verdict, { label: string; tone: Tone }>> = {
  works: { label: 'It works', tone: 'good' },
  strategy_gap: { label: 'Strategy gap', tone: 'bad' },
  execution_gap: { label: 'Execution gap', tone: 'bad' },
  other_cause: { label: 'Another cause', tone: 'warn' },
  no_target: { label: 'No target', tone: 'plain' },
  no_result: { label: 'No value', tone: 'plain' },
  no_activities: { label: 'No activities', tone: 'plain' },
  not_started: { label: 'Not started', tone: 'plain' },
};

export const STATES: Readonly<Record<OccurrenceState, { label: string; tone: Tone }>> = {
  done: { label: 'Done', tone: 'good' },
  skipped: { label: 'Skipped', tone: 'warn' },
  open: { label: 'Not checked in', tone: 'bad' },
  due: { label: 'Today', tone: 'plain' },
  ahead: { label: 'Ahead', tone: 'plain' },
};

/** Periods to choose from: the quarters from a year ago until next year, and their years. */
export function periodsAround(today: string, calendar: Calendar): string[] {
  const day = parseDay(today) ?? 0;
  const year = unitLabel(day, 'year', calendar);
  const quarters = new Set<string>();
  for (let at = day - 400; at <= day + 300; at += 40)
    quarters.add(unitLabel(at, 'quarter', calendar));
  const next = unitLabel(unitAround(day, 'year', calendar).to + 1, 'year', calendar);
  return [...new Set([...quarters, unitLabel(day, 'month', calendar), year, next])];
}

/** The four quarters of the fiscal year around a day. */
export function quartersOf(today: string, calendar: Calendar): string[] {
  const { from, to } = unitAround(parseDay(today) ?? 0, 'year', calendar);
  const found = new Set<string>();
  for (let at = from; at <= to; at += 20) found.add(unitLabel(at, 'quarter', calendar));
  return [...found];
}

/**
 * Round marks of an axis from 0 that holds a value: steps of 1, 2 or 5 times a power of ten.
 * @example ticksTo(7) // [0, 2, 4, 6, 8]
 */
export function ticksTo(most: number): number[] {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, i) => i * step);
}
