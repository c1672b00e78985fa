import type { Day } from '../shared/day.ts';

/** What every calendar says, whatever its kind. All fields are part of every fiscal label and week. */
export type CalendarBase = {
  /** IANA name: decides on which day an instant falls. */
  timeZone: string;
  /** First month of the fiscal year, 1–12. */
  firstMonth: number;
  /** The fiscal year carries the number of the calendar year in which it ends, or starts. */
  namedBy: 'end' | 'start';
  /** First day of the week: 1 Monday … 7 Sunday. */
  weekStart: number;
};

/** Months of the usual calendar; the fiscal year is any twelve of them. */
export type GregorianCalendar = CalendarBase & {
  kind?: 'gregorian';
  /** `iso` calls weeks `2026-W01` (ISO 8601; they start on Monday); else by their first day. */
  weekNames?: 'date' | 'iso';
};

/** Years of 52 or 53 whole weeks that end on the same weekday near the end of a month. */
export type WeekYearRule = {
  /** The month at whose end the year ends, 1–12. */
  yearEndMonth: number;
  /** The last day of the year and of every week: 1 Monday … 7 Sunday. */
  yearEndWeekday: number;
  /** The year ends on the last such weekday of the month, or on the one nearest to the month's end. */
  rule: 'last' | 'nearest';
  /** The period that is a week longer in a year of 53 weeks, from 1; the last one when left out. */
  week53?: number;
  /**
   * What a year is compared with. `restate`: the same weeks 52 weeks before, so that after a year of
   * 53 weeks its first week drops out; `sameWeek`: week 1 with week 1, as both years were reported.
   */
  compare53?: 'restate' | 'sameWeek';
};

/** Quarters of 13 weeks, cut into three periods of 4 and 5 weeks. */
export type RetailCalendar = CalendarBase &
  WeekYearRule & { kind: 'retail'; pattern: '445' | '454' | '544' };

/** Thirteen periods of four weeks. One quarter has four periods, the others three. */
export type ThirteenCalendar = CalendarBase &
  WeekYearRule & {
    kind: 'thirteen';
    /** Which quarter has four periods, 1–4; the last one when left out. */
    longQuarter?: number;
  };

/** Calendars whose years and periods are made of whole weeks. */
export type WeekCalendar = RetailCalendar | ThirteenCalendar;

/** How a workspace cuts time. */
export type Calendar = GregorianCalendar | WeekCalendar;

/** Gregorian year, UTC, weeks from Monday: what holds where a workspace says nothing. */
export const GREGORIAN: GregorianCalendar = {
  timeZone: 'UTC',
  firstMonth: 1,
  namedBy: 'end',
  weekStart: 1,
};

/**
 * Whether the years of a calendar are made of whole weeks.
 * @example hasWeekYears(NRF) // true
 */
export function hasWeekYears(calendar: Calendar): calendar is WeekCalendar {
  return calendar.kind === 'retail' || calendar.kind === 'thirteen';
}

/** A run of days, both inclusive. */
export type DayRange = { from: Day; to: Day };
