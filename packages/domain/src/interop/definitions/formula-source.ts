import { isScoped } from '../../kpi/expr.ts';
import { type Expr, parseFormula } from '../../kpi/index.ts';
import { MopsError } from '../../shared/error.ts';
import { same } from '../shared/same.ts';

/**
 * An expression as the text of a formula, if reading that gives the very same expression; otherwise
 * (filters in the middle, negative numbers) the expression itself.
 * @example formulaSource({ op: 'div', num: { ref: 'ad_cost' }, den: { ref: 'ad_clicks' } }) // 'ad_cost / ad_clicks'
 * @example formulaSource(-1) // -1
 */
export function formulaSource(expr: Expr): string | Expr {
  const text = textOf(expr, 0);
  return text !== null && text.length <= 2000 && reads(text, expr) ? text : expr;
}

function reads(text: string, expr: Expr): boolean {
  try {
    return same(parseFormula(text), expr);
  } catch (error) {
    if (error instanceof MopsError) return false;
    throw error;
  }
}

// How tightly a sign binds: sums 1, products 2, operands 3.
function textOf(expr: Expr, outer: number): string | null {
  if (typeof expr === 'number') return String(expr);
  if ('ref' in expr) return expr.ref;
  if (isScoped(expr)) return scopedText(expr);
  if (expr.op === 'div') return signed([expr.num, expr.den], ' / ', { own: 2, outer });
  if (expr.op === 'mul') return signed(expr.args, ' * ', { own: 2, outer });
  if (expr.op === 'add') return signed(expr.args, ' + ', { own: 1, outer });
  if (expr.op === 'sub') return signed(expr.args, ' - ', { own: 1, outer });
  const args = expr.args.map((arg) => textOf(arg, 0));
  return args.includes(null) ? null : `coalesce(${args.join(', ')})`;
}

function signed(args: Expr[], sign: string, of: { own: number; outer: number }): string | null {
  const parts = args.map((arg, i) => textOf(arg, i === 0 ? of.own : of.own + 1));
  if (parts.includes(null)) return null;
  return of.own < of.outer ? `(${parts.join(sign)})` : parts.join(sign);
}

function scopedText(expr: Extract<Expr, { of: Expr }>): string | null {
  const inner = textOf(expr.of, 0);
  if (inner === null || expr.op === 'where') return null;
  if (expr.op === 'shift') return `shift(${inner}, ${spanText(expr.by)})`;
  if (expr.op === 'total') {
    return `total(${[inner, ...expr.over.filter((dim) => dim !== '*')].join(', ')})`;
  }
  const name = expr.kind === 'toDate' ? 'to_date' : 'trailing';
  return `${name}(${inner}, ${spanText(expr.span)})`;
}

const spanText = ({ count, unit }: { count: number; unit: string }) =>
  count === 1 ? unit : `${count} ${unit}s`;
