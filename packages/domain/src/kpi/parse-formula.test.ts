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

  it.each([
    ['12.5', 12.5],
    ['  a  ', a],
    ['a@12', { ref: 'a@12' }],
    ['shift(a, 9999 days)', { op: 'shift', of: a, by: { count: 9999, unit: 'day' } }],
    ['shift(a, 1 days)', { op: 'shift', of: a, by: { count: 1, unit: 'day' } }],
    ['shift(a, week)', { op: 'shift', of: a, by: { count: 1, unit: 'week' } }],
    [
      'trailing(a, 2 quarters)',
      { op: 'window', of: a, kind: 'trailing', span: { count: 2, unit: 'quarter' } },
    ],
  ])('reads %j', (text, expr) => {
    expect(parseFormula(text)).toEqual(expr);
  });

  const brackets = 'Check its brackets.';
  const letters =
    'A formula has names, numbers, + - * /, brackets and functions like coalesce(a, b).';
  it.each([
    ['a +', 'The formula “a +” ends too early.', brackets],
    ['shift(a, 1', 'The formula “shift(a, 1” ends too early.', brackets],
    ['a b', 'The formula “a b” has “b” where it does not fit.', brackets],
    ['()', 'The formula “()” has “)” where it does not fit.', brackets],
    ['- a', 'The formula “- a” has “-” where it does not fit.', brackets],
    ['coalesce(a b)', 'The formula “coalesce(a b)” has “b” where it does not fit.', brackets],
    ['shift a', 'The formula “shift a” has “a” where it does not fit.', brackets],
    ['total(a,)', 'The formula “total(a,)” has “)” where it does not fit.', brackets],
    ['12a', 'The formula “12a” has “a” where it does not fit.', brackets],
    [
      'shift(a, 2 2 days)',
      'The formula “shift(a, 2 2 days)” has “2” where it does not fit.',
      brackets,
    ],
    [
      'shift(a, 10000 days)',
      'The formula “shift(a, 10000 days)” has “10000” where it does not fit.',
      brackets,
    ],
    ['a@0', '“a@0” is no formula from character 2 on.', letters],
    ['1.5.2', '“1.5.2” is no formula from character 4 on.', letters],
    ['%', '“%” is no formula from character 1 on.', letters],
    [
      'trailing(a, 2 periods)',
      'The formula “trailing(a, 2 periods)” has “periods” where it does not fit.',
      'A span is like 1 month or 28 days: day, week, month, quarter, year.',
    ],
    [
      'to_date(a, day)',
      'The formula “to_date(a, day)” has “day” where it does not fit.',
      'A span is like 1 month or 28 days: week, month, quarter, year.',
    ],
    [
      'shift(a, years1)',
      'The formula “shift(a, years1)” has “years1” where it does not fit.',
      'A span is like 1 month or 28 days: day, week, month, quarter, year, period.',
    ],
  ])('of %j says what is wrong', (text, message, hint) => {
    expect(() => parseFormula(text)).toThrow(
      expect.objectContaining({ code: 'INVALID', message, hint }),
    );
  });
});
