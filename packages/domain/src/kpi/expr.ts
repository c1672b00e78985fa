import type { Expr, Filter, Span } from './schema.ts';

/** An expression that is an operation. */
export type Operation = Exclude<Expr, number | { ref: string }>;
/** The operations that say of which rows a part is made, not what is done with values. */
export type Scoped = Extract<Operation, { of: Expr }>;

export const isScoped = (expr: Operation): expr is Scoped => 'of' in expr;

/** The direct parts of an operation, in order. */
export function partsOf(expr: Operation): Expr[] {
  if (isScoped(expr)) return [expr.of];
  return expr.op === 'div' ? [expr.num, expr.den] : expr.args;
}

/** The same operation over changed parts. */
export function mapParts(expr: Operation, change: (part: Expr) => Expr): Expr {
  if (isScoped(expr)) return { ...expr, of: change(expr.of) };
  if (expr.op === 'div') return { op: 'div', num: change(expr.num), den: change(expr.den) };
  return { op: expr.op, args: expr.args.map(change) };
}

/** The names in an expression, as written. */
export function refsOf(expr: Expr): string[] {
  if (typeof expr === 'number') return [];
  if ('ref' in expr) return [expr.ref];
  return partsOf(expr).flatMap(refsOf);
}

/**
 * @example spanText({ count: 2, unit: 'month' }) // '2 months'
 */
export const spanText = ({ count, unit }: Span): string =>
  `${count} ${unit}${count === 1 ? '' : 's'}`;

/** The operation around a part, as formulas write it. */
export function wrapText(expr: Scoped, inner: string): string {
  switch (expr.op) {
    case 'shift':
      return `shift(${inner}, ${spanText(expr.by)})`;
    case 'window':
      return expr.kind === 'toDate'
        ? `to_date(${inner}, ${expr.span.unit})`
        : `trailing(${inner}, ${spanText(expr.span)})`;
    case 'total':
      return `total(${[inner, ...expr.over.filter((dim) => dim !== '*')].join(', ')})`;
    case 'where':
      return `where(${[inner, ...expr.filters.map(filterText)].join(', ')})`;
  }
}

const SIGNS = { eq: '=', in: '=', neq: '!=', notIn: '!=', contains: '~' };

function filterText({ dim, op, values }: Filter): string {
  return `${dim} ${SIGNS[op]} ${values.map((one) => (one === null ? 'null' : JSON.stringify(one))).join(' | ')}`;
}

/** What the operation does to a part, in words that go behind its name. */
export function scopeWords(expr: Scoped, nameOf: (dim: string) => string): string {
  switch (expr.op) {
    case 'shift':
      return expr.by.unit === 'period' && expr.by.count === 1
        ? 'the period before'
        : `${spanText(expr.by)} before`;
    case 'window':
      if (expr.kind === 'toDate') return `${expr.span.unit} to date`;
      return `last ${expr.span.count === 1 ? expr.span.unit : spanText(expr.span)}`;
    case 'total':
      return expr.over.includes('*') ? 'overall' : `all of ${expr.over.map(nameOf).join(', ')}`;
    case 'where':
      return expr.filters.map((filter) => filterWords(filter, nameOf)).join(', ');
  }
}

const VERBS = { eq: 'is', in: 'is', neq: 'is not', notIn: 'is not', contains: 'contains' };

function filterWords({ dim, op, values }: Filter, nameOf: (dim: string) => string): string {
  const isSet = VERBS[op] === 'is not' && values.every((one) => one === null);
  if (isSet) return `${nameOf(dim)} is set`;
  const texts = values.map((one) => (one === null ? 'not set' : `“${one}”`));
  return `${nameOf(dim)} ${VERBS[op]} ${texts.join(' or ')}`;
}
