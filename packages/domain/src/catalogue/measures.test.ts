import { describe, expect, it } from 'vitest';
import { findMeasure } from '../kpi/index.ts';
import { CATALOGUE } from './catalogue.ts';
import { MEASURES } from './measures.ts';
import { storedMeasure } from './stored-measures.ts';

describe('measures', () => {
  it('have one id each, and one short name each in their dataset', () => {
    expect(new Set(MEASURES.map((one) => one.id)).size).toBe(MEASURES.length);
    const aliases = MEASURES.map((one) => `${one.dataset} ${one.alias}`);
    expect(new Set(aliases).size).toBe(aliases.length);
  });

  it('mean something by a short name only within a dataset', () => {
    expect(storedMeasure('ad_delivery', 'revenue')?.id).toBe('ad_conversion_value');
    expect(storedMeasure('web_session', 'revenue')?.id).toBe('order_revenue');
    expect(storedMeasure('search_console', 'clicks')?.id).toBe('serp_clicks');
    expect(storedMeasure('ad_delivery', 'ad_cost')?.alias).toBe('spend');
    expect(storedMeasure('web_session', 'spend')).toBeNull();
  });

  it('never call people additive who are counted once each', () => {
    const none = MEASURES.filter((one) => one.additive === 'none');
    expect(none.map((one) => one.id)).toContain('ad_reach');
    const things = none.filter((one) => one.unit.kind !== 'people');
    expect(things.map((one) => one.id)).toEqual(['assets_used_90d', 'sync_lag_seconds_max']);
  });

  it('name the nearest for a mistyped one', () => {
    expect(() => findMeasure(CATALOGUE, 'ad_csot')).toThrow(
      expect.objectContaining({ hint: 'Did you mean “ad_cost”?' }),
    );
  });
});
