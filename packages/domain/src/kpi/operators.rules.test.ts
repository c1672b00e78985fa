import { describe, expect, it } from 'vitest';
import { unitOf } from '../calendar/units.ts';
import { MEASURES } from '../catalogue/index.ts';
import { convertMicros, type Rate, rateBook, rateOn } from '../money/rates.ts';
import { formatDay } from '../shared/day.ts';
import { draftCatalogue } from './catalogue.ts';
import { defineKpi } from './define-kpi.ts';
import { defineMeasure } from './define-measure.ts';
import { evaluateKpis } from './evaluate.ts';
import { mapParts } from './expr.ts';
import { matches } from './matches.ts';
import { rangeBefore, trailingRange } from './move-range.ts';
import { planKpis } from './plan.ts';
import { randomFormula } from './random-formula.ts';
import { type Agg, type Expr, type Filter, type Grain, KpiQuery, type Measure } from './schema.ts';
import { dimValue, type Fact, sumRows } from './sum-rows.ts';
import { caseOf, casesOf } from './testing.ts';

// What a formula means, said a second time as plainly as possible: every measure is read from all
// facts anew, in its own period, split and filters. No pieces, no sheets, no running sums.
const CASES = casesOf(1200);
const GRAINS: (Grain | null)[] = ['day', 'week', 'month', 'quarter', 'year', null];
const AGGS: Agg[] = ['sum', 'snapshotLast', 'snapshotFirst', 'min', 'max', 'quantile', 'count'];
const UNIT = 1_000_000;

type Case = ReturnType<typeof makeCase>;

function makeCase(seed: number) {
  const random = caseOf(seed);
  const { facts: all, query, calendar } = random;
  const facts = all
    .filter((fact) => fact.row.day === fact.row.dayTo)
    .map((fact) => ({ ...fact, row: { ...fact.row, currency: seed % 3 ? 'EUR' : 'USD' } }));
  const dims = query.by.filter((dim) => dim !== 'currency');
  const variants = query.measures.flatMap((base) =>
    AGGS.map((agg) =>
      defineMeasure({ ...base, id: `${base.id}_${agg}`, agg, q: agg === 'quantile' ? 0.5 : null }),
    ),
  );
  const texts = ['campaign', 'device', 'source'].map((column) =>
    defineMeasure({
      id: `distinct_${column}`,
      name: column,
      dataset: random.dataset,
      unit: { kind: 'people' },
      agg: 'countDistinct',
      column,
    }),
  );
  const measures = [...MEASURES, ...variants, ...texts];
  const refs = [...variants, ...texts].map((one) => one.id);
  const filters = query.filters.filter((one) => one.dim !== 'currency');
  const others: Filter = { dim: 'source', op: 'neq', values: ['google_ads'] };
  const formula = randomFormula(seed, {
    refs,
    dims: [...dims, 'device'],
    filters: [...filters, others],
  });
  const kpi = defineKpi({
    ...KPI,
    id: 'x.asked',
    formula,
    filters: seed % 4 === 0 ? [others] : [],
  });
  const asked = KpiQuery.parse({
    kpis: ['x.asked'],
    from: formatDay(query.buckets[0]?.from ?? 0),
    to: formatDay(query.buckets.at(-1)?.to ?? 0),
    by: dims,
    grain: GRAINS[seed % GRAINS.length] ?? null,
    filters,
    limit: 5000,
  });
  const catalogue = draftCatalogue({ measures, kpis: [kpi] });
  return { facts, catalogue, kpi, calendar, query: asked };
}

const KPI = {
  name: 'Asked',
  unit: { kind: 'count' as const },
  direction: 'up' as const,
  description: 'x',
  source: { standard: 'own', url: null },
};

const rates: Rate[] = Array.from({ length: 3000 }, (_, i) => ({
  from: 'USD',
  to: 'EUR',
  day: 18_000 + i,
  rate: 0.5,
}));
const book = rateBook(rates);

function answer({ facts, catalogue, calendar, query }: Case) {
  const plan = planKpis({ catalogue, query, calendar });
  const current = plan.current.map((one) => sumRows(facts, one));
  const input = { plan, current, previous: [], currency: 'EUR', rates };
  return { plan, ...evaluateKpis(input) };
}

type Scope = { from: number; to: number; by: string[]; filters: Filter[] };

function plainly(
  one: Case,
  expr: Expr,
  at: { scope: Scope; group: Record<string, string | null> },
) {
  const { catalogue, calendar, query } = one;
  const read = (part: Expr, scope: Scope): number | null => {
    if (typeof part === 'number') return part;
    if ('ref' in part) {
      const base = catalogue.measureOf.get(part.ref) as Measure;
      return measured(one.facts, base, { scope, group: at.group });
    }
    const cut = { calendar, grain: query.grain };
    switch (part.op) {
      case 'shift':
        return read(part.of, { ...scope, ...rangeBefore(scope, part.by, cut) });
      case 'window': {
        const { unit } = part.span;
        const range =
          part.kind === 'trailing'
            ? trailingRange(scope, part.span, calendar)
            : { from: unitOf(scope.to, unit as Grain, calendar).from, to: scope.to };
        return read(part.of, { ...scope, ...range });
      }
      case 'total': {
        const out = (dim: string) => part.over.includes('*') || part.over.includes(dim);
        return read(part.of, {
          ...scope,
          by: scope.by.filter((dim) => !out(dim)),
          filters: scope.filters.filter((filter) => !out(filter.dim)),
        });
      }
      case 'where':
        return read(part.of, { ...scope, filters: [...scope.filters, ...part.filters] });
      case 'div': {
        const [num, den] = [read(part.num, scope), read(part.den, scope)];
        return num === null || den === null || den === 0 ? null : num / den;
      }
      case 'coalesce': {
        for (const arg of part.args) {
          const value = read(arg, scope);
          if (value !== null) return value;
        }
        return null;
      }
      default: {
        const values = part.args.map((arg) => read(arg, scope));
        if (values.includes(null)) return null;
        return (values as number[]).reduce((a, b) =>
          part.op === 'mul' ? a * b : part.op === 'add' ? a + b : a - b,
        );
      }
    }
  };
  return read(expr, at.scope);
}

