import { nearestName } from '../../shared/index.ts';

/** How a date is written in a name. */
export type DateFormat =
  | 'yyyy'
  | 'yyyymm'
  | 'yyyymmdd'
  | 'yyyy-mm'
  | 'yyyy-mm-dd'
  | 'yymm'
  | 'yyyyqq';

/** What a part of a name may be. */
export type NamingField =
  /** Any text, or what a regular expression says of the whole. */
  | { kind: 'text'; pattern?: string; maxLength?: number }
  | { kind: 'enum'; values: readonly string[] }
  | { kind: 'date'; format: DateFormat }
  | { kind: 'number'; digits?: number };

const DATES: Readonly<Record<DateFormat, RegExp>> = {
  yyyy: /^(\d{4})$/,
  yyyymm: /^(\d{4})(\d{2})$/,
  yyyymmdd: /^(\d{4})(\d{2})(\d{2})$/,
  'yyyy-mm': /^(\d{4})-(\d{2})$/,
  'yyyy-mm-dd': /^(\d{4})-(\d{2})-(\d{2})$/,
  yymm: /^(\d{2})(\d{2})$/,
  yyyyqq: /^(\d{4})q([1-4])$/,
};

/** A field that is named like a way to write dates is one; any other is text. */
export function fieldByName(name: string): NamingField {
  return Object.hasOwn(DATES, name)
    ? { kind: 'date', format: name as DateFormat }
    : { kind: 'text' };
}

/** What is wrong with a value, with a better one where it can be told; null when nothing is. */
export type Fault = { message: string; suggestion: string | null };

export type FieldCheck = (value: string) => Fault | null;

/** A field's check; `lowercase` refuses upper case. */
export function compileField(name: string, field: NamingField, lowercase: boolean): FieldCheck {
  const check = checkOf(name, field);
  return (value) => {
    if (value === '') return { message: `${name} is empty.`, suggestion: null };
    const lower = value.toLowerCase();
    if (lowercase && value !== lower) {
      const suggestion = check(lower) === null ? lower : null;
      return { message: `${name} “${value}” has capital letters.`, suggestion };
    }
    return check(value);
  };
}

function checkOf(name: string, field: NamingField): FieldCheck {
  switch (field.kind) {
    case 'enum': {
      const known = new Set(field.values);
      const list = field.values.slice(0, 20).join(', ');
      return (value) =>
        known.has(value)
          ? null
          : {
              message: `${name} “${value}” is none of ${list}${known.size > 20 ? ', …' : ''}.`,
              suggestion: nearestName(value, field.values),
            };
    }
    case 'date':
      return (value) =>
        isDate(value, field.format)
          ? null
          : { message: `${name} “${value}” is no date like ${field.format}.`, suggestion: null };
    case 'number': {
      const { digits } = field;
      const form = digits === undefined ? /^\d+$/ : new RegExp(`^\\d{${digits}}$`);
      const says = digits === undefined ? 'no whole number' : `no number of ${digits} digits`;
      return (value) =>
        form.test(value) ? null : { message: `${name} “${value}” is ${says}.`, suggestion: null };
    }
    case 'text': {
      const { pattern, maxLength = 200 } = field;
      const form = pattern === undefined ? null : new RegExp(`^(?:${pattern})$`, 's');
      return (value) => {
        if (value.length > maxLength) {
          return { message: `${name} is longer than ${maxLength} characters.`, suggestion: null };
        }
        if (form === null || form.test(value)) return null;
        return { message: `${name} “${value}” does not fit ${pattern}.`, suggestion: null };
      };
    }
  }
}

function isDate(value: string, format: DateFormat): boolean {
  const match = DATES[format].exec(value);
  if (!match) return false;
  if (format === 'yyyyqq' || format === 'yyyy') return true;
  const [, year, month, day = 1] = match.map(Number);
  // Four hundred years have the same calendar; those before 100 would be read as 19xx.
  const daysOfMonth = new Date(Date.UTC(2000 + ((year ?? 0) % 400), month ?? 0, 0)).getUTCDate();
  return month !== undefined && month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth;
}
