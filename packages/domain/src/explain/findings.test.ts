import { expect, it } from 'vitest';
import { parseFormula } from '../kpi/parse-formula.ts';
import { decomposeProduct } from './decompose-product.ts';
import { decomposeRatio } from './decompose-ratio.ts';
import { type ExplainInput, explainChange } from './explain-change.ts';
import { listed } from './guards.ts';

// Every finding word by word: what people read decides what they do.

const found = (formula: string, input: Omit<ExplainInput, 'expr'>) =>
  explainChange({ expr: parseFormula(formula), ...input }).findings;
const whole = { line: null, field: null };

const mix = {
  before: [
    { s: 'A', d: 1000, n: 50 },
    { s: 'B', d: 4000, n: 80 },
  ],
  after: [
    { s: 'A', d: 2500, n: 120 },
    { s: 'B', d: 3500, n: 60 },
  ],
  by: 's',
};

it('only the mix did it', () => {
  expect(found('n / d', mix)).toEqual([
    {
      code: 'simpson_reversal',
      severity: 'warning',
      message:
        'The total rose although it fell in every segment of s: only the mix of segments did it.',
      hint: 'Read the segments, not the total.',
      line: null,
      field: 's',
    },
  ]);
  // One segment that moves is no reversal, nor is one that moves with the total.
  const still = [mix.before[0], { s: 'B', d: 3500, n: 70 }] as typeof mix.before;
  expect(found('n / d', { ...mix, after: still })).toEqual([]);
  const along = [
    { s: 'A', d: 1000, n: 60 },
    { s: 'B', d: 4000, n: 79 },
  ];
  expect(found('n / d', { ...mix, after: along })).toEqual([]);
  expect(found('n', mix)).toEqual([]);
  expect(found('n / d', { before: mix.before, after: mix.after })).toEqual([]);
});

it('who came and who went', () => {
  const c = { s: 'C', d: 1000, n: 40 };
  const came = { code: 'segments_appeared', severity: 'info', hint: null, line: null, field: 's' };
  expect(found('n', { ...mix, after: [...mix.after, c] })).toEqual([
    { ...came, message: 'Not there before: “C”.' },
  ]);
  expect(found('n', { ...mix, before: [...mix.before, c] })).toEqual([
    { ...came, code: 'segments_disappeared', message: 'Not there after: “C”.' },
  ]);
});

it('how a product was shared out', () => {
  expect(found('n * d', { before: [{ n: 2, d: 3 }], after: [{ n: -4, d: 5 }] })).toEqual([
    {
      code: 'shares_by_shapley',
      severity: 'info',
      message: 'The product is shared out by Shapley’s value.',
      hint: 'It is asked for, or a factor changes its sign, where logarithms have no answer.',
      ...whole,
    },
  ]);
  expect(decomposeProduct({ before: [2, 3], after: [-4, 5] }).warnings).toEqual([
    {
      code: 'sign_change',
      severity: 'info',
      message:
        'A factor changes its sign, where logarithms have no answer: shared out by Shapley’s value.',
      hint: 'Look at that factor first.',
      ...whole,
    },
  ]);
  expect(decomposeProduct({ before: [2, 3], after: [4, 5] }).warnings).toEqual([]);
});

it('what has no base, and what is below 0', () => {
  const free = { s: 'C', d: 0, n: 40 };
  expect(found('n / d', { ...mix, after: [...mix.after, free] })).toContainEqual({
    code: 'numerator_without_denominator',
    severity: 'warning',
    message: 'Something above the line, nothing below it: “C”.',
    hint: 'Such a segment has no ratio; what it adds to the total is a part of its own.',
    line: null,
    field: 's',
  });
  const minus = { s: 'C', d: -100, n: 5 };
  const below = { ...mix, before: [...mix.before, minus], after: [...mix.after, minus] };
  expect(found('n / d', below)).toContainEqual({
    code: 'negative_weights',
    severity: 'warning',
    message: 'Something below the line is negative: weights lie outside of 0 … 1.',
    hint: 'The parts sum to the change, but read mix and rate with care.',
    line: null,
    field: 's',
  });
  const segment = (num: number, den: number) => ({
    before: { num: 5, den: 10 },
    after: { num, den },
  });
  expect(decomposeRatio([segment(5, 10), segment(6, -4)]).warnings).toEqual([
    {
      code: 'negative_weights',
      severity: 'warning',
      message: 'A denominator is negative: weights lie outside of 0 … 1.',
      hint: 'Parts still sum to the change, but read mix and rate with care.',
      ...whole,
    },
  ]);
  expect(decomposeRatio([segment(5, 10), segment(6, 0)]).warnings).toEqual([
    {
      code: 'numerator_without_denominator',
      severity: 'warning',
      message: 'A segment has something above the line and nothing below it.',
      hint: 'It has no ratio; what it adds to the total is a part of its own.',
      ...whole,
    },
  ]);
  expect(decomposeRatio([segment(5, 10), segment(6, 4)]).warnings).toEqual([]);
});

