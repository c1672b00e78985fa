import { draftCatalogue } from './catalogue.ts';
import type { PlanInput, planKpis } from './plan.ts';
import type { AskedKpi, Expr, Kpi, UnitPlan } from './schema.ts';

/**
 * The same question for each unit: what stands above and below the line of each ratio that has an
 * interval by units. Null where none has.
 */
export function planUnits(
  input: PlanInput & { unit: string },
  of: { asked: readonly AskedKpi[]; plan: typeof planKpis },
): UnitPlan | null {
  const { catalogue, query, unit, ...rest } = input;
  const ratios = of.asked.flatMap(({ name, kpi }) => {
    const sides = kpi.uncertainty === 'ratioDelta' ? sidesOf(kpi.expr) : null;
    if (!sides) return [];
    const [top, below] = sides;
    return [
      { name, top: sideOf(kpi, { expr: top, i: 0 }), below: sideOf(kpi, { expr: below, i: 1 }) },
    ];
  });
  if (ratios.length === 0) return null;
  const kpis = ratios.flatMap(({ top, below }) => [top, below]);
  const plan = of.plan({
    ...rest,
    catalogue: draftCatalogue({
      ...catalogue,
      dimensions: [...catalogue.dimensions, { id: unit, name: unit }],
      kpis: [...catalogue.versions, ...kpis],
    }),
    query: {
      ...query,
      kpis: kpis.map((kpi) => kpi.id),
      by: [...query.by, unit],
      compare: null,
      spine: false,
      how: false,
      limit: Number.MAX_SAFE_INTEGER,
    },
  });
  const named = ratios.map(({ name, top, below }) => ({ name, top: top.id, below: below.id }));
  return { unit, plan, ratios: named };
}

function sidesOf(expr: Expr): [Expr, Expr] | null {
  const quotient = typeof expr === 'object' && 'op' in expr && expr.op === 'div';
  return quotient ? [expr.num, expr.den] : null;
}

const sideOf = (kpi: Kpi, { expr, i }: { expr: Expr; i: number }): Kpi => ({
  ...kpi,
  id: `${kpi.id}/${i}`,
  version: 1,
  aliases: [],
  uncertainty: 'none',
  expr,
});
