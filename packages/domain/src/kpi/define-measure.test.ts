import { describe, expect, it } from 'vitest';
import { MEASURES } from '../catalogue/index.ts';
import { ADDITIVE, defineMeasure, type MeasureEntry } from './define-measure.ts';

const base: MeasureEntry = { id: 'x', name: 'X', dataset: 'd', unit: { kind: 'count' } };

describe('defineMeasure', () => {
  it('fills in the usual, and how it adds up', () => {
    expect(defineMeasure(base)).toMatchObject({
      agg: 'sum',
      column: 'x',
      additive: 'all',
      q: null,
    });
    expect(defineMeasure({ ...base, agg: 'snapshotFirst' }).additive).toBe('notTime');
    expect(defineMeasure({ ...base, agg: 'quantile', q: 0.9 }).additive).toBe('none');
  });

  it.each<[Partial<MeasureEntry>, string]>([
    [{ agg: 'quantile' }, 'quantile with q null'],
    [{ agg: 'quantile', q: 1.5 }, 'quantile with q 1.5'],
    [{ agg: 'quantile', q: Number.NaN }, 'quantile with q NaN'],
    [{ agg: 'sum', q: 0.5 }, 'sum with q 0.5'],
    [{ agg: 'countDistinct', column: '*' }, 'reads all columns'],
  ])('refuses %j', (change, message) => {
    expect(() => defineMeasure({ ...base, ...change })).toThrow(message);
  });

  it('made every shipped measure add up as it is read', () => {
    for (const one of MEASURES) expect(one.additive, one.id).toBe(ADDITIVE[one.agg]);
  });
});
