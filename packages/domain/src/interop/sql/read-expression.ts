import type { Agg, Expr, Filter } from '../../kpi/index.ts';
import { same } from '../shared/same.ts';
import type { Sql } from './parse-sql.ts';
import { readCondition } from './read-condition.ts';
import { cannotRead } from './tokens.ts';

/** A column as an aggregate reads it; `*`: its rows. */
export type Aggregate = { path: string[]; agg: Agg; q: number | null; filters: Filter[] };

export type Names = {
  /** The measure of an aggregate. */
  aggregate(of: Aggregate): Expr;
  /** What a name outside of aggregates means. */
  name(path: string[]): Expr;
  /** The dimension of a column in a condition; null: none. */
  dim(path: string[]): string | null;
};

/**
 * SQL over aggregates → an expression over measures. `warnings` learns what is not taken over word
 * by word. Throws INVALID for what an expression cannot say.
 */
export function readExpression(sql: Sql, names: Names, warnings: string[] = []): Expr {
  if (sql.kind === 'call' && sql.name === 'ROUND' && sql.args[0]) {
    warnings.push('Rounding is left out: values are rounded only when they are shown.');
    return readExpression(sql.args[0], names, warnings);
  }
  return read(sql, names);
}

function read(sql: Sql, names: Names): Expr {
  const down = (part: Sql | undefined) => {
    if (!part) throw cannotRead('an empty part');
    return read(part, names);
  };
  switch (sql.kind) {
    case 'number':
      return sql.value;
    case 'name':
      return names.name(sql.path);
    case 'cast':
      if (!/^(FLOAT|DOUBLE|REAL|DECIMAL|NUMERIC|NUMBER)/.test(sql.type)) {
        throw cannotRead(`a cast to ${sql.type}`);
      }
      return down(sql.of);
    case 'case':
      return guarded(sql, names);
    case 'call':
      return call(sql, names);
    case 'op':
      if (sql.op === 'negative') return { op: 'mul', args: [down(sql.args[0]), -1] };
      return arithmetic(sql.op, sql.args, down);
    default:
      throw cannotRead(`${sql.kind === 'star' ? '*' : 'a text or NULL'} in a calculation`);
  }
}

function arithmetic(op: string, args: Sql[], down: (part: Sql | undefined) => Expr): Expr {
  const [left, right] = args;
  if (op === '/') return { op: 'div', num: down(left), den: down(nonZero(right)) };
  if (op === '*') {
    // A factor of 1.0 only makes a fraction of whole numbers.
    if (isOne(left)) return down(right);
    if (isOne(right)) return down(left);
    return chained('mul', down(left), down(right));
  }
  if (op === '+') return chained('add', down(left), down(right));
  if (op === '-') return { op: 'sub', args: [down(left), down(right)] };
  throw cannotRead(`“${op}” in a calculation`);
}

const isOne = (sql: Sql | undefined) =>
  sql?.kind === 'number' && /^1\.0*$/.test(sql.text) && sql.value === 1;

function chained(op: 'add' | 'mul', left: Expr, right: Expr): Expr {
  const chain = typeof left === 'object' && 'op' in left && left.op === op;
  return { op, args: chain ? [...left.args, right] : [left, right] };
}

// NULLIF(x, 0) below a line is what dividing means here.
function nonZero(sql: Sql | undefined): Sql | undefined {
  const zero = sql?.kind === 'call' && sql.name === 'NULLIF' ? sql.args[1] : undefined;
  const guard = zero?.kind === 'number' && zero.value === 0;
  return guard && sql?.kind === 'call' ? sql.args[0] : sql;
}

// CASE WHEN b = 0 THEN NULL ELSE a / b END
function guarded(sql: Extract<Sql, { kind: 'case' }>, names: Names): Expr {
  const [only, ...more] = sql.whens;
  const { otherwise } = sql;
  const test = only?.when;
  const zero = test?.kind === 'op' && test.op === '=' ? test.args[1] : undefined;
  const guards =
    more.length === 0 &&
    only?.value.kind === 'null' &&
    zero?.kind === 'number' &&
    zero.value === 0 &&
    otherwise.kind === 'op' &&
    otherwise.op === '/' &&
    test?.kind === 'op' &&
    same(test.args[0], nonZero(otherwise.args[1]));
  if (guards) return read(otherwise, names);
  throw cannotRead('a CASE over aggregates', 'Inside of an aggregate it is a filter.');
}

