import { describe, expect, it } from 'vitest';
import { KPIS, MEASURES } from '../catalogue/index.ts';
import { formatDay, parseDay } from '../shared/day.ts';
import { draftCatalogue } from './catalogue.ts';
import { defineKpi } from './define-kpi.ts';
import { type Bucket, KpiQuery } from './schema.ts';
import { planOf } from './testing.ts';

const query = (change: object = {}) =>
  KpiQuery.parse({ kpis: ['ctr'], from: '2026-03-01', to: '2026-03-31', ...change });
const spans = (buckets: Bucket[] | null | undefined) =>
  buckets?.map((one) => `${one.label}: ${formatDay(one.from)} to ${formatDay(one.to)}`);

describe('planKpis', () => {
  it('asks each dataset once, for each base measure once', () => {
    const plan = planOf(query({ kpis: ['ctr', 'cpc', 'sessions', 'cac_paid'] }));
    expect(
      plan.current.map(({ dataset, measures }) => [dataset, measures.map((one) => one.id)]),
    ).toEqual([
      ['ad_delivery', ['ad_clicks', 'ad_impressions', 'ad_cost']],
      ['web_session', ['sessions']],
      ['lead_stage', ['deals_won']],
    ]);
    expect(plan.previous).toEqual([]);
    expect(plan.asked.map((one) => one.kpi.id)).toEqual([
      'paid.ctr',
      'paid.cpc',
      'acq.sessions',
      'acq.media_cost_per_deal',
    ]);
    expect(plan.asked.map((one) => one.measures.map(({ id }) => id))).toEqual([
      ['ad_clicks', 'ad_impressions'],
      ['ad_cost', 'ad_clicks'],
      ['sessions'],
      ['ad_cost', 'deals_won'],
    ]);
  });

  it('keeps days apart only for money that may need rates, and for balances', () => {
    const resolution = (kpi: string, options = {}) =>
      planOf(query({ kpis: [kpi] }), options).current[0]?.resolution;
    expect(resolution('ctr')).toBe('bucket');
    expect(resolution('spend')).toBe('day');
    expect(resolution('spend', { convert: false })).toBe('bucket');
    expect(resolution('email.list_size', { convert: false })).toBe('day');
  });

  it('survives JSON', () => {
    const plan = planOf(
      query({ by: ['campaign'], grain: 'week', compare: 'previous', filters: [] }),
    );
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it('asks twice for what was asked twice only once', () => {
    const plan = planOf(query({ kpis: ['ctr', 'ctr'], by: ['campaign', 'campaign'] }));
    expect([plan.query.kpis, plan.query.by, plan.asked.length]).toEqual([['ctr'], ['campaign'], 1]);
  });

  it.each([
    [{ kpis: ['ctrr'] }, 'no KPI “ctrr”', 'Did you mean “ctr”?'],
    [{ by: ['campain'] }, 'no dimension “campain”', 'Did you mean “campaign”?'],
    [
      { filters: [{ dim: 'devize', op: 'eq', values: ['x'] }] },
      'no dimension “devize”',
      'Did you mean “device”?',
    ],
    [{ to: '2026-02-01' }, 'ends before it starts', 'Swap the dates.'],
    [{ from: '2026-02-30' }, '“2026-02-30” (from) is not a date', null],
  ])('refuses %j', (change, message, hint) => {
    const call = () => planOf(query(change));
    expect(call).toThrow(message);
    if (hint) expect(call).toThrow(expect.objectContaining({ hint }));
  });
});

describe('the units of a ratio', () => {
  const unit = 'campaign';
  const withOwn = (formula: string) => {
    const kpi = defineKpi({
      ...{ id: 'x.own', name: 'Own', formula, unit: { kind: 'money' }, direction: 'up' },
      ...{ description: 'x', source: { standard: 'own', url: null }, uncertainty: 'ratioDelta' },
      ...{ aliases: ['own'], version: 3 },
    });
    return draftCatalogue({ measures: MEASURES, kpis: [...KPIS, kpi] });
  };

  it('are asked one by one for what stands above and below its line', () => {
    const asked = { kpis: ['own', 'ctr'], by: ['device'], compare: 'previous', how: true };
    const catalogue = withOwn('ad_cost / ad_clicks');
    const { units } = planOf(query({ ...asked, spine: true, limit: 3 }), { catalogue, unit });
    expect(units).toMatchObject({
      ...{ unit, ratios: [{ name: 'own', top: 'x.own/0', below: 'x.own/1' }] },
      plan: { units: null, previousBuckets: null },
    });
    expect(units?.plan.query).toMatchObject({
      ...{ kpis: ['x.own/0', 'x.own/1'], by: ['device', 'campaign'] },
      ...{ compare: null, spine: false, how: false, limit: Number.MAX_SAFE_INTEGER },
    });
    const plain = { version: 1, aliases: [], uncertainty: 'none' };
    expect(units?.plan.asked.map((one) => one.kpi)).toMatchObject([
      { ...plain, expr: { ref: 'ad_cost' } },
      { ...plain, expr: { ref: 'ad_clicks' } },
    ]);
  });

  it('are not asked for where no ratio has an interval by them', () => {
    const own = query({ kpis: ['own'] });
    expect(planOf(own, { catalogue: withOwn('ad_cost / ad_clicks') }).units).toBeNull();
    expect(planOf(query({ kpis: ['ctr', 'cpc', 'spend'] }), { unit }).units).toBeNull();
    for (const formula of ['ad_cost', 'ad_cost * 2', '5']) {
      expect(planOf(own, { catalogue: withOwn(formula), unit }).units).toBeNull();
    }
  });
});

describe('the buckets to compare with', () => {
  const before = (change: object) => spans(planOf(query(change)).previousBuckets);

  it('are one for one total: a whole month meets a whole month', () => {
    expect(before({ compare: 'previous' })).toEqual([
      '2026-02-01..2026-02-28: 2026-02-01 to 2026-02-28',
    ]);
    expect(before({ compare: null })).toBeUndefined();
  });

  it('meet day by day, as far as the other month has days', () => {
    const days = before({ compare: 'previous', grain: 'day' });
    expect(days).toHaveLength(28);
    expect(days?.[0]).toBe('2026-02-01: 2026-02-01 to 2026-02-01');
    const shorter = before({
      from: '2026-02-01',
      to: '2026-02-28',
      compare: 'previous',
      grain: 'day',
    });
    expect(shorter).toHaveLength(28);
    expect(shorter?.at(-1)).toBe('2026-01-28: 2026-01-28 to 2026-01-28');
  });

  it('meet weeks of as many days', () => {
    expect(before({ to: '2026-03-10', compare: 'previous', grain: 'week' })).toEqual([
      '2026-01-26: 2026-02-01 to 2026-02-01',
      '2026-02-02: 2026-02-02 to 2026-02-08',
      '2026-02-09: 2026-02-09 to 2026-02-10',
    ]);
  });

  it('meet weekday by weekday, whatever the grain', () => {
    const year = { compare: 'year', align: 'weekday' };
    expect(before(year)).toEqual(['2025-03-02..2025-04-01: 2025-03-02 to 2025-04-01']);
    expect(before({ ...year, to: '2026-04-30', grain: 'month' })).toEqual([
      '2025-03: 2025-03-02 to 2025-04-01',
      '2025-04: 2025-04-02 to 2025-05-01',
    ]);
    const days = before({ compare: 'previous', align: 'weekday', grain: 'day' });
    expect(days).toHaveLength(31);
    expect(days?.[0]).toBe('2026-01-25: 2026-01-25 to 2026-01-25'); // Sundays both
  });

  it('meet month by month', () => {
    expect(
      before({ from: '2026-01-01', to: '2026-03-31', compare: 'previous', grain: 'month' }),
    ).toEqual([
      '2025-10: 2025-10-01 to 2025-10-31',
      '2025-11: 2025-11-01 to 2025-11-30',
      '2025-12: 2025-12-01 to 2025-12-31',
    ]);
    expect(before({ compare: 'year', grain: 'month' })).toEqual([
      '2025-03: 2025-03-01 to 2025-03-31',
    ]);
  });

  it('meet only the elapsed part while the range is not over', () => {
    const at = (text: string) => parseDay(text) ?? Number.NaN;
    const ask = (today: string, dataUntil: string, change: object = {}) => {
      const progress = { today: at(today), dataUntil: at(dataUntil) };
      const asked = query({ from: '2025-12-01', to: '2025-12-31', compare: 'previous', ...change });
      return spans(planOf(asked, { progress }).previousBuckets);
    };
    const part = ['2025-11-01..2025-11-27: 2025-11-01 to 2025-11-27'];
    expect(ask('2025-12-27', '2025-12-27')).toEqual(part);
    expect(ask('2025-12-29', '2025-12-27')).toEqual(part);
    expect(ask('2025-12-27', '2025-12-30')).toEqual(part);
    expect(ask('2025-12-27', '2025-12-27', { grain: 'day' })).toHaveLength(27);
    const whole = ['2025-11-01..2025-11-30: 2025-11-01 to 2025-11-30'];
    expect(ask('2026-01-01', '2025-12-15')).toEqual(whole);
    expect(ask('2025-12-27', '2025-10-01')).toEqual(whole);
    expect(ask('2025-12-27', '2025-12-27', { compare: 'year' })).toEqual([
      '2024-12-01..2024-12-27: 2024-12-01 to 2024-12-27',
    ]);
  });
});
