import type { Day } from '../shared/day.ts';
import type { DayRange, WeekCalendar, WeekYearRule } from './calendar.ts';
import { lastDay, monthOf } from './month.ts';
import { weekdayOf } from './weekday.ts';

/** Where a day lies in a year of whole weeks; all numbers count from 1. */
export type WeekPlace = {
  /** The number that the year is called by. */
  year: number;
  quarter: number;
  /** Of the year: 1–12, or 1–13. */
  period: number;
  /** Of the year: 1–53. */
  week: number;
  weeksInYear: number;
  /** The days of the whole year, quarter, period and week. */
  days: { year: DayRange; quarter: DayRange; period: DayRange; week: DayRange };
};

/**
 * Where a day lies in a calendar of whole weeks (4-4-5 and its kin, or thirteen periods).
 * Source: National Retail Federation, 4-5-4 calendar; 26 CFR § 1.441-2 for years of 52 and 53 weeks.
 * @example
 * const { year, quarter, period, week } = weekPlaceOf(parseDay('2024-02-03'), NRF);
 * [year, quarter, period, week] // [2023, 4, 12, 53]
 */
export function weekPlaceOf(day: Day, calendar: WeekCalendar): WeekPlace {
  const { ending, days: year } = weekYearOf(day, calendar);
  const weeksInYear = (year.to - year.from + 1) / 7;
  const week = Math.floor((day - year.from) / 7) + 1;
  const lengths = periodLengths(calendar, weeksInYear);
  const period = partAt(lengths, week);
  const quarters = quarterLengths(calendar, lengths);
  const quarter = partAt(quarters, week);
  const weekFrom = year.from + (week - 1) * 7;
  return {
    year: numberOf(ending, calendar),
    quarter,
    period,
    week,
    weeksInYear,
    days: {
      year,
      quarter: daysOf(year.from, quarters, quarter),
      period: daysOf(year.from, lengths, period),
      week: { from: weekFrom, to: weekFrom + 6 },
    },
  };
}

/**
 * The days of the year that a calendar of whole weeks calls by a number.
 * @example weekYear(2023, NRF) // { from: parseDay('2023-01-29'), to: parseDay('2024-02-03') }
 */
export function weekYear(year: number, calendar: WeekCalendar): DayRange {
  const ending = year - numberOf(0, calendar);
  return { from: yearEnd(ending - 1, calendar) + 1, to: yearEnd(ending, calendar) };
}

// The calendar year at whose `yearEndMonth` the week year ends, and its days.
function weekYearOf(day: Day, rule: WeekYearRule): { ending: number; days: DayRange } {
  let ending = Math.floor(monthOf(day).month / 12);
  while (day > yearEnd(ending, rule)) ending++;
  while (day <= yearEnd(ending - 1, rule)) ending--;
  return { ending, days: { from: yearEnd(ending - 1, rule) + 1, to: yearEnd(ending, rule) } };
}

function yearEnd(year: number, { yearEndMonth, yearEndWeekday, rule }: WeekYearRule): Day {
  const last = lastDay(year * 12 + yearEndMonth - 1);
  const back = (weekdayOf(last) - yearEndWeekday + 7) % 7;
  return rule === 'nearest' && back > 3 ? last - back + 7 : last - back;
}

// A year that ends with December starts in the same calendar year, give or take days.
function numberOf(ending: number, calendar: WeekCalendar): number {
  return calendar.namedBy === 'start' && calendar.yearEndMonth !== 12 ? ending - 1 : ending;
}

function periodLengths(calendar: WeekCalendar, weeksInYear: number): number[] {
  const lengths =
    calendar.kind === 'thirteen'
      ? Array.from({ length: 13 }, () => 4)
      : Array.from({ length: 12 }, (_, i) => Number(calendar.pattern[i % 3]));
  const long = (calendar.week53 ?? lengths.length) - 1;
  if (weeksInYear === 53) lengths[long] = (lengths[long] ?? 0) + 1;
  return lengths;
}

function quarterLengths(calendar: WeekCalendar, periods: number[]): number[] {
  const long = calendar.kind === 'thirteen' ? (calendar.longQuarter ?? 4) : 0;
  const quarters: number[] = [];
  let next = 0;
  for (let quarter = 1; quarter <= 4; quarter++) {
    const count = quarter === long ? 4 : 3;
    quarters.push(periods.slice(next, next + count).reduce((a, b) => a + b, 0));
    next += count;
  }
  return quarters;
}

function partAt(lengths: readonly number[], week: number): number {
  let end = 0;
  for (const [i, weeks] of lengths.entries()) {
    end += weeks;
    if (week <= end) return i + 1;
  }
  return lengths.length;
}

function daysOf(yearFrom: Day, lengths: readonly number[], part: number): DayRange {
  const before = lengths.slice(0, part - 1).reduce((a, b) => a + b, 0);
  const from = yearFrom + before * 7;
  return { from, to: from + (lengths[part - 1] ?? 0) * 7 - 1 };
}
