import { compile, type Leaf } from '../../kpi/compile.ts';
import { isScoped, partsOf, spanText } from '../../kpi/expr.ts';
import type { Catalogue, Expr, Kpi } from '../../kpi/index.ts';
import { meaningOf } from '../../kpi/resolve.ts';
import { nameOf } from '../shared/names.ts';
import { conditionSql, unsaid } from '../sql/write-sql.ts';

/** A metric as dbt writes it, without words about it. */
export type Metric = {
  name: string;
  type: string;
  type_params: Record<string, unknown>;
  filter?: string;
};

/** Gives each its name, and keeps the metrics that others are made of. */
export type Helpers = {
  unique: (text: string) => string;
  /** By what they mean. */
  made: Map<string, Metric>;
};

type Input = { name: string; offset: string | null };

/** The metric of a KPI; throws INVALID with the reason where MetricFlow cannot say it. */
export function metricOf(
  kpi: Kpi,
  of: { catalogue: Catalogue; name: string; helpers: Helpers },
): Metric {
  const { catalogue, name, helpers } = of;
  const meaning = meaningOf(catalogue, kpi);
  checkTotals(meaning);
  const leaves = new Map<string, Leaf>();
  const scope = { filters: [], by: [], moves: [] };
  const expr = compile(meaning, { catalogue, scope, locked: [], leaves });
  const byKey = new Map([...leaves.values()].map((leaf) => [leaf.key, leaf]));
  const leafOf = (key: string) => byKey.get(key) as Leaf;
  // What can be said is found out before any helper is made.
  for (const leaf of byKey.values()) checkMoves(leaf);
  const input = (key: string): Input => inputOf(leafOf(key), helpers);
  if (byKey.size === 0) throw unsaid('It reads no measure.');
  const plain = typeof expr === 'object' && 'ref' in expr ? leafOf(expr.ref) : null;
  if (plain && offsetOf(plain) === null) return bare(plain, name);
  const filled = fillOf(expr);
  if (filled && offsetOf(leafOf(filled.ref)) === null) {
    return bare(leafOf(filled.ref), name, filled.value);
  }
  const ratio = ratioOf(expr)?.map(input);
  if (ratio?.every(({ offset }) => offset === null)) {
    const [numerator, denominator] = ratio.map((one) => one.name);
    return { name, type: 'ratio', type_params: { numerator, denominator } };
  }
  return derived(expr, { name, input });
}

function checkTotals(expr: Expr): void {
  if (typeof expr === 'number' || 'ref' in expr) return;
  if (isScoped(expr) && expr.op === 'total') {
    throw unsaid('It leaves out a dimension of the question (total).');
  }
  for (const part of partsOf(expr)) checkTotals(part);
}

function checkMoves({ measure, scope }: Leaf): void {
  const [first, second, ...more] = scope.moves;
  const window = first?.kind === 'shift' ? second : first;
  if (more.length > 0 || (second && first?.kind !== 'shift') || window?.kind === 'shift') {
    throw unsaid('It moves the period of what has been moved before.');
  }
  if (first?.kind === 'shift' && first.by.unit === 'period') {
    throw unsaid('It reads the period before, whatever its length; offsets have a fixed one.');
  }
  if (!window) return;
  if (measure.additive === 'notTime')
    throw unsaid(`${measure.name} is a balance, not to be summed over days.`);
  if (window.kind === 'toDate' && window.span.count > 1) {
    throw unsaid('It runs since the start of several units.');
  }
}

function offsetOf({ scope }: Leaf): string | null {
  const [first] = scope.moves;
  return first?.kind === 'shift' ? spanText(first.by) : null;
}

