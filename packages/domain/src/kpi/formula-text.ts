import { findKpi } from './find-kpi.ts';
import { isMeasure, measure } from './measures.ts';
import type { Expr, Kpi } from './schema.ts';

/**
 * The formula of a KPI in words and signs, for people.
 * @example formulaText(findKpi('cpm')) // 'Media cost × 1,000 ÷ Impressions'
 */
export function formulaText(kpi: Kpi): string {
  return textOf(kpi.expr, 0);
}

// How tightly a sign binds: sums 1, products 2. A looser part inside a tighter one gets brackets.
function textOf(expr: Expr, outer: number): string {
  if (typeof expr === 'number') return expr.toLocaleString('en-US', { maximumFractionDigits: 20 });
  if ('ref' in expr) return isMeasure(expr.ref) ? measure(expr.ref).name : findKpi(expr.ref).name;
  if (expr.op === 'coalesce')
    return `first known of (${expr.args.map((a) => textOf(a, 0)).join(', ')})`;
  if (expr.op === 'div')
    return bracket(`${textOf(expr.num, 2)} ÷ ${textOf(expr.den, 3)}`, 2 < outer);
  const own = expr.op === 'mul' ? 2 : 1;
  const sign = { add: ' + ', sub: ' − ', mul: ' × ' }[expr.op];
  const parts = expr.args.map((arg, i) => textOf(arg, i === 0 ? own : own + 1));
  return bracket(parts.join(sign), own < outer);
}

function bracket(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}
