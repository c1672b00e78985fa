import { addMonths, lastDay, monthOf } from '../calendar/index.ts';
import { type Day, dayOf, formatDay, parseDay } from '../shared/index.ts';

/** How a column of times is written. */
type LabelKind = 'integer' | 'month' | 'quarter' | 'week' | 'day' | 'instant';

/** A way to write times: text → a number that counts evenly, and back. */
export type LabelForm = {
  kind: LabelKind;
  read(text: string): number | null;
  write(at: number): string;
};

const two = (value: number) => String(value).padStart(2, '0');
const year = (value: number) => String(value).padStart(4, '0');

const monthForm = (pattern: RegExp, separator: string): LabelForm => ({
  kind: 'month',
  read: (text) => {
    const match = pattern.exec(text);
    const month = Number(match?.[2]);
    return match && month >= 1 && month <= 12 ? Number(match[1]) * 12 + month - 1 : null;
  },
  write: (at) => `${year(Math.floor(at / 12))}${separator}${two((at % 12) + 1)}`,
});

const quarterForm = (separator: string): LabelForm => ({
  kind: 'quarter',
  read: (text) => {
    const match = new RegExp(`^(\\d{4})${separator}Q([1-4])$`, 'i').exec(text);
    return match ? Number(match[1]) * 4 + Number(match[2]) - 1 : null;
  },
  write: (at) => `${year(Math.floor(at / 4))}${separator}Q${(at % 4) + 1}`,
});

const WEEK: LabelForm = {
  kind: 'week',
  read: (text) => {
    const match = /^(\d{4})-?W(\d{2})$/.exec(text);
    if (!match) return null;
    const start = firstWeek(Number(match[1])) + Number(match[2]) - 1;
    const real = Number(match[2]) >= 1 && start < firstWeek(Number(match[1]) + 1);
    return real ? start : null;
  },
  write: (at) => {
    // The Thursday of a week lies in the year that the week belongs to (ISO 8601).
    const own = Number(formatDay(at * 7).slice(0, 4));
    return `${year(own)}-W${two(at - firstWeek(own) + 1)}`;
  },
};

/** Weeks are counted by their Thursdays; the first of a year holds 4 January. */
const firstWeek = (ofYear: number) => Math.floor(((dayOf(ofYear, 1, 4) ?? 0) + 3) / 7);

const DAY: LabelForm = { kind: 'day', read: parseDay, write: formatDay };

const COMPACT_DAY: LabelForm = {
  kind: 'day',
  read: (text) =>
    /^(19|20)\d{6}$/.test(text)
      ? parseDay(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`)
      : null,
  write: (at) => formatDay(at).replaceAll('-', ''),
};

const INTEGER: LabelForm = {
  kind: 'integer',
  read: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : null),
  write: String,
};

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})([ T])(\d{2}):(\d{2})(?::(\d{2})(\.0+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Instants in seconds, all written as the first one is. */
function instantForm(sample: string): LabelForm {
  const [, , between = ' ', , , seconds, fraction = '', zone = ''] = INSTANT.exec(sample) ?? [];
  const shift = zoneSeconds(zone);
  return {
    kind: 'instant',
    read: (text) => {
      const match = INSTANT.exec(text);
      const day = match ? parseDay(match[1] ?? '') : null;
      if (!match || day === null || Number(match[3]) > 24 || Number(match[4]) > 59) return null;
      const clock = Number(match[3]) * 3600 + Number(match[4]) * 60 + Number(match[5] ?? 0);
      return day * 86_400 + clock - zoneSeconds(match[7] ?? '');
    },
    write: (at) => {
      const local = at + shift;
      const day = Math.floor(local / 86_400);
      const clock = local - day * 86_400;
      const time = `${two(Math.floor(clock / 3600))}:${two(Math.floor(clock / 60) % 60)}`;
      const rest = seconds === undefined ? '' : `:${two(clock % 60)}${fraction}`;
      return `${formatDay(day)}${between}${time}${rest}${zone}`;
    },
  };
}

function zoneSeconds(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  const size = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -size : size;
}

/** The form in which all texts are written, most special first; null when there is none. */
export function labelFormOf(texts: string[]): LabelForm | null {
  const forms = [
    DAY,
    monthForm(/^(\d{4})-(\d{2})$/, '-'),
    monthForm(/^(\d{4})\/(\d{2})$/, '/'),
    quarterForm('-'),
    quarterForm(' '),
    quarterForm(''),
    WEEK,
    COMPACT_DAY,
    monthForm(/^((?:19|20)\d{2})(\d{2})$/, ''),
    INTEGER,
    instantForm(texts[0] ?? ''),
  ];
  return forms.find(({ read }) => texts.every((text) => read(text) !== null)) ?? null;
}

/** Dates that stand for months, quarters or years: same day of month, or always its last. */
export function asMonths(days: Day[]): LabelForm | null {
  const places = days.map(monthOf);
  if (new Set(places.map(({ month }) => month)).size < days.length || days.length < 2) return null;
  const last = days.every((day, i) => day === lastDay(places[i]?.month ?? 0));
  const dayOfMonth = Math.max(...places.map((place) => place.dayOfMonth));
  const write = (month: number): Day =>
    last ? lastDay(month) : addMonths(dayOf(2000, 1, dayOfMonth) as Day, month - 24_000);
  if (!days.every((day, i) => day === write(places[i]?.month ?? 0))) return null;
  return {
    kind: 'month',
    read: (text) => monthOf(parseDay(text) ?? 0).month,
    write: (month) => formatDay(write(month)),
  };
}
