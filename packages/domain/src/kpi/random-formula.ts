import { type Dice, diceOf } from './random-case.ts';
import type { Expr, Filter, Grain, Span } from './schema.ts';

const UNITS: Grain[] = ['day', 'week', 'month', 'quarter', 'year'];

/**
 * A random formula of every operation over some measures and dimensions, the same for the same
 * seed: for the property that it means the same however it is summed. Its units make no sense.
 * @example randomFormula(7, { refs: ['ad_cost'], dims: ['campaign'], filters: [], depth: 0 }) // { ref: 'ad_cost' }
 */
export function randomFormula(
  seed: number,
  of: {
    refs: readonly string[];
    dims: readonly string[];
    filters: readonly Filter[];
    /** How deep operations stand in each other at most. */
    depth?: number;
  },
): Expr {
  const dice = diceOf(seed);
  const ref = (): Expr => ({ ref: dice.pick(of.refs) });
  const make = (depth: number): Expr => {
    if (depth === 0) return ref();
    const part = () => make(depth - 1);
    switch (dice.int(0, 8)) {
      case 0:
      case 1:
        return { op: 'shift', of: part(), by: spanOf(dice, [...UNITS, 'period']) };
      case 2:
        return { op: 'window', of: part(), kind: 'trailing', span: spanOf(dice, UNITS) };
      case 3: {
        const span = { count: 1, unit: dice.pick(UNITS.slice(1)) };
        return { op: 'window', of: part(), kind: 'toDate', span };
      }
      case 4:
        return { op: 'total', of: part(), over: dice.chance(0.3) ? ['*'] : dice.some(of.dims, 2) };
      case 5:
        return { op: 'div', num: part(), den: part() };
      case 6:
        return { op: 'coalesce', args: [part(), dice.int(0, 3)] };
      case 7: {
        if (of.filters.length === 0) return ref();
        return { op: 'where', of: part(), filters: [dice.pick(of.filters)] };
      }
      default:
        return { op: dice.pick(['add', 'sub', 'mul'] as const), args: [part(), part()] };
    }
  };
  return make(of.depth ?? 3);
}

function spanOf(dice: Dice, units: Span['unit'][]): Span {
  return { count: dice.pick([1, 1, 2, 3, 7]), unit: dice.pick(units) };
}
