import type { Catalogue } from '../kpi/catalogue.ts';
import { evalExpr } from '../kpi/eval-expr.ts';
import { mapParts } from '../kpi/expr.ts';
import type { Expr } from '../kpi/schema.ts';
import { mustBe } from '../statistics/check.ts';
import type { Sums, TwoPeriods } from './rows.ts';

/**
 * The formula in columns of the rows: a KPI that is no column stands for its own formula, a measure for
 * its column under its id or its short name. What is neither stays, and is refused later.
 */
export function resolved(input: TwoPeriods & { expr: Expr; catalogue?: Catalogue }): Expr {
  const { expr, catalogue } = input;
  if (!catalogue) return expr;
  const columns = columnsOf(input);
  const walk = (part: Expr, path: readonly string[]): Expr => {
    if (typeof part === 'number') return part;
    if (!('ref' in part)) return mapParts(part, (inner) => walk(inner, path));
    if (columns.has(part.ref)) return part;
    const alias = catalogue.measureOf.get(part.ref)?.alias;
    if (alias !== undefined && columns.has(alias)) return { ref: alias };
    const kpi = catalogue.kpiOf.get(part.ref);
    if (!kpi) return part;
    const round = path.includes(kpi.id);
    mustBe(!round, `“${kpi.id}” needs itself.`, 'Break the circle of its formula.');
    const inner = walk(kpi.expr, [...path, kpi.id]);
    return kpi.filters.length === 0 ? inner : { op: 'where', of: inner, filters: kpi.filters };
  };
  return walk(expr, []);
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
