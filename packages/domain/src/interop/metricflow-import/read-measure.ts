import type { Expr } from '../../kpi/index.ts';
import type { Registry } from '../shared/import-measures.ts';
import { parseSql, type Sql } from '../sql/parse-sql.ts';
import { type Aggregate, readExpression } from '../sql/read-expression.ts';
import { cannotRead } from '../sql/tokens.ts';
import type { MetricflowMeasure, SemanticModel } from './schema.ts';

export type Found = { model: SemanticModel; measure: MetricflowMeasure };

const CALLS: Record<string, { name: string; distinct?: boolean }> = {
  sum: { name: 'SUM' },
  count: { name: 'COUNT' },
  count_distinct: { name: 'COUNT', distinct: true },
  average: { name: 'AVG' },
  min: { name: 'MIN' },
  max: { name: 'MAX' },
  median: { name: 'MEDIAN' },
  percentile: { name: 'PERCENTILE_CONT' },
};

/** The dataset of a semantic model: as it was exported, or its name. */
export function datasetOf({ name, config }: SemanticModel): string {
  const kept = config?.meta?.openmops as { dataset?: unknown } | null | undefined;
  return typeof kept?.dataset === 'string' ? kept.dataset : name;
}

/**
 * A measure of a semantic model as an expression over measures here. `warn` learns what is not taken
 * over word by word. Throws INVALID with the reason for the rest.
 */
export function readMeasure(
  { model, measure }: Found,
  of: { registry: Registry; warn: (message: string) => void },
): Expr {
  const { agg_params: params, agg_time_dimension: time } = measure;
  const value = parseSql(measure.expr ?? measure.name);
  if (time && time !== (model.defaults?.agg_time_dimension ?? time)) {
    of.warn(`it is dated by ${time}, not by the usual date of its rows.`);
  }
  if (params?.use_discrete_percentile || params?.use_approximate_percentile) {
    of.warn('its quantile is exact and between values here.');
  }
  const snapshot = snapshotOf(measure);
  return readExpression(callOf(measure, value), {
    name: ([name = '']) => {
      throw cannotRead(`“${name}” outside of an aggregate`);
    },
    dim: (path) => path.at(-1) ?? null,
    aggregate: ({ path, ...rest }: Aggregate) => {
      const named =
        rest.agg === 'sum' || rest.agg === 'count' ? (measure.label ?? undefined) : undefined;
      return of.registry.read(datasetOf(model), {
        ...rest,
        column: path.at(-1) ?? '',
        agg: snapshot ?? rest.agg,
        ...(named ? { name: named.slice(0, 120) } : {}),
      });
    },
  });
}

// A balance: of the first or last day that has rows.
function snapshotOf({ agg, non_additive_dimension: time }: MetricflowMeasure) {
  if (!time) return null;
  if (agg !== 'sum') throw cannotRead(`a balance that is a ${agg}`);
  if (time.window_groupings?.length) {
    throw cannotRead('a last day for each group (window_groupings)', 'A balance has one last day.');
  }
  return time.window_choice === 'max' ? 'snapshotLast' : 'snapshotFirst';
}

function callOf({ agg, agg_params: params }: MetricflowMeasure, value: Sql): Sql {
  if (agg === 'sum_boolean') return trueRows(value);
  const call = CALLS[agg];
  if (!call) throw cannotRead(`the aggregation ${agg}`);
  const base = { kind: 'call', name: call.name, distinct: call.distinct === true } as const;
  if (agg !== 'percentile') return { ...base, args: [value] };
  const share = params?.percentile;
  if (share === undefined || share === null) throw cannotRead('a percentile without its share');
  return { ...base, args: [{ kind: 'number', value: share, text: String(share) }], order: value };
}

// Rows for which it is true; CASE WHEN x THEN TRUE ELSE FALSE END says x.
function trueRows(value: Sql): Sql {
  const [only, ...more] = value.kind === 'case' ? value.whens : [];
  const says = only?.value.kind === 'name' && /^true$/i.test(only.value.path.join('.'));
  const when = says && more.length === 0 ? only.when : value;
  const one: Sql = { kind: 'number', value: 1, text: '1' };
  const rows: Sql = { kind: 'case', whens: [{ when, value: one }], otherwise: { kind: 'null' } };
  return { kind: 'call', name: 'COUNT', args: [rows], distinct: false };
}
