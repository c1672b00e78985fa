import { type Day, dayOf } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';

// Building a formatter costs about a hundred times what using one does.
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * The day on which an instant (milliseconds since 1970 UTC) falls in a time zone (IANA name).
 * @example formatDay(dayInZone(Date.UTC(2026, 0, 1, 11), 'Pacific/Kiritimati')) // '2026-01-02' (it is 14 hours ahead)
 */
export function dayInZone(epochMs: number, timeZone: string): Day {
  const parts: Record<string, number> = {};
  for (const part of formatterOf(timeZone).formatToParts(epochMs)) {
    parts[part.type] = Number(part.value);
  }
  const day = dayOf(parts.year ?? 0, parts.month ?? 0, parts.day ?? 0);
  if (day === null)
    throw new MopsError('INVALID', `${epochMs} is no instant.`, 'Use milliseconds.');
  return day;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    formatters.set(timeZone, format);
    return format;
  } catch {
    const hint = 'Use an IANA name like Europe/Berlin.';
    throw new MopsError('INVALID', `There is no time zone “${timeZone}”.`, hint);
  }
}
