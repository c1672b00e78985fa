import { dayInZone } from '../calendar/index.ts';
import type { Day } from '../shared/index.ts';

/** No zone changes its day within one of these. */
const QUARTER_HOUR_MS = 900_000;

/** Days of instants in a zone; asking the zone is slow, so what was asked is kept by the quarter of an hour. */
export function dayReader(timeZone: string): (at: number) => Day {
  const known = new Map<number, Day>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER_HOUR_MS);
    const day = known.get(quarter) ?? dayInZone(at, timeZone);
    known.set(quarter, day);
    return day;
  };
}
