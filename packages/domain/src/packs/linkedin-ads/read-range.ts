import type { Json } from '../read-path.ts';

type Range = { from: string; to: string };

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const two = (value: unknown) => String(value).padStart(2, '0');

/** `{ year, month, day }` as text; null: not all of it is there. */
function dayText(value: unknown): string | null {
  if (!isJson(value)) return null;
  const { year, month, day } = value;
  return year && month && day ? `${year}-${two(month)}-${two(day)}` : null;
}

/**
 * The first and last day of a row, as LinkedIn or Airbyte say it; null: one day, or it is not said.
 * @example
 * rangeOf({ start_date: '2026-03-01', end_date: '2026-03-01' }) // { from: '2026-03-01', to: '2026-03-01' }
 */
export function rangeOf(record: Json): Range | null {
  const { start_date: start, end_date: end } = record;
  if (typeof start === 'string' && typeof end === 'string')
    return { from: start.slice(0, 10), to: end.slice(0, 10) };
  const range = record.dateRange ?? record.date_range;
  if (!isJson(range)) return null;
  const [from, to] = [dayText(range.start), dayText(range.end)];
  return from && to ? { from, to } : null;
}

/** Adds the day of a row whose date is in three parts. */
export function withDay(record: Json): Json[] {
  const range = rangeOf(record);
  return range ? [{ ...record, _day: range.from }] : [record];
}
