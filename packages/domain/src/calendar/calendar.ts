import type { Day } from '../shared/day.ts';

/** How a workspace cuts time. All fields are part of every fiscal label and week. */
export type Calendar = {
  /** IANA name: decides on which day an instant falls. */
  timeZone: string;
  /** First month of the fiscal year, 1–12. */
  firstMonth: number;
  /** The fiscal year carries the number of the calendar year in which it ends, or starts. */
  namedBy: 'end' | 'start';
  /** First day of the week: 1 Monday … 7 Sunday. */
  weekStart: number;
};

/** Gregorian year, UTC, weeks from Monday: what holds where a workspace says nothing. */
export const GREGORIAN: Calendar = {
  timeZone: 'UTC',
  firstMonth: 1,
  namedBy: 'end',
  weekStart: 1,
};

/** A run of days, both inclusive. */
export type DayRange = { from: Day; to: Day };
