import { sha256 } from '../shared/sha256.ts';
import { measure } from './measures.ts';
import { resolveExpr } from './resolve.ts';
import type { Expr, Kpi } from './schema.ts';

/**
 * The fingerprint of what a KPI means: `sha256` and 64 hex digits over its version, unit and
 * formula down to the base measures (with their dataset, unit and additivity). Words, names and
 * the order of summands do not matter, nor does how a value is shown (direction, interval, smallest
 * sample); anything that could change a value does.
 * @example definitionHash(findKpi('ctr')).length // 70
 */
export function definitionHash(kpi: Kpi): string {
  const known = hashes.get(kpi);
  if (known) return known;
  const form = { expr: normal(resolveExpr(kpi.expr)), unit: kpi.unit, version: kpi.version };
  const hash = `sha256${sha256(stable(form))}`;
  hashes.set(kpi, hash);
  return hash;
}

const hashes = new WeakMap<Kpi, string>();

function normal(expr: Expr): unknown {
  if (typeof expr === 'number') return expr;
  if ('ref' in expr) {
    const { id, dataset, unit, additive } = measure(expr.ref);
    return { additive, dataset, measure: id, unit };
  }
  if (expr.op === 'div') return { op: 'div', num: normal(expr.num), den: normal(expr.den) };
  const args = expr.args.map(normal);
  // Sums and products mean the same in any order; differences and fallbacks do not.
  if (expr.op === 'add' || expr.op === 'mul') {
    args.sort((a, b) => (stable(a) < stable(b) ? -1 : 1));
  }
  return { op: expr.op, args };
}

// JSON with sorted keys.
function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${stable(inner)}`).join(',')}}`;
}
