import { describe, expect, it } from 'vitest';
import { parseDay } from '../shared/day.ts';
import { absentNotes, type Standing, suspectsOf } from './absent-dimensions.ts';
import { type Filter, KpiQuery } from './schema.ts';
import { planOf } from './testing.ts';

const day = (text: string) => parseDay(text) ?? 0;
const may = { from: day('2026-05-01'), to: day('2026-05-31') };
const ads = { dataset: 'ad_delivery' as const, ...may };
const STANDING: Standing[] = [
  { ...ads, source: 'one', shape: 'campaign,device' },
  { ...ads, source: 'two', shape: 'campaign' },
  { ...ads, source: 'two', shape: 'campaign,country~period' },
  { dataset: 'lead_stage', source: 'crm', shape: 'stage', ...may },
  { ...ads, source: 'old', shape: '', from: 0, to: 9 },
];

function suspects(asked: Partial<KpiQuery>) {
  const range = { from: '2026-05-01', to: '2026-05-31' };
  const plan = planOf(KpiQuery.parse({ kpis: ['spend'], ...range, ...asked }));
  const found = suspectsOf(plan, STANDING);
  return { plan, found, told: found.map(({ query, dim, source }) => [query.dataset, dim, source]) };
}

const is = (dim: string, ...values: (string | null)[]): Filter => ({ dim, op: 'in', values });

describe('suspectsOf', () => {
  it('names each source in reach that has no column of the filter', () => {
    expect(suspects({ filters: [is('device', 'Mobile')] }).told).toEqual([
      ['ad_delivery', 'device', 'two'],
    ]);
    expect(suspects({ filters: [is('campaign', 'A'), is('country', 'DE')] }).told).toEqual([
      ['ad_delivery', 'country', 'one'],
    ]);
    expect(suspects({ filters: [is('device', 'Mobile'), is('source', 'one')] }).told).toEqual([]);
  });

  it('knows what every row has', () => {
    const filters = [is('account', 'a'), is('source', 'one'), is('currency', 'EUR')];
    expect(suspects({ filters }).told).toEqual([]);
  });

  it('looks at splits only where several datasets meet', () => {
    expect(suspects({ by: ['campaign'] }).told).toEqual([]);
    expect(suspects({ by: ['campaign'], kpis: ['cac_paid'] }).told).toEqual([
      ['lead_stage', 'campaign', 'crm'],
    ]);
  });
});

describe('absentNotes', () => {
  it('says whether the rows are left out or all kept', () => {
    const out = suspects({ kpis: ['cac_paid'], filters: [is('campaign', 'A')] });
    expect(
      absentNotes(out.found, {
        source: () => 'Our CRM',
        rows: () => 'leads and deals',
      }),
    ).toEqual([
      {
        code: 'dimension_absent',
        message:
          'Rows about leads and deals from Our CRM do not tell Campaign: the filter leaves all of them out.',
        hint: 'Ask without Campaign, or import an export that has it.',
        kpi: null,
      },
    ]);
    const kept = suspects({ kpis: ['leads'], filters: [is('campaign', null)] });
    expect(absentNotes(kept.found)[0]?.message).toContain('all count as “not set”');
  });
});
