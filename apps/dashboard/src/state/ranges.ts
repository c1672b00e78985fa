import {
  type Calendar,
  dayInZone,
  presetRange,
  RANGE_PRESETS,
  type RangePreset,
} from '@openmops/domain/calendar';
import type { Grain } from '@openmops/domain/kpi';
import { type Day, formatDay, parseDay } from '@openmops/domain/shared';
import type { SourceInfo, WorkspaceInfo } from '../api-types.ts';
import type { ViewState } from './view-url.ts';

export type Range = { from: string; to: string };
/** First and last day on which any source has rows; null when nothing was imported. */
export type Extent = { first: Day; last: Day } | null;

export function calendarOf(workspace: WorkspaceInfo): Calendar {
  return {
    timeZone: workspace.timeZone,
    firstMonth: workspace.fiscalStart,
    namedBy: workspace.fiscalNamedBy,
    weekStart: workspace.weekStart,
  };
}

export function extentOf(sources: SourceInfo[]): Extent {
  const firsts = sources.map((source) => parseDay(source.from ?? '')).filter((day) => day !== null);
  const lasts = sources.map((source) => parseDay(source.to ?? '')).filter((day) => day !== null);
  if (firsts.length === 0 || lasts.length === 0) return null;
  return { first: Math.min(...firsts), last: Math.max(...lasts) };
}

export const isPreset = (id: string): id is RangePreset =>
  RANGE_PRESETS.some((preset) => preset.id === id);

/**
 * The days to show. Nothing chosen: the last 30 days, or where no data reaches them the 30 days
 * that end with the newest data, so that an old export never opens on an empty board.
 */
export function resolveRange(
  chosen: ViewState['range'],
  calendar: Calendar,
  extent: Extent,
  now: number,
): Range & { name: string | null; toLatest: boolean } {
  if (chosen && 'from' in chosen) return { ...chosen, name: null, toLatest: false };
  const today = dayInZone(now, calendar.timeZone);
  const id = chosen && isPreset(chosen.preset) ? chosen.preset : null;
  const range = presetRange(id ?? 'last_30_days', today, calendar);
  const name = RANGE_PRESETS.find((preset) => preset.id === (id ?? 'last_30_days'))?.name ?? null;
  const from = id === 'all' && extent ? extent.first : range.from;
  const to = id === 'all' && extent ? Math.max(extent.last, extent.first) : range.to;
  if (!id && extent && extent.last < range.from) {
    const first = Math.max(extent.first, extent.last - 29);
    return { from: formatDay(first), to: formatDay(extent.last), name: null, toLatest: true };
  }
  return { from: formatDay(from), to: formatDay(to), name, toLatest: false };
}

/** A grain that gives a readable line: some ten to sixty points. */
export function defaultGrain({ from, to }: Range): Grain {
  const days = (parseDay(to) ?? 0) - (parseDay(from) ?? 0) + 1;
  if (days <= 45) return 'day';
  if (days <= 190) return 'week';
  return days <= 1500 ? 'month' : 'quarter';
}

/** `1 – 30 Nov 2026`, as the browser's language writes it. */
export function rangeText({ from, to }: Range): string {
  const format = new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const [a, b] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  return from === to ? format.format(a) : format.formatRange(a, b);
}

export function dayText(iso: string): string {
  return rangeText({ from: iso, to: iso });
}

/** An instant in the reader's own time zone: `20 Nov 2026, 14:05`. */
export function instantText(iso: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );
}

/** How long ago, in words: `3 hours ago`. */
export function agoText(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return 'just now';
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];
