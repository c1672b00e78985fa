import type { EdmType, Value } from './expression.ts';

type Known = { args: (EdmType | 'When' | 'Number')[]; optional?: number; type: EdmType };

/** The functions that BI tools send along, with what they take and give. */
export const FUNCTIONS: Record<string, Known> = {
  contains: { args: ['String', 'String'], type: 'Boolean' },
  startswith: { args: ['String', 'String'], type: 'Boolean' },
  endswith: { args: ['String', 'String'], type: 'Boolean' },
  indexof: { args: ['String', 'String'], type: 'Double' },
  length: { args: ['String'], type: 'Double' },
  substring: { args: ['String', 'Number', 'Number'], optional: 1, type: 'String' },
  concat: { args: ['String', 'String'], type: 'String' },
  tolower: { args: ['String'], type: 'String' },
  toupper: { args: ['String'], type: 'String' },
  trim: { args: ['String'], type: 'String' },
  year: { args: ['When'], type: 'Double' },
  month: { args: ['When'], type: 'Double' },
  day: { args: ['When'], type: 'Double' },
  date: { args: ['When'], type: 'Date' },
  round: { args: ['Number'], type: 'Double' },
  floor: { args: ['Number'], type: 'Double' },
  ceiling: { args: ['Number'], type: 'Double' },
};

/** Whether a value of a type may stand where a function or a comparison asks for another. */
export function fits(type: EdmType | null, asked: EdmType | 'When' | 'Number'): boolean {
  if (type === null || type === asked) return true;
  const when = type === 'Date' || type === 'DateTimeOffset';
  const number = type === 'Double' || type === 'Int64';
  if (asked === 'When' || asked === 'Date' || asked === 'DateTimeOffset') return when;
  return (asked === 'Number' || asked === 'Double' || asked === 'Int64') && number;
}

/** The value of a function; null in, null out. */
export function callFunction(name: string, args: Value[]): Value {
  if (args.some((arg) => arg === null)) return null;
  const [first, second, third] = args;
  const text = String(first);
  switch (name) {
    case 'contains':
      return text.includes(String(second));
    case 'startswith':
      return text.startsWith(String(second));
    case 'endswith':
      return text.endsWith(String(second));
    case 'indexof':
      return text.indexOf(String(second));
    case 'length':
      return text.length;
    case 'substring':
      return substring(text, Number(second), third === undefined ? null : Number(third));
    case 'concat':
      return text + String(second);
    case 'tolower':
      return text.toLowerCase();
    case 'toupper':
      return text.toUpperCase();
    case 'trim':
      return text.trim();
    case 'round':
      return Math.sign(Number(first)) * Math.round(Math.abs(Number(first)));
    case 'floor':
      return Math.floor(Number(first));
    case 'ceiling':
      return Math.ceil(Number(first));
    default:
      return ofDay(name, dayText(first ?? null));
  }
}

function substring(text: string, from: number, length: number | null): string {
  const start = Math.max(0, from);
  return length === null ? text.slice(start) : text.slice(start, start + Math.max(0, length));
}

/** A day as it is, the day of an instant in UTC. */
function dayText(value: Value): string {
  return typeof value === 'number' ? new Date(value).toISOString().slice(0, 10) : String(value);
}

function ofDay(name: string, day: string): Value {
  if (name === 'date') return day;
  return Number(
    name === 'year' ? day.slice(0, 4) : name === 'month' ? day.slice(5, 7) : day.slice(8),
  );
}
