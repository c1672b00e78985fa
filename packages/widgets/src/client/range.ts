import { dayInZone, GREGORIAN, unitOf } from '@openmops/domain/calendar';
import { formatDay } from '@openmops/domain/shared';
import { refusal } from './request.ts';

type Range = { from: string; to: string };
type Calendar = { timeZone: string; fiscalStart: number; weekStart: number };

const NAME = /^last-(\d+)-days$|^(this|last)-(week|month|quarter|year)$/;
const FISCAL = /^(last)?-?fiscal-(quarter|year)(-to-date)?$/;

/**
 * The days of a named range as the domain's calendar has them: `today`, `yesterday`,
 * `last-30-days` (to yesterday), `this-month` (to today), `last-quarter`, `fiscal-year-to-date`, ….
 * The names are the presets of the domain; only any number of days is new.
 * @throws Refusal when there is no such range
 */
export function rangeOf(preset: string, now: number, calendar: Calendar): Range {
  const today = dayInZone(now, calendar.timeZone);
  const name = preset.replaceAll('_', '-');
  const days = (from: number, to: number) => ({ from: formatDay(from), to: formatDay(to) });
  if (name === 'today') return days(today, today);
  if (name === 'yesterday') return days(today - 1, today - 1);
  const plain = NAME.exec(name);
  if (plain?.[1]) return days(today - Number(plain[1]), today - 1);
  const fiscal = FISCAL.exec(name);
  const unit = (plain?.[3] ?? fiscal?.[2]) as 'week' | 'month' | 'quarter' | 'year' | undefined;
  if (!unit) throw refusal('INVALID', `There is no range “${preset}”.`, { passing: false });
  const cut = {
    ...GREGORIAN,
    weekStart: calendar.weekStart,
    firstMonth: fiscal ? calendar.fiscalStart : 1,
  };
  const { from } = unitOf(today, unit, cut);
  if ((plain?.[2] ?? fiscal?.[1]) !== 'last') return days(from, today);
  const last = unitOf(from - 1, unit, cut);
  return days(last.from, last.to);
}
