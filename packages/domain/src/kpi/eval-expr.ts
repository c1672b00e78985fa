import { isScoped } from './expr.ts';
import type { Expr } from './schema.ts';

/**
 * The value of an expression over base measures (in units), or null where it is undefined:
 * something over 0 or over null, or any part that is null outside of `coalesce`. Never NaN,
 * Infinity or -0.
 * @example evalExpr({ op: 'div', num: 1, den: 0 }, () => null) // null
 */
export function evalExpr(expr: Expr, value: (measure: string) => number | null): number | null {
  if (typeof expr === 'number') return clean(expr);
  if ('ref' in expr) return clean(value(expr.ref));
  if (expr.op === 'div') {
    const num = evalExpr(expr.num, value);
    const den = evalExpr(expr.den, value);
    return num === null || den === null || den === 0 ? null : clean(num / den);
  }
  if (expr.op === 'coalesce') {
    for (const arg of expr.args) {
      const found = evalExpr(arg, value);
      if (found !== null) return found;
    }
    return null;
  }
  if (isScoped(expr)) return evalExpr(expr.of, value);
  let result: number | null = null;
  for (const [i, arg] of expr.args.entries()) {
    const next = evalExpr(arg, value);
    if (next === null) return null;
    result = i === 0 ? next : clean(apply(expr.op, result ?? 0, next));
    if (result === null) return null;
  }
  return result;
}

function apply(op: 'add' | 'sub' | 'mul', a: number, b: number): number {
  if (op === 'mul') return a * b;
  return op === 'add' ? a + b : a - b;
}

// What a float cannot say exactly must not leave as a number that looks like one.
function clean(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value + 0;
}
