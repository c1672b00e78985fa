import { type Day, dayOf } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';

const DAY_MS = 86_400_000;

/** A moment as a zone's clocks show it: the day, and the seconds since its midnight (0–86,399). */
export type ClockTime = { day: Day; second: number };

// Building a formatter costs about a hundred times what using one does.
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * What the clocks of a time zone (IANA name) show at an instant (milliseconds since 1970 UTC).
 * @example clockInZone(Date.UTC(2026, 0, 1, 18, 30), 'Asia/Kolkata') // { day: parseDay('2026-01-02'), second: 0 }
 */
export function clockInZone(epochMs: number, timeZone: string): ClockTime {
  if (!Number.isFinite(epochMs) || Math.abs(epochMs) > 8.64e15)
    throw new MopsError('INVALID', `${epochMs} is no instant.`, 'Use milliseconds since 1970.');
  if (timeZone === 'UTC') {
    const day = Math.floor(epochMs / DAY_MS);
    return { day, second: Math.floor((epochMs - day * DAY_MS) / 1000) };
  }
  // Month, day, year and the time, in this order: twice as fast as asking for the parts.
  const shown = formatterOf(timeZone).format(epochMs).match(/\d+/g)?.map(Number) ?? [];
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = shown;
  return { day: dayOf(year, month, day) ?? 0, second: hour * 3600 + minute * 60 + second };
}

/**
 * The day on which an instant (milliseconds since 1970 UTC) falls in a time zone (IANA name).
 * @example formatDay(dayInZone(Date.UTC(2026, 0, 1, 11), 'Pacific/Kiritimati')) // '2026-01-02' (it is 14 hours ahead)
 */
export function dayInZone(epochMs: number, timeZone: string): Day {
  return clockInZone(epochMs, timeZone).day;
}

/**
 * The first instant (milliseconds since 1970 UTC) at which the clocks of a zone show a time of a day,
 * or a later one: where they are put forward over it, the moment that happens; where they show it
 * twice, the first time. `second` counts from midnight, 86,400 is the end of the day.
 * @example new Date(instantInZone({ day: parseDay('2026-03-29'), second: 9000 }, 'Europe/Berlin')).toISOString() // '2026-03-29T01:00:00.000Z'
 */
export function instantInZone({ day, second }: ClockTime, timeZone: string): number {
  const wanted = day * DAY_MS + second * 1000;
  // The zone's clock, as if it were UTC: goes up with the instant, except when clocks are put back.
  const shown = (instant: number) => {
    const clock = clockInZone(instant, timeZone);
    return clock.day * DAY_MS + clock.second * 1000;
  };
  // No zone changes its clocks twice within these hours, and none is further from UTC.
  const before = shown(wanted - 36 * 3_600_000) - (wanted - 36 * 3_600_000);
  const after = shown(wanted + 36 * 3_600_000) - (wanted + 36 * 3_600_000);
  const [early, late] = [wanted - Math.max(before, after), wanted - Math.min(before, after)];
  if (shown(early) === wanted) return early;
  if (before >= after) return late;
  // Here either the old offset still holds at `late`, or the clocks jumped in between.
  return shown(late) === wanted ? late : firstShowing({ from: early, to: late, wanted }, shown);
}

/**
 * How many seconds a day has in a zone: 86,400, or less or more when clocks change; 0 where a zone
 * left the day out.
 * @example dayLengthSeconds(parseDay('2026-03-29'), 'Europe/Berlin') // 82_800
 */
export function dayLengthSeconds(day: Day, timeZone: string): number {
  const start = instantInZone({ day, second: 0 }, timeZone);
  return (instantInZone({ day: day + 1, second: 0 }, timeZone) - start) / 1000;
}

// Clocks jump by whole minutes, and here only once.
function firstShowing(
  span: { from: number; to: number; wanted: number },
  shown: (instant: number) => number,
): number {
  let { from, to } = span;
  while (to - from > 1000) {
    const middle = from + Math.floor((to - from) / 2000) * 1000;
    if (shown(middle) >= span.wanted) to = middle;
    else from = middle;
  }
  return to;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, format);
    return format;
  } catch {
    const hint = 'Use an IANA name like Europe/Berlin.';
    throw new MopsError('INVALID', `There is no time zone “${timeZone}”.`, hint);
  }
}
