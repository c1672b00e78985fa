import type { Catalogue } from './catalogue.ts';
import { findKpi } from './find-kpi.ts';
import type { Expr, Kpi } from './schema.ts';

/**
 * The formula of a KPI in words and signs, for people.
 * @example import { CATALOGUE } from '@openmops/domain/catalogue';
 * formulaText(CATALOGUE, findKpi(CATALOGUE, 'cpm')) // 'Media cost × 1,000 ÷ Impressions'
 */
export function formulaText(catalogue: Catalogue, kpi: Pick<Kpi, 'expr'>): string {
  return textOf(
    kpi.expr,
    0,
    (name) => (catalogue.measureOf.get(name) ?? findKpi(catalogue, name)).name,
  );
}

// How tightly a sign binds: sums 1, products 2. A looser part inside a tighter one gets brackets.
function textOf(expr: Expr, outer: number, nameOf: (ref: string) => string): string {
  if (typeof expr === 'number') return expr.toLocaleString('en-US', { maximumFractionDigits: 20 });
  if ('ref' in expr) return nameOf(expr.ref);
  if (expr.op === 'coalesce')
    return `first known of (${expr.args.map((a) => textOf(a, 0, nameOf)).join(', ')})`;
  if (expr.op === 'div')
    return bracket(`${textOf(expr.num, 2, nameOf)} ÷ ${textOf(expr.den, 3, nameOf)}`, 2 < outer);
  const own = expr.op === 'mul' ? 2 : 1;
  const sign = { add: ' + ', sub: ' − ', mul: ' × ' }[expr.op];
  const parts = expr.args.map((arg, i) => textOf(arg, i === 0 ? own : own + 1, nameOf));
  return bracket(parts.join(sign), own < outer);
}

function bracket(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}
