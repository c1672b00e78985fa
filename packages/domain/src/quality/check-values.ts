import { groupBy, MopsError } from '../shared/index.ts';
import { findDuplicates } from './find-duplicates.ts';
import { DOMAIN, EMAIL } from './normalize.ts';
import { readTime } from './read-time.ts';
import {
  type Checked,
  type Comparison,
  isThere,
  type QualityFinding,
  type QualityRule,
  type Row,
  type ValueType,
  warn,
} from './rule.ts';

type Rule<K extends QualityRule['kind']> = Extract<QualityRule, { kind: K }>;
type Rows = readonly Row[];

const TYPES: Readonly<Record<ValueType, (value: string | number | boolean) => boolean>> = {
  integer: (value) => Number.isSafeInteger(numberOf(value)),
  number: (value) => numberOf(value) !== null,
  boolean: (value) => /^(?:true|false)$/i.test(String(value)),
  date: (value) => typeof value === 'string' && /^.{10}$/.test(value) && readTime(value) !== null,
  time: (value) => readTime(value) !== null,
  email: (value) => typeof value === 'string' && value.length <= 254 && EMAIL.test(value),
  domain: (value) => typeof value === 'string' && DOMAIN.test(value.toLowerCase()),
  url: (value) => typeof value === 'string' && /^https?:\/\/[^\s/?#@]+\.?[^\s]*$/i.test(value),
  currency: (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value),
  country: (value) => typeof value === 'string' && /^[A-Z]{2}$/.test(value),
};

/** Every row has a value in the field. */
export function checkRequired({ field }: Rule<'required'>, rows: Rows): Checked {
  return perRow(
    rows,
    () => true,
    (row) => (isThere(row[field]) ? null : `${field} is empty.`),
  );
}

/** Values are of a type. Empty ones are not looked at, here and in the rules below. */
export function checkType({ field, type }: Rule<'type'>, rows: Rows): Checked {
  const fits = TYPES[type];
  return perValue(rows, field, (value) => (fits(value) ? null : `is no ${type}`));
}

/** Values fit a regular expression as a whole. */
export function checkPattern({ field, pattern }: Rule<'pattern'>, rows: Rows): Checked {
  const form = compile(pattern);
  return perValue(rows, field, (value) =>
    form.test(String(value)) ? null : `does not fit ${pattern}`,
  );
}

/** Values are on a list. */
export function checkEnum({ field, values }: Rule<'enum'>, rows: Rows): Checked {
  const known = new Set(values);
  return perValue(rows, field, (value) => (known.has(value) ? null : 'is not on the list'));
}

/** Numbers lie between two bounds, both included. */
export function checkRange({ field, min, max }: Rule<'range'>, rows: Rows): Checked {
  const low = min ?? Number.NEGATIVE_INFINITY;
  const high = max ?? Number.POSITIVE_INFINITY;
  return perValue(rows, field, (value) => {
    const number = numberOf(value);
    if (number === null) return 'is no number';
    if (number < low) return `is below ${low}`;
    return number > high ? `is above ${high}` : null;
  });
}

/** No two rows have the same values in all of the fields; rows that miss one are not looked at. */
export function checkUnique({ fields }: Rule<'unique'>, rows: Rows): Checked {
  const full = [...rows.keys()].filter((i) => fields.every((field) => isThere(rows[i]?.[field])));
  const keyOf = (i: number) => JSON.stringify(fields.map((field) => rows[i]?.[field]));
  const findings: QualityFinding[] = [];
  for (const [key, same] of groupBy(full, keyOf)) {
    if (same.length > 1) {
      const message = `${fields.join(', ')} ${key.slice(1, -1)} stands ${same.length} times.`;
      findings.push({ rows: same, message });
    }
  }
  return { checked: full.length, failed: surplus(findings), findings };
}

/** No two rows likely mean the same. */
export function checkSimilar({ field, by, threshold }: Rule<'similar'>, rows: Rows): Checked {
  const values = rows.map((row) => (isThere(row[field]) ? String(row[field]) : null));
  const { groups, compared, warnings } = findDuplicates(values, by, threshold);
  const findings = groups.map(({ rows: same, similarity }) => {
    const shown = [...new Set(same.map((i) => `“${values[i]}”`))].slice(0, 5).join(', ');
    const alike = similarity < 1 ? ` (${similarity.toFixed(3)})` : '';
    return { rows: same, message: `${field} ${shown} likely mean the same${alike}.` };
  });
  return { checked: compared, failed: surplus(findings), findings, warnings };
}

/** Values stand in another list. */
export function checkReference(
  { field, to }: Rule<'reference'>,
  rows: Rows,
  lists: Readonly<Record<string, readonly (string | number)[]>>,
): Checked {
  const list = Object.hasOwn(lists, to) ? lists[to] : undefined;
  if (!list) throw missing(`list ${to}`, 'references');
  const known = new Set(list.map(String));
  return perValue(rows, field, (value) => (known.has(String(value)) ? null : `is not in ${to}`));
}

const COMPARE: Readonly<Record<Comparison, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>=': (order) => order >= 0,
  '>': (order) => order > 0,
};

