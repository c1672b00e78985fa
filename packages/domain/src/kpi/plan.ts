import { bucketsOf } from '../calendar/buckets-of.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { type Day, parseDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { bucketsBefore, type Progress } from './buckets-before.ts';
import { type Catalogue, queryDimensions } from './catalogue.ts';
import { compile, isAmong, type Leaf } from './compile.ts';
import { definitionHash } from './definition-hash.ts';
import { refsOf } from './expr.ts';
import { findKpi } from './find-kpi.ts';
import { exprText } from './formula-text.ts';
import { planUnits } from './plan-units.ts';
import { readsOf } from './readings.ts';
import { meaningOf } from './resolve.ts';
import type { AskedKpi, Filter, Grain, KpiPlan, KpiQuery } from './schema.ts';
import { isTooFine } from './too-fine.ts';

export type PlanInput = {
  catalogue: Catalogue;
  query: KpiQuery;
  calendar: Calendar;
  /** False: all amounts are in one currency, so days need not be kept apart for exchange rates. */
  convert?: boolean;
  /** Filters that hold whatever the question asks and a total leaves out: nobody sees past them. */
  locked?: readonly Filter[];
  /**
   * A column that tells independent units apart (people, sessions, campaigns): rows in memory then
   * give ratios whose uncertainty is `ratioDelta` their 95 % interval.
   */
  unit?: string;
  /** Lets a range that is not over yet meet the same elapsed part of the range before. */
  progress?: Progress;
};

/**
 * A question → what must be summed to answer it: one query of base measures for each dataset, for
 * the range and for the one it is compared with. Pure and serialisable: the contract with any store.
 * @example
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * const query = KpiQuery.parse({ kpis: ['cpc'], from: '2026-01-01', to: '2026-01-31' });
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * const plan = planKpis({ catalogue: CATALOGUE, query, calendar: GREGORIAN });
 * plan.current[0]?.measures.map((one) => one.id) // ['ad_cost', 'ad_clicks']
 */
export function planKpis(input: PlanInput): KpiPlan {
  const { catalogue, query, calendar, locked = [] } = input;
  const { grain } = query;
  const names = [...new Set(query.kpis)];
  const by = [...new Set(query.by)];
  for (const dim of [...by, ...query.filters.map((one) => one.dim)]) checkDimension(catalogue, dim);
  const leaves = new Map<string, Leaf>();
  const more = locked.filter((one) => !isAmong(query.filters, one));
  const scope = { filters: [...query.filters, ...more], by, moves: [] };
  const asked = names.map((name) => askedKpi(name, { catalogue, scope, locked, leaves, grain }));
  const range = { from: dayIn(query.from, 'from'), to: dayIn(query.to, 'to') };
  const buckets = bucketsOf({ ...range, grain, calendar });
  const progress = input.progress ?? null;
  const previousBuckets = query.compare
    ? bucketsBefore({ query, range, buckets, calendar, progress })
    : null;
  const reads = [...leaves.values()];
  return {
    query: { ...query, kpis: names, by },
    asked,
    reads: Object.fromEntries(reads.map(({ key, measure, name }) => [key, { measure, name }])),
    units:
      input.unit === undefined
        ? null
        : planUnits({ ...input, unit: input.unit }, { asked, plan: planKpis }),
    buckets,
    previousBuckets,
    ...readsOf(reads, {
      by,
      buckets,
      previous: previousBuckets,
      cut: { calendar, grain },
      convert: input.convert !== false,
    }),
  };
}

function askedKpi(
  name: string,
  of: Parameters<typeof compile>[1] & { grain: Grain | null },
): AskedKpi {
  const { catalogue, leaves } = of;
  const kpi = findKpi(catalogue, name);
  const expr = compile(meaningOf(catalogue, kpi), of);
  const byKey = new Map([...leaves.values()].map((leaf) => [leaf.key, leaf]));
  const names = { ref: (key: string) => byKey.get(key)?.name ?? key, dim: (id: string) => id };
  const reads = [...new Set(refsOf(expr))];
  const measures = new Set(reads.flatMap((key) => byKey.get(key)?.measure ?? []));
  return {
    name,
    kpi,
    expr,
    tooFine: isTooFine(kpi, of.grain),
    reads,
    measures: [...measures],
    formula: exprText(expr, names),
    definition: definitionHash(catalogue, kpi),
  };
}

function dayIn(text: string, field: string): Day {
  const day = parseDay(text);
  if (day !== null) return day;
  const message = `“${text}” (${field}) is not a date of the calendar.`;
  throw new MopsError('INVALID', message, 'A date looks like 2026-01-31.');
}

function checkDimension(catalogue: Catalogue, name: string): void {
  const known = queryDimensions(catalogue);
  if (known.includes(name)) return;
  const near = nearestName(name, known);
  const hint = near ? `Did you mean “${near}”?` : `Known: ${known.join(', ')}.`;
  throw new MopsError('INVALID', `There is no dimension “${name}”.`, hint);
}
