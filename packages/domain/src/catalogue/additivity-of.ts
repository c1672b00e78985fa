import { type Additivity, type Catalogue, type Expr, type Kpi, resolveExpr } from '../kpi/index.ts';

/** As of a measure; `ratio`: neither added nor averaged, but made anew from its parts. */
export type KpiAdditivity = Additivity | 'ratio';

/**
 * How the values of a KPI may be added, which follows from its formula: sums and differences of what
 * adds up add up, balances only over dimensions, products and quotients never. Names nobody knows
 * throw.
 * @example
 * additivityOf(CATALOGUE, CATALOGUE.kpiOf.get('spend')) // 'all'
 * additivityOf(CATALOGUE, CATALOGUE.kpiOf.get('roas')) // 'ratio'
 * additivityOf(CATALOGUE, CATALOGUE.kpiOf.get('mrr')) // 'notTime'
 */
export function additivityOf(catalogue: Catalogue, kpi: Kpi): KpiAdditivity {
  const found = of(resolveExpr(catalogue, kpi.expr), catalogue);
  return found === 'number' ? 'none' : found;
}

type Found = KpiAdditivity | 'number';

function of(expr: Expr, catalogue: Catalogue): Found {
  if (typeof expr === 'number') return 'number';
  if ('ref' in expr) return catalogue.measureOf.get(expr.ref)?.additive ?? 'none';
  switch (expr.op) {
    case 'add':
    case 'sub':
      return together(expr.args.map((arg) => of(arg, catalogue)));
    case 'mul':
      return scaled(expr.args.map((arg) => of(arg, catalogue)));
    case 'div': {
      const scale = of(expr.den, catalogue) === 'number';
      return scale ? of(expr.num, catalogue) : 'ratio';
    }
    case 'coalesce': {
      // With 0 in the place of nothing, sums stay what they are.
      const rest = expr.args.filter((arg) => arg !== 0);
      return rest[0] !== undefined && rest.length === 1 ? of(rest[0], catalogue) : 'ratio';
    }
    case 'where':
      return of(expr.of, catalogue);
    default:
      return 'ratio';
  }
}

// What is added must add up alike: a flow and a balance together only over dimensions.
function together(parts: Found[]): Found {
  if (parts.every((one) => one === 'number')) return 'number';
  // A fixed amount would be added once for each part.
  if (parts.includes('number') || parts.includes('none')) return 'none';
  if (parts.includes('ratio')) return 'ratio';
  return parts.includes('notTime') ? 'notTime' : 'all';
}

function scaled(parts: Found[]): Found {
  const [first = 'number', ...more] = parts.filter((one) => one !== 'number');
  return more.length === 0 ? first : 'ratio';
}
