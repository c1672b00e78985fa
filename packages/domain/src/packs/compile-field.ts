import type { ModelField, ModelTable, ModelValue } from '../model/index.ts';
import { isCurrency } from '../money/currencies.ts';
import type { Issue } from '../shared/index.ts';
import { issue, shown } from './check-contract.ts';
import type { FieldSource } from './pack.ts';
import { compilePath, type Json } from './read-path.ts';
import { readText, type ValueReader, valueReader } from './read-value.ts';

/** One field of a mapping, ready to be read; undefined: not readable, and why is in `problems`. */
export type FieldReader = {
  field: ModelField;
  read(at: Reading): ModelValue;
};

export type Reading = {
  record: Json;
  /** Ms since 1970 after which nothing can have happened yet. */
  latest: number;
  /** Currency of the row, once it is read. */
  currency: string | null;
  problems: Issue[];
};

/** What may lie ahead: ends, due dates, plans. Anything else in the future is a clock that is wrong. */
const AHEAD: ReadonlySet<string> = new Set(['closed_at', 'due_at', 'start_at', 'end_at']);
const TABLES_AHEAD: ReadonlySet<string> = new Set([
  'contract_movement',
  'plan_row',
  'campaign',
  'activity',
]);
const DAY_MS = 86_400_000;

/** How a field of a table is read from the records of a stream. */
export function compileField(of: {
  table: ModelTable;
  field: ModelField;
  source: FieldSource;
  timeZone: string;
}): FieldReader {
  const { table, field, source, timeZone } = of;
  if (typeof source === 'object' && 'fixed' in source) {
    const fixed = valueReader(field.type, undefined, timeZone)(source.fixed, null) ?? null;
    return { field, read: () => fixed };
  }
  const { from, as, values } = typeof source === 'string' ? { from: source } : source;
  const path = compilePath(from);
  const convert = valueReader(field.type, as, timeZone);
  const words = values && new Map(Object.entries(values).map(([k, v]) => [k.toLowerCase(), v]));
  const settle = settled({ table, field, path: from, convert });
  return {
    field,
    read(at) {
      const raw = path(at.record);
      if (raw === undefined) return null;
      if (!words) return settle(raw, at);
      const text = readText(raw);
      const word = typeof text === 'string' ? words.get(text.toLowerCase()) : undefined;
      return word === undefined ? settle(raw, at) : word === '' ? null : settle(word, at);
    },
  };
}

type Settle = (raw: unknown, at: Reading) => ModelValue;

/** Converts, and says what is wrong with what cannot stand. */
function settled(of: {
  table: ModelTable;
  field: ModelField;
  path: string;
  convert: ValueReader;
}): Settle {
  const { table, field, path, convert } = of;
  const { type } = field;
  const ahead = AHEAD.has(field.id) || TABLES_AHEAD.has(table.id);
  const timed = (type === 'instant' || type === 'day') && !ahead;
  const unit = type === 'day' ? DAY_MS : 1;
  const currency = field.id === 'currency';
  return (raw, at) => {
    const value = convert(raw, at.currency);
    if (value === undefined) {
      at.problems.push(unreadable(type, path, raw));
      return null;
    }
    if (timed && value !== null && (value as number) * unit > at.latest) {
      at.problems.push(clockAhead(path, raw));
      return null;
    }
    if (!currency || value === null) return value;
    const code = String(value).toUpperCase();
    if (isCurrency(code)) {
      at.currency = code;
      return code;
    }
    at.problems.push(unknownCurrency(path, raw));
    return null;
  };
}

const EXPECTED: Record<ModelField['type'], [code: string, expected: string]> = {
  text: ['bad_text', 'a text or a number'],
  money: ['bad_number', 'an amount below 9 thousand million'],
  number: ['bad_number', 'a number below 9 thousand million'],
  instant: ['bad_time', 'a time between 1970 and 2100'],
  day: ['bad_time', 'a day between 1970 and 2100'],
  flag: ['bad_flag', 'yes or no'],
};

function unreadable(type: ModelField['type'], path: string, raw: unknown): Issue {
  const [code, expected] = EXPECTED[type];
  const hint = 'Map another field, or correct the value in the source and send it again.';
  return issue(code, path, `${path} is ${shown(raw)}; expected is ${expected}.`, hint);
}

/** Said of a time that lies ahead of when the record arrived. */
export function clockAhead(path: string, raw: unknown): Issue {
  const hint = 'Set the clock of the source right and send the record again.';
  const message = `${path} is ${shown(raw)}, which has not come yet when the record arrived.`;
  return issue('clock_ahead', path, message, hint);
}

function unknownCurrency(path: string, raw: unknown): Issue {
  const hint = 'Use a code of ISO 4217, like EUR; map the field’s values to codes if need be.';
  return issue('unknown_currency', path, `${path} is ${shown(raw)}, which is no currency.`, hint);
}