/** Two fields of a row stand in a relation: as numbers, else as dates, else as text. */
export function checkCompare({ left, is, right }: Rule<'compare'>, rows: Rows): Checked {
  const holds = COMPARE[is];
  return perRow(
    rows,
    (row) => isThere(row[left]) && isThere(row[right]),
    (row) => {
      const [a, b] = [row[left] as string | number, row[right] as string | number];
      return holds(orderOf(a, b)) ? null : `${left} ${a} is not ${is} ${right} ${b}.`;
    },
  );
}

/** −1, 0 or 1. */
function orderOf(a: string | number | boolean, b: string | number | boolean): number {
  for (const read of [numberOf, readTime]) {
    const [x, y] = [read(a), read(b)];
    if (x !== null && y !== null) return Math.sign(x - y);
  }
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

/** A number, or a text that is one; null for anything else. */
export function numberOf(value: Row[string]): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value))
    return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function perValue(
  rows: Rows,
  field: string,
  fault: (value: string | number | boolean) => string | null,
): Checked {
  return perRow(
    rows,
    (row) => isThere(row[field]),
    (row) => {
      const value = row[field] as string | number | boolean;
      const said = fault(value);
      return said && `${field} “${String(value).slice(0, 80)}” ${said}.`;
    },
  );
}

/** Rows that can be checked, and their faults; rows with one fault are one finding. */
function perRow(
  rows: Rows,
  applies: (row: Row) => boolean,
  fault: (row: Row) => string | null,
): Checked {
  const found = new Map<string, number[]>();
  let checked = 0;
  let failed = 0;
  for (const [i, row] of rows.entries()) {
    if (!applies(row)) continue;
    checked++;
    const message = fault(row);
    if (message === null) continue;
    failed++;
    const same = found.get(message);
    if (same) same.push(i);
    else found.set(message, [i]);
  }
  return { checked, failed, findings: [...found].map(([message, at]) => ({ rows: at, message })) };
}

/** Of rows that are the same, one is right. */
const surplus = (findings: QualityFinding[]) =>
  findings.reduce((sum, { rows }) => sum + rows.length - 1, 0);

function compile(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su');
  } catch {
    throw new MopsError('INVALID', `“${pattern}” is no regular expression.`, 'Correct it.');
  }
}

/** What a rule needs and the question does not have. */
export function missing(what: string, where: string): MopsError {
  return new MopsError('INVALID', `There is no ${what} in the question.`, `Give it in ${where}.`);
}

/** A field that no row has: most likely a typing error. */
export function unknownField(field: string) {
  const hint = 'Look at the spelling of the field.';
  return warn('unknown_field', `No row has a field ${field}.`, hint, field);
}
