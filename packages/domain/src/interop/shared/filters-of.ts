import { isScoped, partsOf } from '../../kpi/expr.ts';
import type { Expr, Filter } from '../../kpi/index.ts';

/** Every filter in an expression. */
export function filtersOf(expr: Expr): Filter[] {
  if (typeof expr === 'number' || 'ref' in expr) return [];
  const own = isScoped(expr) && expr.op === 'where' ? expr.filters : [];
  return [...own, ...partsOf(expr).flatMap(filtersOf)];
}
