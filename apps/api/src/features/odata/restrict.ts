import { parseDay } from '@openmops/domain/shared';
import { evalExpression } from './eval-expression.ts';
import type { Compare, Expression, Value } from './expression.ts';

const DAY_MS = 86_400_000;

/** The conditions that all rows must meet, of which each may narrow what is read. */
export function conditionsOf(filter: Expression | null): Expression[] {
  if (!filter) return [];
  if (filter.kind !== 'and') return [filter];
  return [...conditionsOf(filter.left), ...conditionsOf(filter.right)];
}

/** The values that a column may have by the conditions; null: they do not name them. */
export function valuesOf(conditions: readonly Expression[], field: string): Value[] | null {
  let left: Value[] | null = null;
  for (const condition of conditions) {
    const named = namedBy(condition, field);
    if (named) left = left ? left.filter((value) => named.includes(value)) : named;
  }
  return left && [...new Set(left)];
}

function namedBy(of: Expression, field: string): Value[] | null {
  if (of.kind === 'or') {
    const left = namedBy(of.left, field);
    const right = left && namedBy(of.right, field);
    return left && right ? [...left, ...right] : null;
  }
  if (of.kind === 'in' && isField(of.of, field)) {
    const values = of.list.flatMap((one) => (one.kind === 'literal' ? [one.value] : []));
    return values.length === of.list.length ? values : null;
  }
  if (of.kind !== 'compare' || of.op !== 'eq') return null;
  if (isField(of.left, field) && of.right.kind === 'literal') return [of.right.value];
  if (isField(of.right, field) && of.left.kind === 'literal') return [of.left.value];
  return null;
}

/** The days between which a column lies by the conditions; nothing outside can pass the filter. */
export function daysOf(
  conditions: readonly Expression[],
  field: string,
): { from: number | null; to: number | null } {
  let from: number | null = null;
  let to: number | null = null;
  const after = (day: number) => {
    from = from === null ? day : Math.max(from, day);
  };
  const before = (day: number) => {
    to = to === null ? day : Math.min(to, day);
  };
  const named = valuesOf(conditions, field)?.map(dayAt);
  if (named && named.length > 0 && named.every((day) => day !== null)) {
    after(Math.min(...named));
    before(Math.max(...named));
  }
  for (const condition of conditions) {
    const bound = boundOf(condition, field);
    if (bound?.from !== undefined) after(bound.from);
    if (bound?.to !== undefined) before(bound.to);
  }
  return { from, to };
}

const MIRRORED: Record<Compare, Compare> = {
  eq: 'eq',
  ne: 'ne',
  gt: 'lt',
  ge: 'le',
  lt: 'gt',
  le: 'ge',
};

type Bound = { from?: number; to?: number };

/** The days that can pass a comparison; no comparison of the column: null. */
function boundOf(of: Expression, field: string): Bound | null {
  if (of.kind !== 'compare') return null;
  const turned = of.left.kind === 'literal';
  const [named, literal] = turned ? [of.right, of.left] : [of.left, of.right];
  const op = turned ? MIRRORED[of.op] : of.op;
  if (literal.kind !== 'literal') return null;
  const year = isYearOf(named, field);
  const dated = named.kind === 'call' && named.name === 'date' ? named.args[0] : named;
  if (!year && !(dated && isField(dated, field))) return null;
  const span = year ? yearSpan(literal.value) : daySpan(literal.value);
  if (!span) return null;
  switch (op) {
    case 'eq':
      return { from: span.first, to: span.last };
    case 'ge':
      return { from: span.first };
    case 'gt':
      return { from: span.last + 1 };
    case 'le':
      return { to: span.last };
    case 'lt':
      return { to: span.first - 1 };
    default:
      return null;
  }
}

type DaySpan = { first: number; last: number };

function yearSpan(value: Value): DaySpan | null {
  const year = Number(value);
  if (!Number.isInteger(year) || year < 1900 || year > 2200) return null;
  return { first: parseDay(`${year}-01-01`) ?? 0, last: parseDay(`${year}-12-31`) ?? 0 };
}

/** An instant within a day lies after its midnight: the next day is the first, this one the last. */
function daySpan(value: Value): DaySpan | null {
  if (typeof value === 'number') {
    const days = value / DAY_MS;
    return { first: Math.ceil(days), last: Math.floor(days) };
  }
  const day = typeof value === 'string' ? parseDay(value) : null;
  return day === null ? null : { first: day, last: day };
}

function isYearOf(of: Expression, field: string): boolean {
  return of.kind === 'call' && of.name === 'year' && !!of.args[0] && isField(of.args[0], field);
}

function isField(of: Expression, field: string): boolean {
  return of.kind === 'field' && of.field.name === field;
}

function dayAt(value: Value): number | null {
  if (typeof value === 'string') return parseDay(value);
  return typeof value === 'number' ? Math.floor(value / DAY_MS) : null;
}

/** The columns of a list that a condition names, and that must be filled for it to hold. */
export function filledBy(conditions: readonly Expression[], fields: readonly string[]): string[] {
  const asked = conditions.filter((one) => evalExpression(one, {}) !== true);
  const named = new Set(
    asked.flatMap((one) => {
      const own = namesIn(one);
      return own.every((name) => fields.includes(name)) ? own : [];
    }),
  );
  return fields.filter((field) => named.has(field));
}

function namesIn(of: Expression): string[] {
  switch (of.kind) {
    case 'literal':
      return [];
    case 'field':
      return [of.field.name];
    case 'call':
      return of.args.flatMap(namesIn);
    case 'in':
      return namesIn(of.of);
    case 'not':
      return namesIn(of.of);
    default:
      return [...namesIn(of.left), ...namesIn(of.right)];
  }
}
