import { describe, expect, it } from 'vitest';
import { partsOf, refsOf, type Scoped, scopeWords, wrapText } from './expr.ts';
import { exprText } from './formula-text.ts';
import { parseFormula } from './parse-formula.ts';
import type { Filter } from './schema.ts';

const scoped = (text: string) => parseFormula(text) as Scoped;
const where = (...filters: Filter[]): Scoped => ({ op: 'where', of: { ref: 'a' }, filters });
const filter = (op: Filter['op'], ...values: (string | null)[]): Filter => ({
  ...{ dim: 'city', op, values },
});

describe('an operation around a part', () => {
  it.each([
    ['shift(a, 1 month)', scoped('shift(a, month)'), '1 month before'],
    ['shift(a, 2 years)', scoped('shift(a, 2 years)'), '2 years before'],
    ['shift(a, 1 period)', scoped('shift(a, period)'), 'the period before'],
    ['shift(a, 3 periods)', scoped('shift(a, 3 periods)'), '3 periods before'],
    ['trailing(a, 28 days)', scoped('trailing(a, 28 days)'), 'last 28 days'],
    ['trailing(a, 1 week)', scoped('trailing(a, week)'), 'last week'],
    ['to_date(a, year)', scoped('to_date(a, year)'), 'year to date'],
    ['total(a, city, device)', scoped('total(a, city, device)'), 'all of City, Device'],
    ['total(a)', scoped('total(a)'), 'overall'],
    ['where(a, city = "x")', where(filter('eq', 'x')), 'City is “x”'],
    ['where(a, city = "x" | null)', where(filter('in', 'x', null)), 'City is “x” or not set'],
    ['where(a, city != "x")', where(filter('neq', 'x')), 'City is not “x”'],
    ['where(a, city != null)', where(filter('notIn', null)), 'City is set'],
    [
      'where(a, city != null | "x")',
      where(filter('notIn', null, 'x')),
      'City is not not set or “x”',
    ],
    [
      'where(a, city ~ "x", city = "y")',
      where(filter('contains', 'x'), filter('eq', 'y')),
      'City contains “x”, City is “y”',
    ],
  ])('%s is written so, and said in words', (text, expr, words) => {
    expect(wrapText(expr, 'a')).toBe(text);
    const capital = (dim: string) => dim[0]?.toUpperCase() + dim.slice(1);
    expect(scopeWords(expr, capital)).toBe(words);
    expect(partsOf(expr)).toEqual([{ ref: 'a' }]);
  });
});

describe('a formula', () => {
  it.each([
    ['a + b - c', 'a + b − c', ['a', 'b', 'c']],
    ['a - (b - c)', 'a − (b − c)', ['a', 'b', 'c']],
    ['(a + b) * c', '(a + b) × c', ['a', 'b', 'c']],
    ['a * b + c', 'a × b + c', ['a', 'b', 'c']],
    ['a / (b * c)', 'a ÷ (b × c)', ['a', 'b', 'c']],
    ['a / b * c', 'a ÷ b × c', ['a', 'b', 'c']],
    ['a * (b / c)', 'a × (b ÷ c)', ['a', 'b', 'c']],
    ['a / (b / c)', 'a ÷ (b ÷ c)', ['a', 'b', 'c']],
    ['1000 * 0.5 * a', '1,000 × 0.5 × a', ['a']],
    ['coalesce(a + b, 0)', 'first known of (a + b, 0)', ['a', 'b']],
    ['total(a + b) / a', '(a + b) (overall) ÷ a', ['a', 'b', 'a']],
    ['12', '12', []],
  ])('%s has brackets where they are needed', (text, words, refs) => {
    const expr = parseFormula(text);
    expect(exprText(expr, { ref: (name) => name, dim: (id) => id })).toBe(words);
    expect(refsOf(expr)).toEqual(refs);
  });
});
