import { describe, expect, it } from 'vitest';
import { GREGORIAN } from '../calendar/calendar.ts';
import { CATALOGUE } from '../catalogue/index.ts';
import { parseDay } from '../shared/day.ts';
import { definitionHash } from './definition-hash.ts';
import { howOf } from './how.ts';
import { KpiQuery } from './schema.ts';
import { kpiNamed, planOf } from './testing.ts';

const calendar = { ...GREGORIAN, timeZone: 'Europe/Berlin', firstMonth: 2, weekStart: 7 };

function how(converted: boolean) {
  const filters = [{ dim: 'campaign', op: 'eq', values: ['A'] }];
  const asked = { kpis: ['cac_paid', 'paid.cost'], from: '2026-05-01', to: '2026-05-31', filters };
  const plan = planOf(KpiQuery.parse(asked), { calendar });
  const lastDay = (dataset: string) => (dataset === 'ad_delivery' ? parseDay('2026-06-02') : null);
  return howOf({ plan, calendar, currency: 'EUR', converted, lastDay });
}

describe('howOf', () => {
  it('tells everything that the values of an answer depend on', () => {
    expect(how(false)).toEqual({
      kpis: {
        cac_paid: {
          formula: 'Media cost ÷ Deals won',
          measures: ['ad_cost', 'deals_won'],
          definition: definitionHash(CATALOGUE, kpiNamed('cac_paid')),
          version: 1,
        },
        'paid.cost': {
          formula: 'Media cost',
          measures: ['ad_cost'],
          definition: definitionHash(CATALOGUE, kpiNamed('spend')),
          version: 1,
        },
      },
      measures: {
        ad_cost: { name: 'Media cost', unit: { kind: 'money' }, dataset: 'ad_delivery' },
        deals_won: { name: 'Deals won', unit: { kind: 'count' }, dataset: 'lead_stage' },
      },
      filters: [{ dim: 'campaign', op: 'eq', values: ['A'] }],
      calendar: { timeZone: 'Europe/Berlin', firstMonth: 2, weekStart: 7 },
      fx: 'none',
      watermark: { ad_delivery: '2026-06-02', lead_stage: null },
    });
  });

  it('names the rule by which amounts were converted', () => {
    const rule = 'rate of the day, carried forward at most 7 days';
    expect(how(true).fx).toEqual({ to: 'EUR', rule });
  });
});
