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
    ['shift(a, 1 month)', { op: 'shift', of: a, by: { count: 1, unit: 'month' } }],
    ['shift(a, period)', { op: 'shift', of: a, by: { count: 1, unit: 'period' } }],
    [
      'a / shift(a, 2 years) - 1',
      {
        op: 'sub',
        args: [
          { op: 'div', num: a, den: { op: 'shift', of: a, by: { count: 2, unit: 'year' } } },
          1,
        ],
      },
    ],
    [
      'trailing(a + b, 28 days)',
      {
        op: 'window',
        of: { op: 'add', args: [a, b] },
        kind: 'trailing',
        span: { count: 28, unit: 'day' },
      },
    ],
    ['to_date(a, year)', { op: 'window', of: a, kind: 'toDate', span: { count: 1, unit: 'year' } }],
    ['total(a, campaign, device)', { op: 'total', of: a, over: ['campaign', 'device'] }],
    ['total(a)', { op: 'total', of: a, over: ['*'] }],
  ])('reads %s', (text, expr) => {
    expect(parseFormula(text)).toEqual(expr);
  });

  it.each([
    '',
    'a +',
    '(a',
    'a)',
    'a b',
    'A',
    'a % b',
    'coalesce a',
    '* a',
    'a,b',
    'shift(a)',
    'shift(a, 0 days)',
    'shift(a, b)',
    'trailing(a, 2 periods)',
    'to_date(a, day)',
    'total(a, 2)',
    'coalesce()',
  ])('refuses %j and says why', (text) => {
    expect(() => parseFormula(text)).toThrow(/formula/);
  });
});
