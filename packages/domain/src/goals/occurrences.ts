import {
  type CalendarBase,
  type DayRange,
  firstDay,
  lastDay,
  monthOf,
  weekdayOf,
} from '../calendar/index.ts';
import { type Day, MopsError } from '../shared/index.ts';
import type { Recurrence } from './recurrence.ts';

/** Beyond this nobody plans: 100 years. */
const MOST_DAYS = 36_600;

/**
 * The days of a range on which something is expected that began on `start` and comes again by a rule. Days that
 * a month does not have are left out, not moved. `calendar` says where weeks begin, unless the rule does. INVALID for a range that
 * ends before it begins or lies more than a hundred years after the start.
 * Source: RFC 5545, 3.3.10.
 * @example
 * const weekly = parseRecurrence('FREQ=WEEKLY;BYDAY=MO');
 * const quarter = { from: parseDay('2026-02-01'), to: parseDay('2026-04-30') };
 * occurrencesOf(weekly, { start: quarter.from, range: quarter }).length // 13
 */
export function occurrencesOf(
  rule: Recurrence,
  when: { start: Day; range: DayRange; calendar?: Pick<CalendarBase, 'weekStart'> },
): Day[] {
  const { start, range, calendar } = when;
  const fits = Number.isInteger(start) && Number.isInteger(range.from) && range.from <= range.to;
  if (!fits || range.to - start > MOST_DAYS)
    throw new MopsError('INVALID', 'The range cannot be planned.', 'Give whole days in order.');
  const full = withDefaults(rule, start);
  const last = Math.min(range.to, rule.until ?? Infinity);
  const found: Day[] = [];
  let times = 0;
  const periods = periodsOf(full, { start, weekStart: rule.weekStart ?? calendar?.weekStart ?? 1 });
  for (let step = 0; ; step++) {
    const period = periods(step);
    if (period.from > last) return found;
    for (const day of daysOf(full, period)) {
      if (day < start) continue;
      times++;
      if (day > last || (rule.count !== null && times > rule.count)) return found;
      if (day >= range.from) found.push(day);
    }
  }
}

// What a rule does not say is as it was the first time.
function withDefaults(rule: Recurrence, start: Day): Recurrence {
  if (rule.byDay.length + rule.byMonthDay.length > 0 || rule.frequency === 'daily') return rule;
  if (rule.frequency === 'weekly')
    return { ...rule, byDay: [{ weekday: weekdayOf(start), nth: null }] };
  const { month, dayOfMonth } = monthOf(start);
  const dated = { ...rule, byMonthDay: [dayOfMonth] };
  if (rule.frequency === 'monthly' || rule.byMonth.length > 0) return dated;
  return { ...dated, byMonth: [(month % 12) + 1] };
}

/** The day, week, month or year of each step, whole. */
function periodsOf(
  { frequency, interval }: Recurrence,
  { start, weekStart }: { start: Day; weekStart: number },
): (step: number) => DayRange {
  const { month } = monthOf(start);
  switch (frequency) {
    case 'daily':
      return (step) => ({ from: start + step * interval, to: start + step * interval });
    case 'weekly': {
      const week = start - ((weekdayOf(start) - weekStart + 7) % 7);
      return (step) => ({ from: week + 7 * interval * step, to: week + 7 * interval * step + 6 });
    }
    case 'monthly':
      return (step) => monthsFrom(month + step * interval, 1);
    case 'yearly':
      return (step) => monthsFrom(month - (month % 12) + step * interval * 12, 12);
  }
}

const monthsFrom = (month: number, count: number): DayRange => ({
  from: firstDay(month),
  to: lastDay(month + count - 1),
});

function daysOf(rule: Recurrence, period: DayRange): Day[] {
  const { byMonth, byMonthDay, byDay, bySetPos } = rule;
  const found: Day[] = [];
  for (let day = period.from; day <= period.to; day++) {
    const { month, dayOfMonth } = monthOf(day);
    if (byMonth.length > 0 && !byMonth.includes((month % 12) + 1)) continue;
    const size = lastDay(month) - firstDay(month) + 1;
    const dated = byMonthDay.some((one) => one === dayOfMonth || size + 1 + one === dayOfMonth);
    if (byMonthDay.length > 0 && !dated) continue;
    // The second Monday is that of the month, wherever months are named.
    const around = byMonth.length > 0 ? monthsFrom(month, 1) : period;
    if (byDay.length > 0 && !byDay.some((one) => isOn(one, day, around))) continue;
    found.push(day);
  }
  if (bySetPos.length === 0) return found;
  return found.filter((_, i) => bySetPos.includes(i + 1) || bySetPos.includes(i - found.length));
}

function isOn({ weekday, nth }: Recurrence['byDay'][number], day: Day, around: DayRange): boolean {
  if (weekdayOf(day) !== weekday) return false;
  if (nth === null) return true;
  const place = Math.floor((day - around.from) / 7) + 1;
  const fromEnd = Math.floor((around.to - day) / 7) + 1;
  return nth > 0 ? place === nth : fromEnd === -nth;
}
