import { type Day, type Issue, MopsError } from '../shared/index.ts';

export type Windows = {
  before: { from: Day; to: Day };
  after: { from: Day; to: Day };
  days: number;
  method: 'before-after-windows';
  version: 1;
  warnings: Issue[];
};

/** Whole weeks on both sides have the same weekdays; four of them at most. */
const MOST_DAYS = 28;

/**
 * The days before and after a change that may be compared: equally many, whole weeks where there is room for one,
 * within the campaign and the days that have data. The day of the change belongs to the time after it.
 * @param day from which the change holds
 * @param range days of the campaign that have data
 * @throws MopsError INVALID where there is no day on one of the sides
 * @example windowsAround(100, { from: 80, to: 120 }) // { before: { from: 86, to: 99 }, after: { from: 100, to: 113 }, days: 14, … }
 */
export function windowsAround(day: Day, range: { from: Day; to: Day }): Windows {
  if (![day, range.from, range.to].every(Number.isSafeInteger))
    throw new MopsError('INVALID', 'Days are whole numbers.', 'Give days since 1970.');
  const room = Math.min(day - range.from, range.to - day + 1, MOST_DAYS);
  if (room < 1)
    throw new MopsError(
      'INVALID',
      'There is no day with data before or after the change.',
      'Wait until there are numbers on both sides.',
    );
  const days = room >= 7 ? room - (room % 7) : room;
  const warnings: Issue[] =
    days >= 7
      ? []
      : [
          {
            code: 'short_window',
            severity: 'warning',
            message: `Only ${days} days can be compared; weekdays differ between the sides.`,
            hint: 'Look again when a week has passed.',
            line: null,
            field: null,
          },
        ];
  return {
    before: { from: day - days, to: day - 1 },
    after: { from: day, to: day + days - 1 },
    days,
    method: 'before-after-windows',
    version: 1,
    warnings,
  };
}
