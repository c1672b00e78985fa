import { refsOf } from '../../kpi/expr.ts';
import { type Catalogue, findKpi, type Kpi } from '../../kpi/index.ts';

/** KPIs and all that their formulas name. */
export function withNeeded(catalogue: Catalogue, kpis: readonly Kpi[]): Set<Kpi> {
  const all = new Set(kpis);
  for (const kpi of all) {
    for (const ref of refsOf(kpi.expr)) {
      if (!catalogue.measureOf.has(ref)) all.add(findKpi(catalogue, ref));
    }
  }
  return all;
}
