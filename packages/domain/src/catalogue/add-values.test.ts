import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCatalogue, defineKpi, type Kpi, parseFormula } from '../kpi/index.ts';
import { addValues } from './add-values.ts';
import { additivityOf } from './additivity-of.ts';
import { CATALOGUE } from './catalogue.ts';
import { KPIS } from './kpis.ts';

const add = (kpi: string, values: (number | null)[], over: 'time' | 'dimensions' = 'time') =>
  addValues({ catalogue: CATALOGUE, kpi, values, over });

describe('addValues', () => {
  it('adds flows over time and over dimensions', () => {
    expect(add('spend', [1, 2, 3])).toEqual({ value: 6, reason: null });
    expect(add('spend', [1, 2, 3], 'dimensions')).toEqual({ value: 6, reason: null });
    expect(add('spend', [])).toEqual({ value: 0, reason: null });
  });

  it('adds balances over dimensions only', () => {
    expect(add('mrr', [100, 50], 'dimensions')).toEqual({ value: 150, reason: null });
    expect(add('mrr', [100, 50])).toEqual({
      value: null,
      reason: expect.stringContaining('a balance'),
    });
  });

  it.each(['users', 'reach', 'tech.freshness'])('never adds %s', (kpi) => {
    expect(add(kpi, [5, 7]).value).toBeNull();
    expect(add(kpi, [5, 7], 'dimensions').reason).toContain('never added');
  });

  it('names the parts of a ratio', () => {
    expect(add('roas', [2, 4])).toEqual({
      value: null,
      reason:
        'Return on ad spend is neither added nor averaged: add the parts and divide again (Conversion value ÷ Media cost).',
    });
  });

  it('does not hide what is missing', () => {
    const values = [1, null];
    expect(add('spend', values)).toEqual({
      value: null,
      reason: expect.stringContaining('missing'),
    });
    expect(add('spend', [1, Number.NaN]).value).toBeNull();
    expect(add('spend', [1, Infinity]).value).toBeNull();
  });

  it('names the nearest for a mistyped name', () => {
    expect(() => add('spned', [1])).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND', hint: 'Did you mean “spend”?' }),
    );
  });

  it('adds in any order to the same within rounding, and never invents a number', () => {
    const names = KPIS.map((kpi) => kpi.id);
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 8 }),
        fc.constantFrom('time' as const, 'dimensions' as const),
        (kpi, values, over) => {
          const there = add(kpi, values, over);
          const back = add(kpi, values.toReversed(), over);
          expect(there.reason).toBe(back.reason);
          expect(there.value === null).toBe(there.reason !== null);
          if (there.value !== null) expect(there.value).toBeCloseTo(back.value ?? Number.NaN, 3);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('additivityOf', () => {
  const of = (formula: string) => {
    const kpi = { ...(KPIS[0] as Kpi), id: 'x.y', expr: parseFormula(formula) };
    return additivityOf(CATALOGUE, kpi);
  };

  it.each([
    ['ad_cost', 'all'],
    ['ad_cost + program_spend', 'all'],
    ['(ad_cost - ad_budget) * 2', 'all'],
    ['ad_cost / 12', 'all'],
    ['coalesce(ad_cost, 0)', 'all'],
    ['coalesce(ad_cost, program_spend)', 'ratio'],
    ['mrr_end * 12', 'notTime'],
    ['spend_actual + spend_committed', 'notTime'],
    ['ad_reach', 'none'],
    ['ad_reach + new_users', 'none'],
    ['ad_cost + 1', 'none'],
    ['5', 'none'],
    ['ad_cost * ad_clicks', 'ratio'],
    ['ad_cost / ad_clicks', 'ratio'],
    ['100 / ad_clicks', 'ratio'],
    ['roas', 'ratio'],
    ['roas + roas', 'ratio'],
    ['spend + spend', 'all'],
  ])('%s: %s', (formula, additivity) => {
    expect(of(formula)).toBe(additivity);
  });

  it('holds for a catalogue of a team of its own', () => {
    const own = defineKpi({
      id: 'x.total',
      name: 'Total spend',
      formula: 'spend',
      unit: { kind: 'money' },
      direction: 'down',
      description: 'All of it.',
      source: { standard: 'own', url: null },
    });
    const catalogue = createCatalogue({ measures: CATALOGUE.measures, kpis: [...KPIS, own] });
    expect(additivityOf(catalogue, own)).toBe('all');
  });
});