it('what is missing, and that nothing changed', () => {
  expect(found('n + m', { before: [{ n: 1, m: 1 }], after: [{ n: 2, m: null }] })).toEqual([
    {
      code: 'measure_missing',
      severity: 'warning',
      message: 'No row after the change has “m”: it counts as 0.',
      hint: 'Check that both files have the same columns.',
      line: null,
      field: 'm',
    },
    {
      code: 'no_change',
      severity: 'info',
      message: 'The KPI is the same in both periods; the parts cancel out.',
      hint: null,
      ...whole,
    },
  ]);
});

it('names are listed up to five', () => {
  expect(listed(['a', null])).toBe('“a”, not set');
  expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('“a”, “b”, “c”, “d”, “e”');
  expect(listed(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('“a”, “b”, “c”, “d”, “e” and 2 more');
});

it('names that say “once each” are refused where no catalogue knows them', () => {
  const refused = (name: string) => {
    const rows = [{ s: 'A', [name]: 1 }];
    try {
      found(name, { before: rows, after: rows, by: 's' });
      return false;
    } catch {
      return true;
    }
  };
  const names = ['unique_clicks', 'distinct_ids', 'reach', 'ad_reach', 'users', 'new_visitors'];
  expect(names.filter((name) => !refused(name))).toEqual([]);
  const fine = ['clicks', 'users_paid', 'outreach', 'not_unique', 'reach_goal', 'indistinct_ids'];
  expect(fine.filter(refused)).toEqual([]);
});

it('a refusal says what to do', () => {
  const say = (run: () => unknown) => {
    try {
      run();
      return null;
    } catch (error) {
      const { message, hint } = error as { message: string; hint: string };
      return [message, hint];
    }
  };
  const rows = { before: [{ spend: 1 }], after: [{ spend: 2 }] };
  expect(say(() => found('spent', rows))).toEqual([
    'The rows have no column “spent”.',
    'Did you mean “spend”?',
  ]);
  expect(say(() => found('zzzzzz', { before: [{ a: 1, b: 2 }], after: [] }))).toEqual([
    'The rows have no column “zzzzzz”.',
    'They have: a, b.',
  ]);
  expect(say(() => found('a', { before: [], after: [] }))).toEqual([
    'There are no rows.',
    'Give the rows of both periods.',
  ]);
  expect(say(() => found('spend', { before: [{ spend: 1 }, { spend: 'x' }], after: [] }))).toEqual([
    'Row 2 before: “spend” is x, which is no finite number.',
    'Give numbers for measures, and null where there is none.',
  ]);
  expect(say(() => found('spend / (spend - spend)', rows))).toEqual([
    '“spend / (spend - spend)” is not defined before the change: something is divided by 0.',
    'Compare two periods in which the KPI has a value.',
  ]);
  expect(say(() => decomposeProduct({ before: [], after: [] }))?.[0]).toBe(
    '0 factors before and 0 after are no product.',
  );
  expect(say(() => decomposeProduct({ before: [1], after: [1, 2] }))?.[0]).toBe(
    '1 factors before and 2 after are no product.',
  );
  expect(say(() => decomposeProduct({ before: [1e200, 1e200], after: [1, 1] }))?.[0]).toMatch(
    /^The product /,
  );
  expect(say(() => decomposeRatio([]))).toEqual([
    'The denominators of a period add up to 0: the ratio is not defined.',
    'Compare two periods that both have something below the line.',
  ]);
  const half = { num: Number.NaN, den: 1 };
  expect(say(() => decomposeRatio([{ before: half, after: half }]))?.[0]).toMatch(/^A numerator /);
  const open = { num: 1, den: Number.NaN };
  expect(say(() => decomposeRatio([{ before: open, after: open }]))?.[0]).toMatch(
    /^A denominator /,
  );
});
