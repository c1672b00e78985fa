import { MopsError } from '../shared/error.ts';
import { findKpi } from './find-kpi.ts';
import { isMeasure, measure } from './measures.ts';
import type { Expr, Kpi, Measure } from './schema.ts';

/**
 * An expression with every KPI it names replaced by that KPI's own expression, so that only base
 * measures are left. A name is a measure first, then a KPI. Throws on names nobody knows and on
 * KPIs that need themselves.
 * @example resolveExpr({ ref: 'paid.ctr' }) // { op: 'div', num: { ref: 'ad_clicks' }, den: { ref: 'ad_impressions' } }
 */
export function resolveExpr(expr: Expr, find: (name: string) => Kpi = findKpi): Expr {
  return expand(expr, find, []);
}

/**
 * The base measures that a KPI needs, in the order in which its formula names them.
 * @example measuresOf(findKpi('ctr')).map((one) => one.id) // ['ad_clicks', 'ad_impressions']
 */
export function measuresOf(kpi: Kpi, find: (name: string) => Kpi = findKpi): Measure[] {
  const ids = new Set(refsOf(expand(kpi.expr, find, [kpi.id])));
  return [...ids].map(measure);
}

/** The names in an expression, as written. */
export function refsOf(expr: Expr): string[] {
  if (typeof expr === 'number') return [];
  if ('ref' in expr) return [expr.ref];
  return partsOf(expr).flatMap(refsOf);
}

/**
 * Every circle of KPIs that need each other, all at once: `[['a', 'b']]` when a needs b and b needs a.
 * @example
 * const kpi = (id, ref) => ({ id, aliases: [], expr: { ref } });
 * cyclesOf([kpi('a', 'b'), kpi('b', 'a'), kpi('c', 'a')]) // [['a', 'b']]
 */
export function cyclesOf(kpis: readonly Kpi[]): string[][] {
  const byName = new Map(kpis.flatMap((kpi) => [kpi.id, ...kpi.aliases].map((n) => [n, kpi])));
  const needs = (kpi: Kpi) =>
    refsOf(kpi.expr).flatMap((ref) => (isMeasure(ref) ? [] : (byName.get(ref) ?? [])));
  const cycles = new Map<string, string[]>();
  const walk = (kpi: Kpi, path: Kpi[]): void => {
    const at = path.indexOf(kpi);
    if (at >= 0) {
      const ids = path.slice(at).map((one) => one.id);
      cycles.set(ids.toSorted().join(' '), ids);
      return;
    }
    for (const next of needs(kpi)) walk(next, [...path, kpi]);
  };
  for (const kpi of kpis) walk(kpi, []);
  return [...cycles.values()];
}

function expand(expr: Expr, find: (name: string) => Kpi, path: string[]): Expr {
  if (typeof expr === 'number') return expr;
  if ('ref' in expr) {
    if (isMeasure(expr.ref)) return expr;
    const kpi = find(expr.ref);
    if (path.includes(kpi.id)) {
      const circle = [...path.slice(path.indexOf(kpi.id)), kpi.id].join(' → ');
      throw new MopsError('INVALID', `KPIs need each other in a circle: ${circle}.`, 'Break it.');
    }
    return expand(kpi.expr, find, [...path, kpi.id]);
  }
  const inner = (one: Expr) => expand(one, find, path);
  if (expr.op === 'div') return { op: 'div', num: inner(expr.num), den: inner(expr.den) };
  return { op: expr.op, args: expr.args.map(inner) };
}

/** The direct parts of an operation, in order. */
export function partsOf(expr: Exclude<Expr, number | { ref: string }>): Expr[] {
  return expr.op === 'div' ? [expr.num, expr.den] : expr.args;
}
