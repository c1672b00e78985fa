import type { Day } from '../shared/day.ts';
import { groupBy } from '../shared/group-by.ts';
import { DIMENSIONS } from './dimensions.ts';
import { matches } from './matches.ts';
import type { DatasetId, KpiPlan, MeasureQuery, Note } from './schema.ts';

/** What stands where: rows of one source and shape, and the days that they reach over. */
export type Standing = { dataset: DatasetId; source: string; shape: string; from: Day; to: Day };

/** A source whose rows may not tell what a filter, or with several datasets a split, asks for. */
export type Suspect = { query: MeasureQuery; dim: string; source: string };

/**
 * Sources none of whose columns in the range is a dimension that the question filters by. Only
 * suspects, because an import can also work a dimension out without a column: look for rows of the
 * source in which it is set, before `absentNotes` says so. Splits are looked at when the question
 * needs several datasets: one of them may stand under "not set" as a whole.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * const asked = { kpis: ['cpc'], from: '1970-01-01', to: '1970-01-31' };
 * const filters = [{ dim: 'device', op: 'eq', values: ['mobile'] }];
 * const plan = planKpis({ catalogue: CATALOGUE, query: KpiQuery.parse({ ...asked, filters }), calendar: GREGORIAN });
 * const rows = { dataset: 'ad_delivery', source: 'x_ads', shape: 'campaign', from: 0, to: 9 };
 * suspectsOf(plan, [rows]) // [{ dim: 'device', source: 'x_ads', … }]
 */
export function suspectsOf(plan: KpiPlan, standing: readonly Standing[]): Suspect[] {
  const datasets = new Set(plan.current.map((query) => query.dataset));
  const suspects = plan.current.flatMap((query) => {
    const splits = datasets.size > 1 ? query.by : [];
    const asked = [...query.filters.map((one) => one.dim), ...splits];
    const dims = new Set(asked.filter((dim) => DIMENSIONS.some((one) => one.id === dim)));
    dims.delete('account');
    const sources = groupBy(inReach(query, standing), (one) => one.source);
    return [...sources].flatMap(([source, own]) =>
      [...dims]
        .filter((dim) => !own.some((one) => dimsOf(one.shape).includes(dim)))
        .map((dim): Suspect => ({ query, dim, source })),
    );
  });
  // One dataset may be read several times, for other periods or totals.
  const keyOf = ({ query, dim, source }: Suspect) => `${query.dataset} ${dim} ${source}`;
  return [...new Map(suspects.map((one) => [keyOf(one), one])).values()];
}

const asIs = (id: string) => id;

/** Words for a source, and for what the rows of a dataset are about. */
export type Named = { source?: (id: string) => string; rows?: (dataset: DatasetId) => string };

/**
 * One note for each dataset and dimension that some of its sources do not tell: a filter keeps none
 * or all of their rows, which would otherwise look like a result.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * const asked = { kpis: ['cpc'], from: '1970-01-01', to: '1970-01-31' };
 * const filters = [{ dim: 'device', op: 'eq', values: ['mobile'] }];
 * const plan = planKpis({ catalogue: CATALOGUE, query: KpiQuery.parse({ ...asked, filters }), calendar: GREGORIAN });
 * const absent = [{ query: plan.current[0], dim: 'device', source: 'x_ads' }];
 * absentNotes(absent, { rows: () => 'ads' })[0].message // /Rows about ads from x_ads do not tell Device/
 */
export function absentNotes(absent: readonly Suspect[], named: Named = {}): Note[] {
  const { source: sourceName = asIs, rows = asIs } = named;
  const groups = groupBy(absent, ({ query, dim }) => `${query.dataset} ${dim}`);
  return [...groups.values()].map((own) => {
    const [{ query, dim }] = own as [Suspect];
    const name = DIMENSIONS.find((one) => one.id === dim)?.name ?? dim;
    const filters = query.filters.filter((one) => one.dim === dim);
    const kept = filters.every((filter) => matches(filter, null));
    const outcome = kept ? 'they all count as “not set”' : 'the filter leaves all of them out';
    const sources = [...new Set(own.map((one) => sourceName(one.source)))].join(', ');
    return {
      code: 'dimension_absent',
      message: `Rows about ${rows(query.dataset)} from ${sources} do not tell ${name}: ${outcome}.`,
      hint: `Ask without ${name}, or import an export that has it.`,
      kpi: null,
    };
  });
}

function inReach(query: MeasureQuery, standing: readonly Standing[]): Standing[] {
  const first = query.buckets[0]?.from ?? 0;
  const last = query.buckets.at(-1)?.to ?? -1;
  const named = query.filters.filter((filter) => filter.dim === 'source');
  return standing.filter(
    (one) =>
      one.dataset === query.dataset &&
      one.from <= last &&
      one.to >= first &&
      named.every((filter) => matches(filter, one.source)),
  );
}

const dimsOf = (shape: string) => (shape.split('~')[0] ?? '').split(',');
