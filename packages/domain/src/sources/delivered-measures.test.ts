import { describe, expect, it } from 'vitest';
import { IMPORTED_MEASURES, MEASURES } from '../catalogue/index.ts';
import { deliveredMeasures } from './delivered-measures.ts';

describe('deliveredMeasures', () => {
  const delivered = deliveredMeasures();

  it.each([
    'ad_cost',
    'sessions',
    'emails_delivered',
    'serp_position_x_impressions',
    'leads',
    'bookings_won',
  ])('holds %s, which exports fill', (id) => {
    expect(delivered).toContain(id);
  });

  it.each(['ad_co2e', 'cohort_leads', 'list_size', 'cycle_seconds', 'finance_revenue'])(
    'holds no %s, which none fills',
    (id) => {
      expect(MEASURES.some((one) => one.id === id)).toBe(true);
      expect(delivered).not.toContain(id);
    },
  );

  it('holds only what can be stored', () => {
    const stored = new Set(IMPORTED_MEASURES.map((one) => one.id));
    expect([...delivered].filter((id) => !stored.has(id))).toEqual([]);
  });
});