function measured(
  facts: Fact[],
  { agg, column, unit }: Measure,
  { scope, group }: { scope: Scope; group: Record<string, string | null> },
): number | null {
  const seen = facts.filter(
    (fact) =>
      scope.from <= fact.row.day &&
      fact.row.day <= scope.to &&
      scope.filters.every((filter) => matches(filter, dimValue(fact, filter.dim))),
  );
  const own = seen.filter((fact) => scope.by.every((dim) => dimValue(fact, dim) === group[dim]));
  if (agg === 'countDistinct') {
    const texts = own.map((fact) => dimValue(fact, column)).filter((text) => text !== null);
    return texts.length === 0 ? null : new Set(texts).size;
  }
  const carried = (list: Fact[]) =>
    list.filter((fact) => (fact.row.values[column] ?? null) !== null);
  const amountOf = ({ row }: Fact) => BigInt(row.values[column] ?? 0);
  const converted = (value: bigint, { row }: Fact) => {
    if (unit.kind !== 'money' || row.currency === 'EUR') return value;
    const rate = rateOn(book, { from: row.currency, to: 'EUR', day: row.day }) ?? 0;
    return convertMicros(value, rate);
  };
  // Money of one day and currency is converted, and so rounded, as one amount.
  const sum = (list: Fact[]) => {
    let total = 0n;
    const alike = Map.groupBy(carried(list), ({ row }) => `${row.day} ${row.currency}`);
    for (const some of alike.values())
      total += converted(
        some.reduce((a, one) => a + amountOf(one), 0n),
        some[0] as Fact,
      );
    return Number(total) / UNIT;
  };
  const values = carried(own).map((fact) => Number(converted(amountOf(fact), fact)));
  if (agg === 'sum' || agg === 'count') return sum(own);
  if (agg === 'min') return values.length === 0 ? null : Math.min(...values) / UNIT;
  if (agg === 'max') return values.length === 0 ? null : Math.max(...values) / UNIT;
  if (agg === 'quantile') {
    if (values.length === 0) return null;
    const sorted = values.toSorted((a, b) => a - b);
    const middle = (sorted.length - 1) / 2;
    const [low, high] = [Math.floor(middle), Math.ceil(middle)];
    return ((sorted[low] ?? 0) + (sorted[high] ?? 0)) / 2 / UNIT;
  }
  const days = carried(seen).map((fact) => fact.row.day);
  if (days.length === 0) return null;
  const day = agg === 'snapshotFirst' ? Math.min(...days) : Math.max(...days);
  return sum(own.filter((fact) => fact.row.day === day));
}

/** Cells in which the plain reading of a formula and the answer differ, and how many there are. */
function compared(one: Case, change: (expr: Expr) => Expr = (expr) => expr) {
  const { plan, rows } = answer(one);
  const expr = change({ op: 'where', of: one.kpi.expr, filters: one.kpi.filters });
  const { by, filters } = one.query;
  const cells = rows.map((row) => {
    const bucket = plan.buckets.find((b) => formatDay(b.from) === row.from);
    const scope = { from: bucket?.from ?? 0, to: bucket?.to ?? 0, by, filters };
    const wanted = plainly(one, expr, { scope, group: row.dims });
    return { row, wanted, got: row.values['x.asked'] ?? null };
  });
  return { cells, wrong: cells.filter(({ wanted, got }) => !same(wanted, got)) };
}

const cases = Array.from({ length: CASES }, (_, seed) => makeCase(seed + 1));

describe('formulas of every operation', () => {
  it('mean what they say, however they are summed', () => {
    let told = 0;
    for (const one of cases) {
      const { cells, wrong } = compared(one);
      expect(wrong, JSON.stringify(one.kpi.expr)).toEqual([]);
      told += cells.filter(({ got }) => got !== null && got !== 0).length;
    }
    expect(told).toBeGreaterThan(CASES);
  });

  it.each(['shift', 'window', 'total', 'where', 'coalesce'])(
    'mean something else without %s',
    (op) => {
      const without = (expr: Expr): Expr => {
        if (typeof expr === 'number' || 'ref' in expr) return expr;
        if (expr.op !== op) return mapParts(expr, without);
        return without('of' in expr ? expr.of : ((expr as { args: Expr[] }).args[0] as Expr));
      };
      const differing = cases
        .slice(0, 400)
        .filter((one) => compared(one, without).wrong.length > 0);
      expect(differing.length).toBeGreaterThanOrEqual(Math.floor(CASES / 300));
    },
  );
});

// Floats of the same sums, added in another order.
function same(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1);
}
