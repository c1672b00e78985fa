import { formatDay, parseDay } from '@openmops/domain/shared';

export type Dated = { from: string | null; to: string | null };
export type Span = { from: string; to: string };

const BACK_DAYS = 240;
const AHEAD_DAYS = 120;

/**
 * The days that a timeline shows: those of its bars, but no more than some months around today.
 * @example spanOf([{ from: '2026-03-10', to: null }], '2026-03-20').from // '2026-03-01'
 */
export function spanOf(things: readonly Dated[], today: string): Span {
  const now = parseDay(today) ?? 0;
  const days = things.flatMap(({ from, to }) =>
    [from, to].flatMap((day) => parseDay(day ?? '') ?? []),
  );
  const first = Math.max(Math.min(now, ...days), now - BACK_DAYS);
  const last = Math.min(Math.max(now + 30, ...days), now + AHEAD_DAYS);
  return { from: `${formatDay(first).slice(0, 7)}-01`, to: formatDay(last) };
}

/**
 * Where a bar begins and how long it is, as shares of the span; null: it lies outside.
 * @example placeOf({ from: '2026-03-11', to: '2026-03-20' }, { from: '2026-03-01', to: '2026-03-20' }).left // 0.5
 */
export function placeOf(
  bar: { from: string; to: string | null },
  span: Span,
): { left: number; width: number } | null {
  const [first, last] = [parseDay(span.from) ?? 0, parseDay(span.to) ?? 0];
  const from = Math.max(parseDay(bar.from) ?? first, first);
  const to = Math.min(parseDay(bar.to ?? '') ?? last, last);
  if (to < first || from > last || to < from) return null;
  const days = last - first + 1;
  return { left: (from - first) / days, width: (to - from + 1) / days };
}

/** The months of a span: their first days and where they lie. */
export function monthsOf(span: Span): { day: string; left: number }[] {
  const months: { day: string; left: number }[] = [];
  const first = parseDay(span.from) ?? 0;
  const last = parseDay(span.to) ?? 0;
  for (let day = first; day <= last; day++) {
    const text = formatDay(day);
    if (text.endsWith('-01')) months.push({ day: text, left: (day - first) / (last - first + 1) });
  }
  return months;
}
