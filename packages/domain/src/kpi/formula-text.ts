import { type Catalogue, dimensionName } from './catalogue.ts';
import { isScoped, scopeWords } from './expr.ts';
import { findKpi } from './find-kpi.ts';
import type { Expr, Kpi } from './schema.ts';

/**
 * The formula of a KPI in words and signs, for people.
 * @example import { CATALOGUE } from '@openmops/domain/catalogue';
 * formulaText(CATALOGUE, findKpi(CATALOGUE, 'cpm')) // 'Media cost × 1,000 ÷ Impressions'
 */
export function formulaText(catalogue: Catalogue, kpi: Pick<Kpi, 'expr'>): string {
  return exprText(kpi.expr, {
    ref: (name) => (catalogue.measureOf.get(name) ?? findKpi(catalogue, name)).name,
    dim: (id) => dimensionName(catalogue, id),
  });
}

// Made once: making one takes longer than all the rest of a plan.
const NUMBERS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

/** Names of what a formula refers to, and of the dimensions in its totals and filters. */
export type Names = { ref: (name: string) => string; dim: (id: string) => string };

/** An expression in words and signs. */
export function exprText(expr: Expr, names: Names): string {
  return textOf(expr, 0, names);
}

// How tightly a sign binds: sums 1, products 2. A looser part inside a tighter one gets brackets.
function textOf(expr: Expr, outer: number, names: Names): string {
  if (typeof expr === 'number') return NUMBERS.format(expr);
  if ('ref' in expr) return names.ref(expr.ref);
  if (isScoped(expr)) {
    const inner = textOf(expr.of, 3, names);
    return `${inner} (${scopeWords(expr, names.dim)})`;
  }
  if (expr.op === 'coalesce')
    return `first known of (${expr.args.map((arg) => textOf(arg, 0, names)).join(', ')})`;
  if (expr.op === 'div')
    return bracket(`${textOf(expr.num, 2, names)} ÷ ${textOf(expr.den, 3, names)}`, 2 < outer);
  const own = expr.op === 'mul' ? 2 : 1;
  const sign = { add: ' + ', sub: ' − ', mul: ' × ' }[expr.op];
  const parts = expr.args.map((arg, i) => textOf(arg, i === 0 ? own : own + 1, names));
  return bracket(parts.join(sign), own < outer);
}

function bracket(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}