function call(sql: Extract<Sql, { kind: 'call' }>, names: Names): Expr {
  const [first, second] = sql.args;
  switch (sql.name) {
    case 'COALESCE':
    case 'IFNULL':
    case 'NVL':
      return { op: 'coalesce', args: sql.args.map((arg) => read(arg, names)) };
    case 'ZEROIFNULL':
      if (first) return { op: 'coalesce', args: [read(first, names), 0] };
      break;
    case 'SAFE_DIVIDE':
    case 'TRY_DIVIDE':
      if (first && second) return { op: 'div', num: read(first, names), den: read(second, names) };
      break;
    case 'ROUND':
      throw cannotRead('rounding in the middle of a calculation');
    default:
      if (AGGREGATES[sql.name]) return aggregate(sql, names);
  }
  throw cannotRead(`the function ${sql.name}`);
}

const AGGREGATES: Record<string, Agg> = {
  SUM: 'sum',
  COUNT: 'count',
  AVG: 'sum',
  MIN: 'min',
  MAX: 'max',
  MEDIAN: 'quantile',
  PERCENTILE_CONT: 'quantile',
};

function aggregate(sql: Extract<Sql, { kind: 'call' }>, names: Names): Expr {
  const { name, distinct, order } = sql;
  if (distinct && name !== 'COUNT') throw cannotRead(`${name} of different values`);
  const { value, filters } = inside(order ?? sql.args[0], sql, names);
  const agg = distinct ? 'countDistinct' : (AGGREGATES[name] as Agg);
  const path = pathOf(value, name);
  const q = quantileOf(sql);
  const one = (of: Partial<Aggregate>) => names.aggregate({ path, agg, q, filters, ...of });
  if (path[0] !== '*') {
    if (name !== 'AVG') return one({});
    return { op: 'div', num: one({}), den: one({ agg: 'count' }) };
  }
  // SUM(1) counts rows, SUM(2) twice.
  if (name !== 'SUM' && name !== 'COUNT') throw cannotRead(`${name} of a number`);
  const factor = name === 'SUM' && value.kind === 'number' ? value.value : 1;
  const rows = one({ agg: 'count' });
  return factor === 1 ? rows : { op: 'mul', args: [rows, factor] };
}

function quantileOf({ name, args }: Extract<Sql, { kind: 'call' }>): number | null {
  if (name === 'MEDIAN') return 0.5;
  if (name !== 'PERCENTILE_CONT') return null;
  const q = args[0]?.kind === 'number' ? args[0].value : -1;
  if (q < 0 || q > 1) throw cannotRead('a quantile without its share');
  return q;
}

// CASE WHEN … THEN x END and FILTER (WHERE …) are filters of the measure.
function inside(of: Sql | undefined, sql: Extract<Sql, { kind: 'call' }>, names: Names) {
  const dimOf = (part: Sql) => (part.kind === 'name' ? names.dim(part.path) : null);
  const filters = sql.filter ? readCondition(sql.filter, dimOf) : [];
  if (of?.kind !== 'case') return { value: of ?? ({ kind: 'star' } as Sql), filters };
  const [only, ...more] = of.whens;
  const zero = of.otherwise.kind === 'number' && of.otherwise.value === 0;
  const none = of.otherwise.kind === 'null' || (zero && sql.name === 'SUM');
  if (!only || more.length > 0 || !none) throw cannotRead('a CASE of several values');
  return { value: only.value, filters: [...filters, ...readCondition(only.when, dimOf)] };
}

function pathOf(value: Sql, name: string): string[] {
  if (value.kind === 'name') return value.path;
  const rows = value.kind === 'star' ? name === 'COUNT' : value.kind === 'number';
  if (rows) return ['*'];
  const hint = 'Define the calculation of a row as a field or dimension first.';
  throw cannotRead(`${name} over a calculation of each row`, hint);
}
