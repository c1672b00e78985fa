import { type Day, parseDay } from '../shared/index.ts';
import type { Row } from './rule.ts';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * A date or an instant → milliseconds since 1970; null when it is neither. Without a zone it is UTC, so
 * that the answer does not depend on the machine. Numbers are milliseconds already.
 * @example readTime('1970-01-02T01:00:00+01:00') // 86400000
 */
export function readTime(value: Row[string]): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  const day = parseDay(text);
  if (day !== null) return day * DAY_MS;
  const match = INSTANT.exec(text);
  const from = match ? parseDay(match[1] as string) : null;
  if (!match || from === null) return null;
  const [, , hours, minutes, seconds = '0', fraction = '0', zone = 'Z'] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  const clock = Number(hours) * HOUR_MS + Number(minutes) * 60_000 + Number(seconds) * 1000;
  return from * DAY_MS + clock + Number(fraction.padEnd(3, '0')) - zoneMs(zone);
}

/**
 * The day of a date or instant, in UTC, counted from 1970; null when it is neither.
 * @example readDay('1970-01-02T23:30:00Z') // 1
 */
export function readDay(value: Row[string]): Day | null {
  const time = readTime(value);
  return time === null ? null : Math.floor(time / DAY_MS);
}

function zoneMs(zone: string): number {
  if (zone === 'Z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) as RegExpExecArray;
  const size = Number(hours) * HOUR_MS + Number(minutes) * 60_000;
  return sign === '-' ? -size : size;
}
