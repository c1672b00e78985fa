import { isScoped } from '../../kpi/expr.ts';
import {
  type Catalogue,
  type Expr,
  type Filter,
  findMeasure,
  type Measure,
} from '../../kpi/index.ts';
import { MopsError } from '../../shared/error.ts';

/** How columns are named. */
export type Columns = (dataset: string, column: string) => string;

/** Why something cannot be said in another language. */
export const unsaid = (reason: string) => new MopsError('INVALID', reason);

/**
 * An expression over base measures as ANSI SQL over aggregates; dividing by nothing is NULL, as it
 * is here. Throws INVALID with the reason for what SQL aggregates cannot say.
 */
export function writeSql(expr: Expr, of: { catalogue: Catalogue; columns: Columns }): string {
  return text(expr, { ...of, filters: [], outer: 0 });
}

type Around = { catalogue: Catalogue; columns: Columns; filters: Filter[]; outer: number };

function text(expr: Expr, around: Around): string {
  const { catalogue, outer } = around;
  if (typeof expr === 'number') return expr < 0 && outer > 0 ? `(${expr})` : String(expr);
  if ('ref' in expr) return aggregateSql(findMeasure(catalogue, expr.ref), around);
  const at = (part: Expr, tight: number) => text(part, { ...around, outer: tight });
  if (isScoped(expr)) {
    if (expr.op === 'where') {
      return text(expr.of, { ...around, filters: [...around.filters, ...expr.filters] });
    }
    throw unsaid(SCOPED[expr.op]);
  }
  if (expr.op === 'coalesce') return `COALESCE(${expr.args.map((arg) => at(arg, 0)).join(', ')})`;
  const bracket = (own: number, made: string) => (own < outer ? `(${made})` : made);
  if (expr.op === 'div') {
    // 1.0 keeps databases from dividing whole numbers to a whole number.
    return bracket(2, `1.0 * ${at(expr.num, 3)} / NULLIF(${at(expr.den, 0)}, 0)`);
  }
  const own = expr.op === 'mul' ? 2 : 1;
  const parts = expr.args.map((arg, i) => at(arg, i === 0 ? own : own + 1));
  return bracket(own, parts.join({ add: ' + ', sub: ' - ', mul: ' * ' }[expr.op]));
}

const SCOPED = {
  shift: 'It reads another period (shift), which an aggregate cannot.',
  window: 'It reads a longer period (trailing, to_date), which an aggregate cannot.',
  total: 'It leaves out a dimension of the question (total), which an aggregate cannot.',
};

function aggregateSql(measure: Measure, { catalogue, columns, filters }: Around): string {
  const { agg, dataset, column, q } = measure;
  const all = [...filters, ...measure.filters];
  const rows = column === '*';
  const name = columns(dataset, rows ? 'day' : column);
  const conditions = all.map((one) => conditionSql(one, columns(dataset, one.dim)));
  const value = all.length === 0 ? name : `CASE WHEN ${conditions.join(' AND ')} THEN ${name} END`;
  // Rows of facts bring counts along as numbers; a dimension is counted.
  const counted = rows || catalogue.dimensions.some(({ id }) => id === column);
  switch (agg) {
    case 'sum':
      return `SUM(${value})`;
    case 'count':
      return counted ? `COUNT(${value})` : `SUM(${value})`;
    case 'countDistinct':
      return `COUNT(DISTINCT ${value})`;
    case 'min':
    case 'max':
      return `${agg.toUpperCase()}(${value})`;
    case 'quantile':
      return `PERCENTILE_CONT(${q}) WITHIN GROUP (ORDER BY ${value})`;
    default:
      throw unsaid(
        `${measure.name} is a balance of one day, which an aggregate would add over days.`,
      );
  }
}

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** A filter as a condition that keeps and drops the same rows, also those without a value. */
export function conditionSql({ op, values }: Filter, column: string): string {
  const texts = values.filter((value) => value !== null);
  const unset = texts.length < values.length;
  const either = (parts: string[]) => (parts.length > 1 ? `(${parts.join(' OR ')})` : parts.join());
  if (op === 'contains') {
    if (texts.some((value) => /[%_\\]/.test(value))) {
      throw unsaid('It looks for a part of a text with %, _ or \\, which LIKE reads otherwise.');
    }
    const likes = texts.map(
      (value) => `LOWER(${column}) LIKE ${quoted(`%${value.toLowerCase()}%`)}`,
    );
    return either([...likes, ...(unset ? [`${column} IS NULL`] : [])]);
  }
  const list = texts.map(quoted).join(', ');
  if (op === 'eq' || op === 'in') {
    const some = texts.length === 1 ? [`${column} = ${list}`] : [`${column} IN (${list})`];
    return either([...(texts.length > 0 ? some : []), ...(unset ? [`${column} IS NULL`] : [])]);
  }
  if (texts.length === 0) return `${column} IS NOT NULL`;
  const none = texts.length === 1 ? `${column} <> ${list}` : `${column} NOT IN (${list})`;
  return unset ? none : `(${none} OR ${column} IS NULL)`;
}
