import {
  type Calendar,
  type CalendarUnit,
  type DayRange,
  unitLabel,
  unitOf,
} from '../calendar/index.ts';
import { type Day, MopsError } from '../shared/index.ts';

export type Period = DayRange & { label: string; unit: 'month' | 'quarter' | 'year' };

const UNITS = ['month', 'quarter', 'year'] as const;

/**
 * The month, quarter or year that a label names, as a calendar cuts time. Case and blanks do not matter. INVALID
 * for what names none.
 * @example
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * const calendar = { ...GREGORIAN, firstMonth: 2 };
 * findPeriod('FY2027Q1', calendar) // { label: 'FY2027 Q1', unit: 'quarter', from: parseDay('2026-02-01'), to: parseDay('2026-04-30') }
 */
export function findPeriod(text: string, calendar: Calendar): Period {
  const asked = plain(text);
  const year = Number(/\d{4}/.exec(asked)?.[0]);
  // A fiscal year carries the number of the year in which it begins or ends, give or take one.
  const first = Math.round((year - 1 - 1970) * 365.2425) - 10;
  for (let day = first; day <= first + 3 * 366 + 20; day += 25) {
    for (const unit of UNITS) {
      const label = unitLabel(day, unit, calendar);
      if (plain(label) === asked) return { label, unit, ...unitOf(day, unit, calendar) };
    }
  }
  const like = UNITS.map((unit) => unitLabel(20_485, unit, calendar)).join(', ');
  throw new MopsError('INVALID', `“${text}” is no period of this calendar.`, `Known are ${like}.`);
}

/**
 * The unit around a day, with its label.
 * @example
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * periodAround(parseDay('2026-01-15'), 'quarter', { ...GREGORIAN, firstMonth: 2 }).label // 'FY2026 Q4'
 */
export function periodAround(day: Day, unit: Period['unit'], calendar: Calendar): Period {
  return { label: unitLabel(day, unit, calendar), unit, ...unitOf(day, unit, calendar) };
}

/**
 * The label of a run of days, where it is a whole month, quarter or year of the calendar; else null.
 * @example
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * periodLabel({ from: parseDay('2026-02-01'), to: parseDay('2026-02-28') }, GREGORIAN) // '2026-02'
 */
export function periodLabel(range: DayRange, calendar: Calendar): string | null {
  const unit = UNITS.find((one: CalendarUnit) => {
    const whole = unitOf(range.from, one, calendar);
    return whole.from === range.from && whole.to === range.to;
  });
  return unit ? unitLabel(range.from, unit, calendar) : null;
}

const plain = (text: string) => text.replaceAll(/\s+/g, '').toUpperCase();
