import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evalExpr } from './eval-expr.ts';
import { parseFormula } from './parse-formula.ts';
import type { Expr } from './schema.ts';

const values: Record<string, number | null> = { a: 6, b: 2, zero: 0, none: null, minus: -5 };
const evaluate = (text: string) => evalExpr(parseFormula(text), (id) => values[id] ?? null);

const number = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, 1e308, 5e-324),
);

const { expr } = fc.letrec<{ expr: Expr }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom({ ref: 'a' }, { ref: 'b' }, { ref: 'c' }),
    number,
    fc.record({
      op: fc.constantFrom('add' as const, 'sub' as const, 'mul' as const, 'coalesce' as const),
      args: fc.array(tie('expr'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant('div' as const), num: tie('expr'), den: tie('expr') }),
  ),
}));

describe('evalExpr', () => {
  it.each([
    ['a / b', 3],
    ['a / zero', null],
    ['zero / zero', null],
    ['minus / zero', null],
    ['a / none', null],
    ['none / a', null],
    ['a + none', null],
    ['none - a', null],
    ['a * none', null],
    ['none * zero', null],
    ['coalesce(none, a)', 6],
    ['coalesce(none, none)', null],
    ['coalesce(a / zero, 0)', 0],
    ['coalesce(zero, a)', 0],
    ['a + coalesce(none, 1)', 7],
    ['a - b - 1', 3],
    ['zero * minus', 0],
  ])('%s is %s', (text, result) => {
    expect(evaluate(text)).toBe(result);
  });

  it('gives a finite number that is not -0, or null, whatever the formula and the values', () => {
    const base = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.option(number));
    fc.assert(
      fc.property(expr, base, (any, given) => {
        const result = evalExpr(any, (id) => given[id] ?? null);
        if (result === null) return;
        expect(Number.isFinite(result)).toBe(true);
        expect(Object.is(result, -0)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('lets null through everything but coalesce', () => {
    const withoutCoalesce = expr.filter((any) => !JSON.stringify(any).includes('coalesce'));
    fc.assert(
      fc.property(withoutCoalesce, (any) => {
        const uses = JSON.stringify(any).includes('"ref"');
        if (uses) expect(evalExpr(any, () => null)).toBeNull();
      }),
    );
  });
});
