import type { Catalogue } from '../kpi/catalogue.ts';
import { evalExpr } from '../kpi/eval-expr.ts';
import { mapParts } from '../kpi/expr.ts';
import { resolveExpr } from '../kpi/resolve.ts';
import type { Expr } from '../kpi/schema.ts';
import type { Sums, TwoPeriods } from './rows.ts';

/** The formula with KPIs that are no columns replaced by what they mean. */
export function resolved(input: TwoPeriods & { expr: Expr; catalogue?: Catalogue }): Expr {
  const { expr, catalogue } = input;
  if (!catalogue) return expr;
  const columns = columnsOf(input);
  const walk = (part: Expr): Expr => {
    if (typeof part === 'number') return part;
    if (!('ref' in part)) return mapParts(part, walk);
    const known = catalogue.kpiOf.has(part.ref) && !columns.has(part.ref);
    return known ? resolveExpr(catalogue, part) : part;
  };
  return walk(expr);
}

/** Names of all columns of both periods. */
export function columnsOf({ before, after }: TwoPeriods): Set<string> {
  const columns = new Set<string>();
  for (const rows of [before, after]) {
    for (const row of rows) for (const name of Object.keys(row)) columns.add(name);
  }
  return columns;
}

/** The value of an expression over sums; what has no rows is 0. */
export function valueIn(expr: Expr, sums: Sums): number | null {
  return evalExpr(expr, (name) => sums.get(name) ?? 0);
}
