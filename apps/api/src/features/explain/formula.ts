import { GREGORIAN } from '@openmops/domain/calendar';
import { CATALOGUE } from '@openmops/domain/catalogue';
import { type Driver, driverFormula, driversOf } from '@openmops/domain/explain';
import { type Expr, type Kpi, KpiQuery, parseFormula, planKpis } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import { nameOf } from './refusal.ts';

/** What is taken apart: a formula over base values by their keys in `parts` of an answer. */
export type Formula = {
  expr: Expr;
  text: string;
  /** KPIs and measures to be asked for. */
  asks: string[];
  keys: string[];
  /** Of them those that cannot be added. */
  distinct: string[];
  /** Key → what it is called. */
  names: ReadonlyMap<string, string>;
  drivers: readonly Driver[] | null;
};

/** The formula of a KPI: by its drivers where it has some, or its own. */
export function formulaOf(kpi: Kpi, which: 'drivers' | 'own'): Formula {
  const drivers = which === 'drivers' ? driversOf(kpi.id) : null;
  const text = drivers ? driverFormula(drivers) : null;
  const measures = text ? [...new Set(text.match(/[a-z_][a-z0-9_]*/g) ?? [])] : [];
  const plan = planKpis({
    catalogue: CATALOGUE,
    // The days do not matter to a formula.
    query: KpiQuery.parse({ kpis: [kpi.id, ...measures], from: '2020-01-01', to: '2020-01-01' }),
    calendar: GREGORIAN,
  });
  const own = plan.asked[0];
  if (!own) throw new Error(`${kpi.id} has no plan.`);
  const keys = drivers ? measures : own.reads;
  return {
    expr: text ? parseFormula(text) : own.expr,
    text: drivers ? drivers.map(({ name }) => name).join(' × ') : own.formula,
    asks: [kpi.id, ...measures],
    keys,
    distinct: keys.filter((key) => plan.reads[key]?.measure.additive === 'none'),
    names: new Map(keys.map((key) => [key, plan.reads[key]?.name ?? key])),
    drivers,
  };
}

/** A formula that reads other periods or totals has no segments that sum to its change. */
export function refuseOtherRows(kpi: Kpi, by: string | null): void {
  if (by === null || !readsElsewhere(kpi.expr)) return;
  throw new MopsError(
    'INVALID',
    `${kpi.name} by ${nameOf(by)}: its formula also reads other periods or totals, which belong to no part.`,
    'Explain it without a split, or explain a KPI that it is made of.',
    {
      status: 422,
      rule: 'other_rows',
      views: [
        { kpi: kpi.id, name: kpi.name, by: null, says: `Explain ${kpi.name} without a split` },
      ],
    },
  );
}

function readsElsewhere(expr: Expr): boolean {
  if (typeof expr === 'number') return false;
  if ('ref' in expr) {
    const kpi = CATALOGUE.measureOf.has(expr.ref) ? null : CATALOGUE.kpiOf.get(expr.ref);
    return kpi ? readsElsewhere(kpi.expr) : false;
  }
  if ('of' in expr) return expr.op !== 'where' || readsElsewhere(expr.of);
  return (expr.op === 'div' ? [expr.num, expr.den] : expr.args).some(readsElsewhere);
}
