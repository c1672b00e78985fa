import { MopsError } from '../shared/error.ts';
import { type Catalogue, findMeasure } from './catalogue.ts';
import { findKpi } from './find-kpi.ts';
import type { Expr, Kpi, Measure } from './schema.ts';

/**
 * An expression with every KPI it names replaced by that KPI's own expression, so that only base
 * measures are left. A name is a measure first, then a KPI. Throws on names nobody knows and on
 * KPIs that need themselves.
 * @example import { CATALOGUE } from '@openmops/domain/catalogue';
 * resolveExpr(CATALOGUE, { ref: 'paid.ctr' }) // { op: 'div', num: { ref: 'ad_clicks' }, den: { ref: 'ad_impressions' } }
 */
export function resolveExpr(catalogue: Catalogue, expr: Expr): Expr {
  return expand(expr, catalogue, []);
}

/**
 * The base measures that a KPI needs, in the order in which its formula names them.
 * @example import { CATALOGUE } from '@openmops/domain/catalogue';
 * measuresOf(CATALOGUE, findKpi(CATALOGUE, 'ctr')).map((one) => one.id) // ['ad_clicks', 'ad_impressions']
 */
export function measuresOf(catalogue: Catalogue, kpi: Kpi): Measure[] {
  const path = catalogue.measureOf.has(kpi.id) ? [] : [kpi.id];
  const ids = new Set(refsOf(expand(kpi.expr, catalogue, path)));
  return [...ids].map((id) => findMeasure(catalogue, id));
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
 * const kpis = [kpi('a', 'b'), kpi('b', 'a'), kpi('c', 'a')];
 * cyclesOf(createCatalogue({ measures: [], kpis })) // [['a', 'b']]
 */
export function cyclesOf({ kpis, kpiOf, measureOf }: Catalogue): string[][] {
  const needs = (kpi: Kpi) =>
    refsOf(kpi.expr).flatMap((ref) => (measureOf.has(ref) ? [] : (kpiOf.get(ref) ?? [])));
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

function expand(expr: Expr, catalogue: Catalogue, path: string[]): Expr {
  if (typeof expr === 'number') return expr;
  if ('ref' in expr) {
    if (catalogue.measureOf.has(expr.ref)) return expr;
    const kpi = findKpi(catalogue, expr.ref);
    if (path.includes(kpi.id)) {
      const circle = [...path.slice(path.indexOf(kpi.id)), kpi.id].join(' → ');
      throw new MopsError('INVALID', `KPIs need each other in a circle: ${circle}.`, 'Break it.');
    }
    return expand(kpi.expr, catalogue, [...path, kpi.id]);
  }
  const inner = (one: Expr) => expand(one, catalogue, path);
  if (expr.op === 'div') return { op: 'div', num: inner(expr.num), den: inner(expr.den) };
  return { op: expr.op, args: expr.args.map(inner) };
}

/** The direct parts of an operation, in order. */
export function partsOf(expr: Exclude<Expr, number | { ref: string }>): Expr[] {
  return expr.op === 'div' ? [expr.num, expr.den] : expr.args;
}
