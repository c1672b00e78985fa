import { type Expr, Grain } from '../../kpi/index.ts';
import { parseSql } from '../sql/parse-sql.ts';
import { readExpression } from '../sql/read-expression.ts';
import { cannotRead } from '../sql/tokens.ts';
import { readFilter } from './read-filter.ts';
import type { InputMeasure, InputMetric, Metric } from './schema.ts';

export type Around = {
  /** A measure of a semantic model, by name. */
  measure: (name: string) => Expr;
  /** A measure that stands in the metric itself. */
  own: (metric: Metric) => Expr;
  /** Another metric, by name. */
  metric: (name: string) => Expr;
  warn: (message: string) => void;
};

/**
 * A metric of MetricFlow as an expression: simple, ratio, derived, cumulative. Throws INVALID with
 * the reason for conversions, totals since ever, and values at the start of a grain.
 */
export function readMetric(metric: Metric, around: Around): Expr {
  return within(metric.filter, exprOf(metric, around));
}

function exprOf(metric: Metric, around: Around): Expr {
  const { type_params: params, type } = metric;
  switch (type) {
    case 'simple':
      return simple(metric, around);
    case 'ratio': {
      if (!params.numerator || !params.denominator) throw cannotRead('a ratio without both parts');
      const num = inputOf(params.numerator, around);
      return { op: 'div', num, den: inputOf(params.denominator, around) };
    }
    case 'derived':
      return derived(metric, around);
    case 'cumulative':
      return cumulative(metric, around);
    case 'conversion':
      throw cannotRead(
        'conversions of the same entity within a window',
        'They need the events of each entity: see funnels and cohorts.',
      );
    default:
      throw cannotRead(`a metric of type ${type}`);
  }
}

function simple(metric: Metric, around: Around): Expr {
  const { measure, fill_nulls_with: fill, join_to_timespine: spine } = metric.type_params;
  const expr = measure ? inputMeasure(measure, around) : around.own(metric);
  if (spine) around.warn(SPINE);
  return filled(expr, fill);
}

const SPINE =
  'periods without rows are shown when a question asks for them (spine), not by the metric.';

function inputMeasure(input: InputMeasure, around: Around): Expr {
  if (input.join_to_timespine) around.warn(SPINE);
  return filled(within(input.filter, around.measure(input.name)), input.fill_nulls_with);
}

const filled = (expr: Expr, fill: number | null | undefined): Expr =>
  fill === null || fill === undefined ? expr : { op: 'coalesce', args: [expr, fill] };

function within(filter: readonly string[] | null | undefined, of: Expr): Expr {
  if (!filter || filter.length === 0) return of;
  return { op: 'where', of, filters: readFilter(filter) };
}

function inputOf(input: InputMetric, around: Around): Expr {
  if (input.offset_to_grain) {
    const hint = 'A shift goes back by a fixed span.';
    throw cannotRead(`the value at the start of a ${input.offset_to_grain}`, hint);
  }
  const expr = within(input.filter, around.metric(input.name));
  if (!input.offset_window) return expr;
  return { op: 'shift', of: expr, by: spanOf(input.offset_window) };
}

function spanOf(text: string): { count: number; unit: Grain } {
  const [, count = '', word = ''] = /^\s*(\d{1,4})\s+([a-z_]+?)s?\s*$/i.exec(text) ?? [];
  const unit = Grain.safeParse(word.toLowerCase());
  if (unit.success && Number(count) > 0) return { count: Number(count), unit: unit.data };
  throw cannotRead(`the window “${text}”`, `Windows count ${Grain.options.join(', ')}s.`);
}

function derived({ type_params: params }: Metric, around: Around): Expr {
  const inputs = new Map((params.metrics ?? []).map((one) => [one.alias ?? one.name, one]));
  if (!params.expr) throw cannotRead('no expression');
  const warnings: string[] = [];
  const expr = readExpression(
    parseSql(params.expr),
    {
      name: (path) => {
        const name = path.join('.');
        const input = inputs.get(name) ?? [...inputs.values()].find((one) => one.name === name);
        if (!input) throw cannotRead(`“${name}”, which is not among its metrics`);
        return inputOf(input, around);
      },
      dim: () => null,
      aggregate: () => {
        throw cannotRead('an aggregate over metrics');
      },
    },
    warnings,
  );
  for (const warning of warnings) around.warn(warning);
  return expr;
}

function cumulative({ type_params: params }: Metric, around: Around): Expr {
  const more = params.cumulative_type_params;
  const of = params.measure
    ? inputMeasure(params.measure, around)
    : more?.metric && inputOf(more.metric, around);
  if (!of) throw cannotRead('a running total of nothing');
  const window = params.window ?? more?.window;
  const grain = params.grain_to_date ?? more?.grain_to_date;
  if ((more?.period_agg ?? 'first') !== 'last') {
    around.warn('for a period longer than a day the value of its end is taken (period_agg: last).');
  }
  if (window) return { op: 'window', of, kind: 'trailing', span: spanOf(window) };
  if (!grain) throw cannotRead('a total since ever', 'Give it a window or a grain to date.');
  const unit = Grain.safeParse(grain);
  if (!unit.success || unit.data === 'day')
    throw cannotRead(`a total since the start of a ${grain}`);
  return { op: 'window', of, kind: 'toDate', span: { count: 1, unit: unit.data } };
}
