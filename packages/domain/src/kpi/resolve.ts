import { MopsError } from '../shared/error.ts';
import { type Catalogue, findMeasure } from './catalogue.ts';
import { mapParts, refsOf } from './expr.ts';
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
 * What a KPI means: its expression down to base measures, within its own filters.
 * @example import { CATALOGUE } from '@openmops/domain/catalogue';
 * meaningOf(CATALOGUE, findKpi(CATALOGUE, 'spend')) // { ref: 'ad_cost' }
 */
export function meaningOf(catalogue: Catalogue, kpi: Kpi): Expr {
  const path = catalogue.measureOf.has(kpi.id) ? [] : [kpi.id];
  return inside(kpi, expand(kpi.expr, catalogue, path));
}

/**
 * The base measures that a KPI needs, in the order in which its formula names them.
 * @example import { CATALOGUE } from '@openmops/domain/catalogue';
 * measuresOf(CATALOGUE, findKpi(CATALOGUE, 'ctr')).map((one) => one.id) // ['ad_clicks', 'ad_impressions']
 */
export function measuresOf(catalogue: Catalogue, kpi: Kpi): Measure[] {
  const ids = new Set(refsOf(meaningOf(catalogue, kpi)));
  return [...ids].map((id) => findMeasure(catalogue, id));
}

/**
 * Every circle of KPIs that need each other, all at once: `[['a', 'b']]` when a needs b and b needs a.
 * @example
 * const kpi = (id, ref) => ({ id, aliases: [], expr: { ref } });
 * const kpis = [kpi('a', 'b'), kpi('b', 'a'), kpi('c', 'a')];
 * cyclesOf(draftCatalogue({ measures: [], kpis })) // [['a', 'b']]
 */
export function cyclesOf({ versions, kpiOf, measureOf }: Catalogue): string[][] {
  const needs = (kpi: Kpi) =>
    refsOf(kpi.expr).flatMap((ref) => (measureOf.has(ref) ? [] : (kpiOf.get(ref) ?? [])));
  const cycles = new Map<string, string[]>();
  // What led to no circle once never does.
  const clean = new Set<Kpi>();
  const walk = (kpi: Kpi, path: Kpi[]): boolean => {
    if (clean.has(kpi)) return true;
    const at = path.indexOf(kpi);
    if (at >= 0) {
      const ids = path.slice(at).map((one) => one.id);
      const name = ids.toSorted().join(' ');
      if (!cycles.has(name)) cycles.set(name, ids);
      return false;
    }
    const found = needs(kpi).map((next) => walk(next, [...path, kpi]));
    if (!found.includes(false)) clean.add(kpi);
    return clean.has(kpi);
  };
  for (const kpi of versions) walk(kpi, []);
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
    return inside(kpi, expand(kpi.expr, catalogue, [...path, kpi.id]));
  }
  return mapParts(expr, (part) => expand(part, catalogue, path));
}

// A KPI's own filters hold wherever a formula names it.
function inside({ filters }: Kpi, expr: Expr): Expr {
  return filters.length === 0 ? expr : { op: 'where', of: expr, filters };
}
