import { isScoped, wrapText } from '../kpi/expr.ts';
import type { Expr } from '../kpi/schema.ts';

/** An expression as a formula is typed: how parts are named. */
export function labelOf(expr: Expr): string {
  return textOf(expr, 0);
}

function textOf(expr: Expr, outer: number): string {
  if (typeof expr === 'number') return String(expr);
  if ('ref' in expr) return expr.ref;
  if (isScoped(expr)) return wrapText(expr, textOf(expr.of, 0));
  if (expr.op === 'coalesce')
    return `coalesce(${expr.args.map((arg) => textOf(arg, 0)).join(', ')})`;
  if (expr.op === 'div')
    return bracket(`${textOf(expr.num, 2)} / ${textOf(expr.den, 3)}`, 2 < outer);
  const own = expr.op === 'mul' ? 2 : 1;
  const sign = { add: ' + ', sub: ' - ', mul: ' * ' }[expr.op];
  const parts = expr.args.map((arg, i) => textOf(arg, i === 0 ? own : own + 1));
  return bracket(parts.join(sign), own < outer);
}

const bracket = (text: string, needed: boolean) => (needed ? `(${text})` : text);
