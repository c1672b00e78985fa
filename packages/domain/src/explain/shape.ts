import { isScoped } from '../kpi/expr.ts';
import type { Expr } from '../kpi/schema.ts';
import { MopsError } from '../shared/error.ts';

/** A weighted sum of measures and nothing else; adds up over segments. */
export type Linear = ReadonlyMap<string, number>;

/** A factor of a product: its expression, and whether it divides. */
export type Factor = { expr: Expr; divides: boolean };

/**
 * The expression as a weighted sum of measures, or null where it is something else (a constant term, a
 * quotient, a product of measures). `coalesce(measure, …)` is its measure: sums of rows are never null.
 */
export function linearOf(expr: Expr): Linear | null {
  if (typeof expr === 'number') return null;
  if ('ref' in expr) return new Map([[expr.ref, 1]]);
  if (isScoped(expr)) throw otherRows(expr.op);
  if (expr.op === 'coalesce') return linearOf(expr.args[0] ?? 0);
  if (expr.op === 'div') return scaled(linearOf(expr.num), reciprocal(constantOf(expr.den)));
  if (expr.op === 'mul') return linearProduct(expr.args);
  const sum = new Map<string, number>();
  for (const [i, arg] of expr.args.entries()) {
    const sign = expr.op === 'sub' && i > 0 ? -1 : 1;
    const part = linearOf(arg);
    if (!part) return null;
    for (const [name, weight] of part) sum.set(name, (sum.get(name) ?? 0) + sign * weight);
  }
  return sum;
}

/** The terms of a sum, each with its sign; anything else is one term. */
export function termsOf(expr: Expr): { expr: Expr; sign: 1 | -1 }[] {
  if (typeof expr !== 'number' && 'op' in expr && (expr.op === 'add' || expr.op === 'sub')) {
    return expr.args.flatMap((arg, i) => {
      const flip = expr.op === 'sub' && i > 0 ? -1 : 1;
      return termsOf(arg).map((term) => ({ ...term, sign: (term.sign * flip) as 1 | -1 }));
    });
  }
  return [{ expr, sign: 1 }];
}

/** The factors of a product as it is written: brackets keep theirs together. */
export function factorsOf(expr: Expr, divides = false): Factor[] {
  if (typeof expr !== 'number' && 'op' in expr) {
    if (expr.op === 'mul' && !divides) return expr.args.flatMap((arg) => productOf(arg));
    if (expr.op === 'mul') return expr.args.map((arg) => ({ expr: arg, divides }));
    if (expr.op === 'div' && !divides) {
      return [...factorsOf(expr.num), ...factorsOf(expr.den, true)];
    }
  }
  return [{ expr, divides }];
}

/** Everything above and everything below one line, what stands on both sides taken away. */
export function fractionOf(expr: Expr): { num: Expr[]; den: Expr[] } {
  const num: Expr[] = [];
  const den: Expr[] = [];
  const walk = (part: Expr, above: Expr[], below: Expr[]): void => {
    if (typeof part !== 'number' && 'op' in part && part.op === 'mul') {
      for (const arg of part.args) walk(arg, above, below);
    } else if (typeof part !== 'number' && 'op' in part && part.op === 'div') {
      walk(part.num, above, below);
      walk(part.den, below, above);
    } else above.push(part);
  };
  walk(expr, num, den);
  for (let i = num.length - 1; i >= 0; i--) {
    const same = den.findIndex((other) => JSON.stringify(other) === JSON.stringify(num[i]));
    if (same < 0) continue;
    num.splice(i, 1);
    den.splice(same, 1);
  }
  return { num, den };
}

/** A product of factors as one weighted sum, where only one of them is more than a number. */
export function linearProduct(factors: readonly Expr[]): Linear | null {
  let scale = 1;
  let sum: Linear | null = null;
  for (const factor of factors) {
    const constant = constantOf(factor);
    if (constant !== null) scale *= constant;
    else if (sum) return null;
    else {
      sum = linearOf(factor);
      if (!sum) return null;
    }
  }
  return scaled(sum, scale);
}

/** The number that an expression without measures is, or null. */
export function constantOf(expr: Expr): number | null {
  if (typeof expr === 'number') return expr;
  if ('ref' in expr) return null;
  if (isScoped(expr)) throw otherRows(expr.op);
  const parts = expr.op === 'div' ? [expr.num, expr.den] : expr.args;
  const values = parts.map(constantOf);
  if (values.some((value) => value === null)) return null;
  const [first = 0, ...rest] = values as number[];
  if (expr.op === 'coalesce') return first;
  if (expr.op === 'div') return reciprocal(rest[0] ?? 0) === null ? null : first / (rest[0] ?? 1);
  return rest.reduce(
    (total, value) =>
      expr.op === 'mul' ? total * value : expr.op === 'add' ? total + value : total - value,
    first,
  );
}

function productOf(expr: Expr): Factor[] {
  const nested = typeof expr !== 'number' && 'op' in expr && expr.op === 'mul';
  return nested ? factorsOf(expr) : [{ expr, divides: false }];
}

const reciprocal = (value: number | null) => (value === null || value === 0 ? null : 1 / value);

function scaled(linear: Linear | null, by: number | null): Linear | null {
  if (!linear || by === null) return null;
  return new Map([...linear].map(([name, weight]) => [name, weight * by]));
}

function otherRows(op: string): MopsError {
  return new MopsError(
    'INVALID',
    `“${op}” speaks of other rows than the two sets that are compared.`,
    'Give the formula without it, and rows that are already the right ones.',
  );
}
