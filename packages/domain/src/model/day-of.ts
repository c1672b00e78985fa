import { dayInZone } from '../calendar/index.ts';
import type { Day } from '../shared/index.ts';

const QUARTER_MS = 900_000;
const MAX_KEPT = 50_000;

/**
 * Days of instants in one zone. Asked of a zone once per quarter of an hour: no zone changes its
 * day or its clocks in between.
 */
export function dayFinder(timeZone: string): (ms: number) => Day {
  const known = new Map<number, Day>();
  return (ms) => {
    const quarter = Math.floor(ms / QUARTER_MS);
    let day = known.get(quarter);
    if (day === undefined) {
      if (known.size > MAX_KEPT) known.clear();
      day = dayInZone(quarter * QUARTER_MS, timeZone);
      known.set(quarter, day);
    }
    return day;
  };
}

/** The month of a day as a number: 202603. */
export function monthNumber(day: Day): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}
