import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftCatalogue } from '../kpi/catalogue.ts';
import { defineKpi } from '../kpi/define-kpi.ts';
import { defineMeasure } from '../kpi/define-measure.ts';
import { parseFormula } from '../kpi/parse-formula.ts';
import { type ExplainInput, explainChange, type Row } from './index.ts';

const refusal = (text: string) =>
  expect.objectContaining({
    code: 'INVALID',
    message: expect.stringContaining(text),
    hint: expect.stringMatching(/\w/),
  });
const explain = (formula: string, input: Omit<ExplainInput, 'expr'>) =>
  explainChange({ expr: parseFormula(formula), ...input });
const codes = (formula: string, input: Omit<ExplainInput, 'expr'>) =>
  explain(formula, input).findings.map(({ code }) => code);

const roas = {
  before: [
    { channel: 'Search', spend: 100, revenue: 400 },
    { channel: 'Social', spend: 100, revenue: 200 },
  ],
  after: [
    { channel: 'Search', spend: 100, revenue: 300 },
    { channel: 'Social', spend: 200, revenue: 400 },
  ],
};

describe('explainChange', () => {
  it('a ratio by segment: mix and rate', () => {
    const found = explain('revenue / spend', { ...roas, by: 'channel', weights: 'after' });
    expect(found).toMatchObject({ before: 3, method: 'mix-rate', by: 'channel' });
    expect(found.change).toBeCloseTo(-2 / 3, 12);
    const value = (segment: string, effect: string) =>
      found.parts.find((part) => part.segment === segment && part.effect === effect)?.value;
    expect(value('Search', 'rate')).toBeCloseTo(-1 / 3, 12);
    expect(value('Search', 'mix')).toBeCloseTo(-1 / 6, 12);
    expect(value('Social', 'rate')).toBe(0);
    expect(value('Social', 'mix')).toBeCloseTo(-1 / 6, 12);
    expect(found.sum).toBeCloseTo(-2 / 3, 12);
  });

  it('the same without a segment: what is above and what is below', () => {
    const found = explain('revenue / spend', roas);
    expect(found.method).toBe('lmdi');
    expect(found.parts.map((part) => part.factor)).toEqual(['spend', 'revenue']);
    expect(found.sum).toBeCloseTo(found.change, 12);
  });

  it('a product of factors, as the formula brackets them', () => {
    const found = explain('sessions * (orders / sessions) * (revenue / orders)', {
      before: [{ sessions: 10000, orders: 200, revenue: 16000 }],
      after: [{ sessions: 12000, orders: 216, revenue: 18144 }],
    });
    const value = (factor: string) => found.parts.find((part) => part.factor === factor)?.value;
    expect(value('sessions')).toBeCloseTo(3108.498378, 6);
    expect(value('orders / sessions')).toBeCloseTo(-1796.348154, 6);
    expect(value('revenue / orders')).toBeCloseTo(831.849776, 6);
  });

  it('a product whose segments add up, by segment and factor', () => {
    const found = explain('spend * (revenue / spend)', { ...roas, by: 'channel' });
    expect(found.method).toBe('lmdi');
    expect(found.parts[0]).toMatchObject({ segment: 'Social', factor: 'spend' });
    expect(found.parts[0]?.value).toBeCloseTo(200, 9);
    expect(found.sum).toBeCloseTo(100, 9);
  });

  it('sums by measure and by segment', () => {
    const profit = explain('revenue - 2 * spend', roas);
    expect(profit.parts.map(({ factor, value }) => [factor, value])).toEqual([
      ['spend', -200],
      ['revenue', 100],
    ]);
    const channels = explain('revenue - 2 * spend', { ...roas, by: 'channel' });
    expect(channels.method).toBe('additive');
    expect(channels.sum).toBe(-100);
  });

  it('constants scale, and terms are explained one by one', () => {
    const scaled = explain('1000 * revenue / spend', { ...roas, by: 'channel' });
    expect(scaled.sum).toBeCloseTo(-2000 / 3, 9);
    expect(explain('revenue / spend * 100', roas).sum).toBeCloseTo(-200 / 3, 9);
    const terms = explain('revenue / spend - spend + 7', { ...roas, by: 'channel' });
    expect(terms.method).toBe('several');
    expect(terms.sum).toBeCloseTo(terms.change, 9);
    expect(terms.before).toBe(3 - 200 + 7);
  });

  it('parts sum to the change for any rows', () => {
    const cell = fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 5, arbitrary: fc.integer({ min: -50, max: 500 }) },
    );
    const row = fc.record({ s: fc.constantFrom('a', 'b', 'c', null), x: cell, y: cell, z: cell });
    const rows = fc.array(row, { maxLength: 6 });
    const formula = fc.constantFrom(
      'x + y - z',
      'x / y',
      'x * (y / x)',
      'x * (y / x) * (z / y)',
      '(x - z) / y',
      '100 * (x + y) / (z + y)',
      'x / y + 2 * z - z / x',
      'coalesce(x, 0) / y',
    );
    fc.assert(
      fc.property(rows, rows, formula, fc.constantFrom(null, 's'), (before, after, text, by) => {
        let found: ReturnType<typeof explain>;
        try {
          found = explain(text, { before: before as Row[], after: after as Row[], by });
        } catch (error) {
          expect(error).toEqual(expect.objectContaining({ code: 'INVALID' }));
          return;
        }
        const size = found.parts.reduce((most, part) => Math.max(most, Math.abs(part.value)), 1);
        expect(Math.abs(found.sum - found.change)).toBeLessThanOrEqual(1e-9 * size);
        expect(found.parts.every(({ value }) => Number.isFinite(value))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('finds Simpson’s reversal, comings and goings, and what has no base', () => {
    const mix = {
      before: [
        { s: 'A', d: 1000, n: 50 },
        { s: 'B', d: 4000, n: 80 },
      ],
      after: [
        { s: 'A', d: 2500, n: 120 },
        { s: 'B', d: 3500, n: 60 },
      ],
    };
    expect(codes('n / d', { ...mix, by: 's' })).toEqual(['simpson_reversal']);
    const email = { channel: 'Email', spend: 0, revenue: 50 };
    const more = { before: roas.before.slice(0, 1), after: [...roas.after, email], by: 'channel' };
    expect(codes('revenue / spend', more)).toEqual([
      'segments_appeared',
      'numerator_without_denominator',
    ]);
    expect(
      codes('revenue', { before: roas.before, after: roas.after.slice(1), by: 'channel' }),
    ).toEqual(['segments_disappeared']);
    expect(codes('revenue', { before: roas.before, after: roas.before })).toEqual(['no_change']);
    expect(codes('revenue * spend', { ...roas, products: 'shapley' })).toEqual([
      'shares_by_shapley',
    ]);
    expect(codes('revenue', { before: [{ spend: 1 }], after: roas.after })).toEqual([
      'measure_missing',
    ]);
  });

  it('says what it found in words', () => {
    const words = (formula: string, input: Omit<ExplainInput, 'expr'>) =>
      explain(formula, input).findings.map(({ message }) => message);
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
    expect(words('n / d', mix)).toEqual([
      'The total rose although it fell in every segment of s: only the mix of segments did it.',
    ]);
    const turned = { before: mix.after, after: mix.before, by: 's' };
    expect(words('n / d', turned)).toEqual([
      'The total fell although it rose in every segment of s: only the mix of segments did it.',
    ]);
    expect(words('n / d', { before: mix.before, after: mix.before, by: 's' })).toEqual([
      'The KPI is the same in both periods; the parts cancel out.',
    ]);
    const sign = { before: [{ x: -1, y: 2 }], after: [{ x: 3, y: 4 }] };
    expect(explain('x * y', sign)).toMatchObject({ method: 'shapley', change: 14 });
    const minus = { s: 'C', d: -100, n: 5 };
    const below = { ...mix, before: [...mix.before, minus], after: [...mix.after, minus] };
    expect(codes('n / d', below)).toContain('negative_weights');
    const gone = { ...mix, after: mix.after.slice(1) };
    expect(words('n', gone)).toEqual(['Not there after: “A”.']);
    const both = { before: [{ s: 'A', n: 1 }], after: [{ s: 'A', n: 2 }], by: 's' };
    expect(words('n', both)).toEqual([]);
    expect(words('n + m', { before: [{ n: 1 }], after: [{ n: 2, m: 1 }] })).toEqual([
      'No row before the change has “m”: it counts as 0.',
    ]);
  });

  it('names of KPIs mean what the catalogue says, unless they are columns', () => {
    const own = (id: string, formula: string) =>
      defineKpi({
        id: `own.${id}`,
        aliases: [id],
        name: id,
        formula,
        unit: { kind: 'money' },
        direction: 'up',
        description: 'What is left.',
        source: { standard: 'own', url: null },
      });
    const measure = (id: string, alias: string) =>
      defineMeasure({
        id,
        alias,
        name: alias,
        dataset: 'd',
        unit: { kind: 'money' },
        agg: 'sum',
      });
    const catalogue = draftCatalogue({
      measures: [measure('sales', 'revenue'), measure('ad_cost', 'spend')],
      kpis: [
        own('margin', 'sales - ad_cost'),
        own('rate', 'margin / sales'),
        own('one', 'two'),
        own('two', 'one'),
      ],
    });
    const before = [{ revenue: 5, ad_cost: 2 }];
    const after = [{ revenue: 9, ad_cost: 3 }];
    expect(explain('margin', { before, after, catalogue })).toMatchObject({ before: 3, after: 6 });
    expect(explain('rate', { before, after, catalogue }).after).toBeCloseTo(2 / 3, 12);
    const column = { before: [{ margin: 1 }], after: [{ margin: 3 }], catalogue };
    expect(explain('margin', column).change).toBe(2);
    expect(() => explain('one', { before, after, catalogue })).toThrow(refusal('needs itself'));
    expect(() => explain('nothing', { before, after, catalogue })).toThrow(refusal('no column'));
  });

  it('a KPI with filters of its own speaks of other rows, and is refused', () => {
    const kpi = defineKpi({
      ...{ id: 'x.search', name: 'Search', formula: 'cost * 2', unit: { kind: 'money' } },
      ...{ direction: 'up', description: 'X.', source: { standard: 'own', url: null } },
      filters: [{ dim: 'channel', op: 'eq', values: ['Search'] }],
    });
    const cost = { id: 'cost', alias: 'spend', name: 'Cost', dataset: 'ads' };
    const catalogue = draftCatalogue({
      measures: [defineMeasure({ ...cost, unit: { kind: 'money' } })],
      kpis: [kpi, { ...kpi, id: 'x.all', filters: [] }],
    });
    expect(() => explain('x.search', { ...roas, catalogue })).toThrow(refusal('“where” speaks'));
    expect(explain('x.all', { ...roas, catalogue }).change).toBe(200);
    const unnamed = { before: [{ other: 1 }], after: [{ other: 1 }] };
    expect(() => explain('cost', { ...unnamed, catalogue })).toThrow(refusal('“cost”'));
  });

  it('refuses distinct counts, and says why', () => {
    const users = [{ channel: 'Search', users: 5 }];
    expect(() => explain('users', { before: users, after: users, by: 'channel' })).toThrow(
      refusal('distinct count'),
    );
    expect(explain('users', { before: users, after: [{ users: 9 }] }).change).toBe(4);
    const people = [{ people: 3 }, { people: 4 }];
    expect(() =>
      explain('people', { before: people, after: people, distinct: ['people'] }),
    ).toThrow(refusal('distinct count'));
    const catalogue = draftCatalogue({
      measures: [
        defineMeasure({
          id: 'people',
          alias: 'people',
          name: 'People',
          dataset: 'd',
          unit: { kind: 'people' },
          agg: 'countDistinct',
        }),
      ],
      kpis: [],
    });
    expect(() => explain('people', { before: people, after: people, catalogue })).toThrow(
      refusal('distinct count'),
    );
  });

  it('refuses what has no exact parts', () => {
    expect(() => explain('revenue * spend', { ...roas, by: 'channel' })).toThrow(
      refusal('no exact parts'),
    );
    expect(() => explain('revenue / spend', { before: [], after: roas.after })).toThrow(
      refusal('not defined before'),
    );
    expect(() => explain('revenues', roas)).toThrow(refusal('no column'));
    expect(() => explain('revenue', { ...roas, by: 'chanel' })).toThrow(refusal('no column'));
    expect(() => explain('revenue', { before: [], after: [] })).toThrow(refusal('no rows'));
    expect(() => explain('7', roas)).toThrow(refusal('no measure'));
    const wrong = [{ revenue: Number.NaN }];
    expect(() => explain('revenue', { before: wrong, after: wrong })).toThrow(refusal('finite'));
    const text = [{ revenue: 'many' }];
    expect(() => explain('revenue', { before: text, after: text })).toThrow(refusal('many'));
    const shifted = {
      op: 'shift',
      of: { ref: 'revenue' },
      by: { count: 1, unit: 'period' },
    } as const;
    expect(() => explainChange({ expr: shifted, ...roas })).toThrow(refusal('shift'));
  });
});
