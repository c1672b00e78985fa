import { describe, expect, it } from 'vitest';
import { parseFormula } from './parse-formula.ts';

const a = { ref: 'a' };
const b = { ref: 'b' };
const c = { ref: 'c.d_1' };

describe('parseFormula', () => {
  it.each([
    ['a', a],
    ['12.5', 12.5],
    ['a / b', { op: 'div', num: a, den: b }],
    ['a + b * 2', { op: 'add', args: [a, { op: 'mul', args: [b, 2] }] }],
    ['(a + b) * 2', { op: 'mul', args: [{ op: 'add', args: [a, b] }, 2] }],
    ['a + b + c.d_1', { op: 'add', args: [a, b, c] }],
    ['a - b - 1', { op: 'sub', args: [{ op: 'sub', args: [a, b] }, 1] }],
    ['a / b * 1000', { op: 'mul', args: [{ op: 'div', num: a, den: b }, 1000] }],
    ['coalesce(a, b / 2, 0)', { op: 'coalesce', args: [a, { op: 'div', num: b, den: 2 }, 0] }],
  ])('reads %s', (text, expr) => {
    expect(parseFormula(text)).toEqual(expr);
  });

  it.each(['', 'a +', '(a', 'a)', 'a b', 'A', 'a % b', 'coalesce a', '* a', 'a,b'])(
    'refuses %j and says why',
    (text) => {
      expect(() => parseFormula(text)).toThrow(/formula/);
    },
  );
});