// A measure in some rows and some window, without an offset.
function bare(leaf: Leaf, name: string, fill: number | null = null): Metric {
  const { measure, scope } = leaf;
  const entity = nameOf(measure.dataset);
  const conditions = scope.filters.map((filter) =>
    conditionSql(filter, `{{ Dimension('${entity}__${nameOf(filter.dim)}') }}`),
  );
  const filter = conditions.length > 0 ? { filter: conditions.join(' AND ') } : {};
  const filled = fill === null ? {} : { fill_nulls_with: fill, join_to_timespine: true };
  const reads = { name: nameOf(measure.id), ...filled };
  const window = scope.moves.find((move) => move.kind !== 'shift');
  if (!window) return { name, type: 'simple', type_params: { measure: reads }, ...filter };
  const span =
    window.kind === 'toDate'
      ? { grain_to_date: window.span.unit }
      : { window: spanText(window.span) };
  // A window here ends with its period; the usual there is the first day's.
  const cumulative = { ...span, period_agg: 'last' };
  const params = { measure: reads, cumulative_type_params: cumulative };
  return { name, type: 'cumulative', type_params: params, ...filter };
}

function inputOf(leaf: Leaf, helpers: Helpers): Input {
  const { name: _, ...meaning } = bare(leaf, '');
  const key = JSON.stringify(meaning);
  let metric = helpers.made.get(key);
  if (!metric) {
    const window = leaf.scope.moves.find((move) => move.kind !== 'shift');
    const words = [
      leaf.measure.id,
      leaf.scope.filters.length > 0 ? 'filtered' : '',
      window
        ? window.kind === 'toDate'
          ? `${window.span.unit} to date`
          : `last ${spanText(window.span)}`
        : '',
    ];
    metric = { name: helpers.unique(words.join(' ')), ...meaning };
    helpers.made.set(key, metric);
  }
  return { name: metric.name, offset: offsetOf(leaf) };
}

// coalesce(x, 3): what fills where nothing is; only whole numbers do.
function fillOf(expr: Expr): { ref: string; value: number } | null {
  if (typeof expr !== 'object' || !('op' in expr) || expr.op !== 'coalesce') return null;
  const [of, value, ...more] = expr.args;
  if (more.length > 0 || typeof of !== 'object' || !('ref' in of)) return null;
  return typeof value === 'number' && Number.isInteger(value) ? { ref: of.ref, value } : null;
}

function ratioOf(expr: Expr): [string, string] | null {
  if (typeof expr !== 'object' || !('op' in expr) || expr.op !== 'div') return null;
  const { num, den } = expr;
  const both = typeof num === 'object' && 'ref' in num && typeof den === 'object' && 'ref' in den;
  return both ? [num.ref, den.ref] : null;
}

function derived(expr: Expr, of: { name: string; input: (key: string) => Input }): Metric {
  const inputs = new Map<string, { name: string; offset_window?: string; alias?: string }>();
  const aliasOf = (key: string) => {
    const { name, offset } = of.input(key);
    const alias = offset === null ? name : nameOf(`${name} ${offset} ago`);
    inputs.set(alias, offset === null ? { name } : { name, offset_window: offset, alias });
    return alias;
  };
  const text = sql(expr, 0, aliasOf);
  return {
    name: of.name,
    type: 'derived',
    type_params: { expr: text, metrics: [...inputs.values()] },
  };
}

function sql(expr: Expr, outer: number, aliasOf: (key: string) => string): string {
  if (typeof expr === 'number') return expr < 0 && outer > 0 ? `(${expr})` : String(expr);
  if ('ref' in expr) return aliasOf(expr.ref);
  if (isScoped(expr)) throw unsaid(`It has a ${expr.op} in the middle of a calculation.`);
  const at = (part: Expr, tight: number) => sql(part, tight, aliasOf);
  if (expr.op === 'coalesce') return `COALESCE(${expr.args.map((arg) => at(arg, 0)).join(', ')})`;
  const bracket = (own: number, made: string) => (own < outer ? `(${made})` : made);
  if (expr.op === 'div') {
    return bracket(2, `1.0 * ${at(expr.num, 3)} / NULLIF(${at(expr.den, 0)}, 0)`);
  }
  const own = expr.op === 'mul' ? 2 : 1;
  const parts = expr.args.map((arg, i) => at(arg, i === 0 ? own : own + 1));
  return bracket(own, parts.join({ add: ' + ', sub: ' - ', mul: ' * ' }[expr.op]));
}
