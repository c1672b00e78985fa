import type { KpiAnswerRow } from '@openmops/domain/kpi';

const DAY_MS = 86_400_000;
const UTC = { timeZone: 'UTC' } as const;
const DAY = { ...UTC, day: 'numeric', month: 'short' } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string | undefined, options: Intl.DateTimeFormatOptions) {
  const key = `${locale}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, options);
    formats.set(key, made);
  }
  return made;
}

/** Whether a text is an ISO day that exists. */
export const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(dayMs(value));

/** Milliseconds of an ISO day at midnight UTC. */
export const dayMs = (iso: string) => Date.parse(`${iso}T00:00:00Z`);

/** Days of a range, both ends counted. */
export const daysOf = (from: string, to: string) => (dayMs(to) - dayMs(from)) / DAY_MS + 1;

/** `1 – 30 Nov 2026`, in the order of the locale. */
export function rangeName(from: string, to: string, locale?: string): string {
  const style = format(locale, { ...DAY, year: 'numeric' });
  return from === to ? style.format(dayMs(from)) : style.formatRange(dayMs(from), dayMs(to));
}

/** The name of a bucket: `Thu, 12 Nov`, `9 – 15 Nov`, `Nov 2026`, or the label of a fiscal period. */
export function periodName(row: KpiAnswerRow, locale?: string): string {
  if (row.from === row.to)
    return format(locale, { ...DAY, weekday: 'short' }).format(dayMs(row.from));
  if (/^\d{4}-\d{2}$/.test(row.period ?? '')) return monthName(`${row.period}-01`, locale);
  if (daysOf(row.from, row.to) <= 7 || !row.period) {
    return format(locale, DAY).formatRange(dayMs(row.from), dayMs(row.to));
  }
  return row.period;
}

export const dayName = (ms: number, locale?: string) => format(locale, DAY).format(ms);
export const monthName = (iso: string, locale?: string) =>
  format(locale, { ...UTC, month: 'short', year: 'numeric' }).format(dayMs(iso));

/** An instant in the reader's own time zone: `20 Nov, 14:05`. */
export const instantName = (iso: string, locale?: string) =>
  Number.isNaN(Date.parse(iso))
    ? ''
    : format(locale, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(
        Date.parse(iso),
      );
