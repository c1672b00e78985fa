import { clockInZone } from '../calendar/index.ts';
import { formatDay } from '../shared/index.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** An instant as a zone's clock shows it: `2026-11-18 06:00`. */
export function instantText(instant: number, timeZone: string): string {
  const { day, second } = clockInZone(instant, timeZone);
  const minutes = Math.floor(second / 60);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${formatDay(day)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** A time as people say it: `40 minutes`, `5 hours`, `4 days`. */
export function durationText(durationMs: number): string {
  const said = (size: number, name: string) => {
    const count = Math.round(durationMs / size);
    return `${count} ${name}${count === 1 ? '' : 's'}`;
  };
  if (durationMs < 1.5 * HOUR_MS) return said(MINUTE_MS, 'minute');
  return durationMs < 2 * DAY_MS ? said(HOUR_MS, 'hour') : said(DAY_MS, 'day');
}

/** `1 run`, `3 runs`. */
export const countText = (count: number, name: string) =>
  `${count} ${name}${count === 1 ? '' : 's'}`;
