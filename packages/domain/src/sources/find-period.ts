import type { Day } from '../shared/day.ts';
import { type DateFormat, type DateOrder, parseDate } from './parse-date.ts';

type Period = { from: Day; to: Day };

const BASE: DateFormat = {
  order: 'mdy',
  grain: 'day',
  serial: false,
  countFrom: null,
  timeZone: 'UTC',
};
const START =
  /^(?:#\s*)?(?:report )?(?:start(?: ?date)?|von|(?:date de )?début|(?:fecha de )?inicio|data di inizio|data de início|from|startdatum|begindatum|berichtsstart)\s*:\s*(.+)$/i;
const END =
  /^(?:#\s*)?(?:report )?(?:end(?: ?date)?|bis|(?:date de )?fin|fecha de fin(?:alización)?|data di fine|data (?:de término|final)|to|enddatum|einddatum|berichtsende)\s*:\s*(.+)$/i;
const LABEL =
  /^(?:#\s*)?(?:date range|report (?:period|time|date)|period|zeitraum|période|periodo|período|dates?|reporting period)\s*:\s*(.+)$/i;

const ALL_TIME =
  /^(?:all[ -]time|gesamter zeitraum|toute la période|depuis le début|toutes les dates|todo el (?:período|periodo|tiempo)|desde siempre|tutto il periodo|sempre|todo o período|desde o início|hele periode|altijd)$/i;

/**
 * Whether the lines above a table say that it covers all days there are.
 * @example saysAllTime(['Campaign report', 'All time']) // true
 */
export function saysAllTime(lines: readonly string[]): boolean {
  return lines.some((line) => ALL_TIME.test(line.trim().replace(/^"|"$/g, '')));
}

/**
 * The period that the lines above a table name: `July 8, 2025 - July 31, 2025`,
 * `# Start date: 20260101`, `Report Start: 09/01/2026, Report End: 09/02/2026`; null when none does.
 *
 * @example findPeriod(['Campaign report', '1 September 2026 - 3 September 2026'], 'dmy')
 */
export function findPeriod(lines: readonly string[], order: DateOrder | null): Period | null {
  let start: Day | null = null;
  let end: Day | null = null;
  const format = { ...BASE, order: order ?? 'mdy' };
  for (const line of lines) {
    const text = line.trim().replace(/^"|"$/g, '');
    const whole =
      parseDate(text.replace(/^#\s*/, ''), format) ??
      labelled(text, format) ??
      inside(text, format);
    if (whole && (whole.from !== whole.to || LABEL.test(text))) return whole;
    for (const part of [text, ...text.split(/,(?=\s*\D)/)]) {
      const from = START.exec(part.trim())?.[1];
      const to = END.exec(part.trim())?.[1];
      if (from && start === null) start = parseDate(withoutTime(from), format)?.from ?? null;
      if (to && end === null) end = parseDate(withoutTime(to), format)?.to ?? null;
    }
  }
  if (start !== null && end !== null && start <= end) return { from: start, to: end };
  return null;
}

function withoutTime(text: string): string {
  return text.trim().replace(/,?\s+\d{1,2}:\d{2}.*$/, '');
}

function labelled(text: string, format: DateFormat): Period | null {
  const match = LABEL.exec(text);
  return match?.[1] ? parseDate(match[1].trim(), format) : null;
}

/** `Campaign report (1 Sep 2026 - 7 Sep 2026)`: a range in brackets. */
function inside(text: string, format: DateFormat): Period | null {
  const match = /\(([^()]{8,60})\)\s*$/.exec(text);
  return match?.[1] ? parseDate(match[1], format) : null;
}

/**
 * The day from which `Nth day` counters of Google Analytics count: the start date of the comment.
 * @example findCountFrom(['# Start date: 20260101']) // 20454
 */
export function findCountFrom(lines: readonly string[]): Day | null {
  for (const line of lines) {
    const from = START.exec(line.trim())?.[1];
    const day = from ? parseDate(withoutTime(from), { ...BASE, order: 'mdy' }) : null;
    if (day) return day.from;
  }
  return null;
}
