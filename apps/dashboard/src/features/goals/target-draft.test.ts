import { describe, expect, it } from 'vitest';
import { amountIn, draftsOf } from './target-draft.ts';

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

  it('empty periods have none, and what is no number is named', () => {
    const typed = { Q1: '100', Q2: ' ', Q3: 'x' };
    expect(draftsOf(typed, 'reach')).toEqual({
      targets: [{ period: 'Q1', kind: 'reach', value: 100 }],
      wrong: 'Q3',
    });
  });
});
