import { describe, expect, it } from 'vitest';
import { parseFormula } from '../kpi/parse-formula.ts';
import { listed } from './guards.ts';
import { labelOf } from './label.ts';
import { constantOf, factorsOf, fractionOf, linearOf, linearProduct, termsOf } from './shape.ts';

const linear = (formula: string) => {
  const found = linearOf(parseFormula(formula));
  return found && Object.fromEntries(found);
};
const labels = (formula: string) =>
  factorsOf(parseFormula(formula)).map(
    ({ expr, divides }) => `${divides ? '1 / ' : ''}${labelOf(expr)}`,
  );

describe('the form of a formula', () => {
  it.each([
    ['a', { a: 1 }],
    ['a + b - c', { a: 1, b: 1, c: -1 }],
    ['a - (b - c)', { a: 1, b: -1, c: 1 }],
    ['a + a', { a: 2 }],
    ['3 * (a - 2 * b) / 4', { a: 0.75, b: -1.5 }],
    ['coalesce(a, 0) + b', { a: 1, b: 1 }],
    ['a * (6 / 2 - 1)', { a: 2 }],
  ])('%s is a sum of measures', (formula, weights) => {
    expect(linear(formula)).toEqual(weights);
  });

  it.each(['a * b', 'a / b', 'a + 1', '7', '1 / a', 'a / 0', 'a + b / c', '2 * (a + b / c)'])(
    '%s is none',
    (formula) => {
      expect(linear(formula)).toBeNull();
    },
  );

  it.each([
    ['7', 7],
    ['2 * 3 + 4 - 1', 9],
    ['8 / 4', 2],
    ['1 / 0', null],
    ['coalesce(3, 4)', 3],
    ['2 * a', null],
  ])('%s as a number is %s', (formula, value) => {
    expect(constantOf(parseFormula(formula))).toBe(value);
  });

  it('terms keep their signs', () => {
    const signs = (formula: string) =>
      termsOf(parseFormula(formula)).map(({ expr, sign }) => `${sign} ${labelOf(expr)}`);
    expect(signs('a - (b - c / d) + 2')).toEqual(['1 a', '-1 b', '1 c / d', '1 2']);
    expect(signs('a * b')).toEqual(['1 a * b']);
  });

  it('factors are those that are written', () => {
    expect(labels('a * (b / c) * d')).toEqual(['a', 'b / c', 'd']);
    expect(labels('a * b / (c * d)')).toEqual(['a', 'b', '1 / c', '1 / d']);
    expect(labels('a / (b / c)')).toEqual(['a', '1 / b / c']);
    expect(labels('a * (b * c)')).toEqual(['a', 'b', 'c']);
    expect(labels('(a + b) / c')).toEqual(['a + b', '1 / c']);
    expect(labels('a + b')).toEqual(['a + b']);
  });

  it('one line for all, with what is on both sides taken away', () => {
    const fraction = (formula: string) => {
      const { num, den } = fractionOf(parseFormula(formula));
      return [num.map(labelOf), den.map(labelOf)];
    };
    expect(fraction('a * (b / a)')).toEqual([['b'], []]);
    expect(fraction('a / (b / c) / d')).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
    expect(fraction('a * a / a')).toEqual([['a'], []]);
    expect(fraction('(a + b) * c / (a + b)')).toEqual([['c'], []]);
  });

  it('a product is a sum only where one factor is more than a number', () => {
    const of = (...formulas: string[]) => linearProduct(formulas.map(parseFormula));
    expect(of('2', 'a + b')).toEqual(
      new Map([
        ['a', 2],
        ['b', 2],
      ]),
    );
    expect(of('a', 'b')).toBeNull();
    expect(of('2', '3')).toBeNull();
    expect(of('a / b', '2')).toBeNull();
  });
});

describe('names', () => {
  it.each([
    'a + b - c',
    'a - (b - c)',
    'a * (b + c)',
    'a / (b * c)',
    'a / b / c',
    'a * b / c',
    'coalesce(a, b + 1)',
    '(a + b) * (c - d)',
  ])('%s is written as it was typed', (formula) => {
    expect(labelOf(parseFormula(formula))).toBe(formula);
  });

  it('a filter keeps its words', () => {
    const of = parseFormula('a + b');
    expect(labelOf({ op: 'total', of, over: ['channel'] })).toBe('total(a + b, channel)');
  });

  it('a list stays short', () => {
    expect(listed(['a', null])).toBe('“a”, not set');
    expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('“a”, “b”, “c”, “d”, “e”');
    expect(listed(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('“a”, “b”, “c”, “d”, “e” and 2 more');
  });
});
