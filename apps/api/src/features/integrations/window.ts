import { dayInZone } from '@openmops/domain/calendar';
import { formatDay, parseDay } from '@openmops/domain/shared';
import type { Days } from './engine/slices.ts';

/** Platforms change what they said: most of it within a month, conversions for up to ninety days. */
const USUAL_DAYS = 30;
const WIDE_DAYS = 90;
const WEEK_MS = 7 * 86_400_000;

export type Window = Days & { wide: boolean };

/**
 * The days that a run reads again: the last 30, once a week the last 90, up to today in the time zone
 * of the workspace.
 */
export function windowOf(asked: {
  now: number;
  timeZone: string;
  startDay: string;
  /** When the wide window was read last; null: never. */
  widelyReadAt: Date | null;
}): Window {
  const { now, startDay, widelyReadAt } = asked;
  const today = dayInZone(now, asked.timeZone);
  const wide = widelyReadAt === null || now - widelyReadAt.getTime() >= WEEK_MS;
  const first = Math.max(today - (wide ? WIDE_DAYS : USUAL_DAYS) + 1, parseDay(startDay) ?? 0);
  return { from: formatDay(Math.min(first, today)), to: formatDay(today), wide };
}
