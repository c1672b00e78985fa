import { describe, expect, it } from 'vitest';
import { amountIn, bandIn, curveIn, draftsOf } from './target-draft.ts';

describe('typed targets', () => {
  it.each([
    ['400000', 400_000],
    ['400,000.50', 400_000.5],
    ['1 200', 1200],
    ['40%', 0.4],
    ['-3', -3],
    ['.5', 0.5],
    ['', null],
    ['much', null],
    ['1e9', null],
    ['1.2.3', null],
  ])('%j is %j', (text, value) => {
    expect(amountIn(text)).toBe(value);
  });

  it.each([
    ['80–120', { low: 80, high: 120 }],
    ['0.8 to 1.2', { low: 0.8, high: 1.2 }],
    ['20–30%', { low: 0.2, high: 0.3 }],
    ['20% .. 30%', { low: 0.2, high: 0.3 }],
    ['80-120', { low: 80, high: 120 }],
    ['-5 - 5', { low: -5, high: 5 }],
    ['120–80', null],
    ['100', null],
    ['1–2–3', null],
  ])('the band %j is %j', (text, band) => {
    expect(bandIn(text)).toEqual(band);
  });

  it('a band has its middle as value, a curve its days', () => {
    expect(draftsOf({ Q1: '10–30', Q2: '5' }, 'band')).toEqual({
      targets: [{ period: 'Q1', kind: 'band', value: 20, band: { low: 10, high: 30 } }],
      wrong: 'Q2',
    });
    expect(curveIn('2026-03-31 25%\n\n2026-06-30, 0.6')).toEqual([
      { until: '2026-03-31', share: 0.25 },
      { until: '2026-06-30', share: 0.6 },
    ]);
    for (const text of ['', '2026-03-31', '31.03.2026 25%', '2026-03-31 125%'])
      expect(curveIn(text)).toBeNull();
  });

  it('empty periods have none, and what is no number is named', () => {
    const typed = { Q1: '100', Q2: ' ', Q3: 'x' };
    expect(draftsOf(typed, 'reach')).toEqual({
      targets: [{ period: 'Q1', kind: 'reach', value: 100 }],
      wrong: 'Q3',
    });
  });
});
