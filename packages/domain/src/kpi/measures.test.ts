import { describe, expect, it } from 'vitest';
import { findMeasure, MEASURES, measure } from './measures.ts';

describe('measures', () => {
  it('have one id each, and one short name each in their dataset', () => {
    expect(new Set(MEASURES.map((one) => one.id)).size).toBe(MEASURES.length);
    const aliases = MEASURES.map((one) => `${one.dataset} ${one.alias}`);
    expect(new Set(aliases).size).toBe(aliases.length);
  });

  it('mean something by a short name only within a dataset', () => {
    expect(findMeasure('ad_delivery', 'revenue')?.id).toBe('ad_conversion_value');
    expect(findMeasure('web_session', 'revenue')?.id).toBe('order_revenue');
    expect(findMeasure('search_console', 'clicks')?.id).toBe('serp_clicks');
    expect(findMeasure('ad_delivery', 'ad_cost')?.alias).toBe('spend');
    expect(findMeasure('web_session', 'spend')).toBeNull();
  });

  it('never call people additive who are counted once each', () => {
    const none = MEASURES.filter((one) => one.additive === 'none');
    expect(none.map((one) => one.id)).toContain('ad_reach');
    expect(none.every((one) => one.unit.kind === 'people')).toBe(true);
  });

  it('name the nearest for a mistyped one', () => {
    expect(() => measure('ad_csot')).toThrow(
      expect.objectContaining({ hint: 'Did you mean “ad_cost”?' }),
    );
  });
});
