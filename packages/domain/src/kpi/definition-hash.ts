import { sha256 } from '../shared/sha256.ts';
import { type Catalogue, findMeasure } from './catalogue.ts';
import { isScoped, type Scoped } from './expr.ts';
import { meaningOf } from './resolve.ts';
import type { Expr, Kpi, Measure } from './schema.ts';

/**
 * The fingerprint of what a KPI means: `sha256` and 64 hex digits over its version, unit and
 * formula down to the base measures (with their dataset, unit and additivity). It is taken of a
 * normal form: sums of sums and products of products are one, in one order; so are filters and the
 * dimensions of a total. Words, names and the detour over other KPIs do not matter, nor does how a
 * value is shown (direction, interval, smallest sample, shortest period); anything that could change a value does.
 * @example import { CATALOGUE } from '@openmops/domain/catalogue';
 * definitionHash(CATALOGUE, findKpi(CATALOGUE, 'ctr')).length // 70
 */
export function definitionHash(catalogue: Catalogue, kpi: Kpi): string {
  const hashes = known.get(catalogue) ?? new WeakMap<Kpi, string>();
  known.set(catalogue, hashes);
  const found = hashes.get(kpi);
  if (found) return found;
  const form = {
    expr: normal(meaningOf(catalogue, kpi), catalogue),
    unit: kpi.unit,
    version: kpi.version,
  };
  const hash = `sha256${sha256(stable(form))}`;
  hashes.set(kpi, hash);
  return hash;
}

/** Whether two definitions mean the same, whatever their versions. */
export function sameMeaning(catalogue: Catalogue, a: Kpi, b: Kpi): boolean {
  const form = (kpi: Kpi) => stable([normal(meaningOf(catalogue, kpi), catalogue), kpi.unit]);
  return form(a) === form(b);
}

const known = new WeakMap<Catalogue, WeakMap<Kpi, string>>();

function normal(expr: Expr, catalogue: Catalogue): unknown {
  if (typeof expr === 'number') return expr;
  if ('ref' in expr) {
    return measureForm(findMeasure(catalogue, expr.ref));
  }
  if (expr.op === 'div')
    return { op: 'div', num: normal(expr.num, catalogue), den: normal(expr.den, catalogue) };
  if (isScoped(expr)) return scopedForm(expr, normal(expr.of, catalogue));
  if (expr.op === 'sub' || expr.op === 'coalesce') {
    return { op: expr.op, args: expr.args.map((arg) => normal(arg, catalogue)) };
  }
  // Sums and products mean the same in any order and however they are bracketed.
  const { op } = expr;
  const flat = (arg: Expr): Expr[] =>
    typeof arg === 'object' && 'op' in arg && arg.op === op ? arg.args.flatMap(flat) : [arg];
  const args = expr.args.flatMap(flat).map((arg) => normal(arg, catalogue));
  return { op, args: sorted(args) };
}

function scopedForm(expr: Scoped, of: unknown): unknown {
  if (expr.op === 'total') return { op: 'total', of, over: sorted(expr.over) };
  if (expr.op === 'where') {
    const filters = expr.filters.map((one) => ({ ...one, values: sorted(one.values) }));
    return { op: 'where', of, filters: sorted(filters) };
  }
  return { ...expr, of };
}

const sorted = <T>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (stable(a) < stable(b) ? -1 : 1));

// What is told only where it is not what the rest implies came later: older fingerprints stay.
function measureForm({ id, dataset, unit, additive, agg, column, q, filters }: Measure) {
  const usual = { all: 'sum', notTime: 'snapshotLast', none: 'countDistinct' }[additive];
  return {
    additive,
    dataset,
    measure: id,
    unit,
    ...(agg === usual || agg === 'count' ? {} : { agg }),
    ...(column === id ? {} : { column }),
    ...(q === null ? {} : { q }),
    ...(filters.length === 0 ? {} : { filters }),
  };
}

// JSON with sorted keys.
function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${stable(inner)}`).join(',')}}`;
}
