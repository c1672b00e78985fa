import { type Day, formatDay, MopsError } from '../shared/index.ts';

/** Something with days, as calendars show it: whole days, the last included. */
export type CalendarEntry = {
  /** Stable: the same thing has the same one in every feed. */
  uid: string;
  title: string;
  note: string;
  from: Day;
  to: Day;
  url: string | null;
  category: string;
  /** Milliseconds since 1970 of its last change. */
  changed: number;
  /** Counts its changes. */
  sequence: number;
  status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
};

/**
 * Entries as an iCalendar: whole days without a zone, lines folded at 75 octets, text escaped, CRLF.
 * Source: RFC 5545, 3.1 (folding), 3.3.11 (TEXT), 3.6.1 (VEVENT: the end of whole days is not included), 3.8.7.2
 * (DTSTAMP); X-WR-CALNAME and REFRESH-INTERVAL (RFC 7986, 5.7) for programs that subscribe.
 * @param calendar its name and entries; `refreshHours`: how often it is worth looking
 * @throws MopsError INVALID for an entry that ends before it begins, and for two with one uid
 * @example
 * writeCalendar({ name: 'Plans', entries: [], refreshHours: 1 }).split('\r\n')[0] // 'BEGIN:VCALENDAR'
 */
export function writeCalendar(calendar: {
  name: string;
  entries: readonly CalendarEntry[];
  refreshHours?: number;
}): string {
  const { name, entries, refreshHours = 1 } = calendar;
  const seen = new Set<string>();
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//OpenMOps//Calendar//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:PT${refreshHours}H`,
  ];
  for (const entry of entries) {
    if (!(entry.to >= entry.from))
      throw new MopsError(
        'INVALID',
        `“${entry.title}” ends before it begins.`,
        'Give its days in order.',
      );
    if (seen.has(entry.uid))
      throw new MopsError(
        'INVALID',
        `Two entries have the uid ${entry.uid}.`,
        'Give each its own.',
      );
    seen.add(entry.uid);
    lines.push(...eventLines(entry));
  }
  lines.push('END:VCALENDAR');
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

function eventLines(entry: CalendarEntry): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(entry.uid)}`,
    `DTSTAMP:${stamp(entry.changed)}`,
    `LAST-MODIFIED:${stamp(entry.changed)}`,
    `SEQUENCE:${entry.sequence}`,
    `DTSTART;VALUE=DATE:${compact(entry.from)}`,
    `DTEND;VALUE=DATE:${compact(entry.to + 1)}`,
    `SUMMARY:${escapeText(entry.title)}`,
    ...(entry.note === '' ? [] : [`DESCRIPTION:${escapeText(entry.note)}`]),
    ...(entry.url === null ? [] : [`URL:${entry.url}`]),
    `CATEGORIES:${escapeText(entry.category)}`,
    `STATUS:${entry.status}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

const compact = (day: Day) => formatDay(day).replaceAll('-', '');
const stamp = (ms: number) =>
  `${new Date(ms).toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '')}Z`;

function escapeText(text: string): string {
  return (
    text
      .replaceAll('\\', '\\\\')
      .replaceAll(';', '\\;')
      .replaceAll(',', '\\,')
      // Readers that split lines by Unicode's rules would see the end of a property in the last three.
      .replaceAll(/\r\n|[\r\n\u0085\u2028\u2029]/g, '\\n')
      .replaceAll(/[\p{Cc}]/gu, '')
  );
}

const MOST_OCTETS = 75;

/** Breaks a line so that none has more than 75 octets, never inside of a sign. */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const sign of line) {
    const size = octetsOf(sign);
    if (octets + size > MOST_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += sign;
    octets += size;
  }
  return folded;
}

/** Length of a sign in UTF-8. */
function octetsOf(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
