import { describe, expect, it } from 'vitest';
import { GREGORIAN } from '../calendar/calendar.ts';
import { MEASURES } from '../catalogue/index.ts';
import { formatDay, parseDay } from '../shared/day.ts';
import { draftCatalogue } from './catalogue.ts';
import { defineKpi } from './define-kpi.ts';
import { defineMeasure } from './define-measure.ts';
import { evaluateKpis } from './evaluate.ts';
import { planKpis } from './plan.ts';
import { type Kpi, KpiQuery } from './schema.ts';
import { type Fact, sumRows } from './sum-rows.ts';

const UNIT = 1_000_000;
const source = { standard: 'own', url: null };
const own = (id: string, formula: string, more: Partial<Kpi> = {}) =>
  defineKpi({
    id,
    name: id,
    formula,
    unit: { kind: 'money' },
    direction: 'up',
    description: 'x',
    source,
    ...more,
  });

function fact(day: string, dims: Fact['row']['dims'], values: Record<string, number>): Fact {
  const at = parseDay(day) ?? 0;
  const micros = Object.fromEntries(Object.entries(values).map(([id, one]) => [id, one * UNIT]));
  const row = { day: at, dayTo: at, currency: 'EUR', dims, values: micros };
  return { source: 's', account: 'a', shape: '', row };
}

/** Values of an own formula by period and split. */
function ask(
  formula: string,
  of: { facts: Fact[]; more?: Partial<Kpi>; kpis?: Kpi[] } & Partial<KpiQuery>,
) {
  const { facts, more, kpis = [], ...rest } = of;
  const catalogue = draftCatalogue({
    measures: MEASURES,
    kpis: [own('x.asked', formula, more), ...kpis],
  });
  const range = { from: '2026-01-01', to: '2026-01-31' };
  const query = KpiQuery.parse({ kpis: ['x.asked'], ...range, how: true, ...rest });
  const plan = planKpis({ catalogue, query, calendar: GREGORIAN });
  const sums = (queries: typeof plan.current) => queries.map((one) => sumRows(facts, one));
  const answer = evaluateKpis({
    plan,
    current: sums(plan.current),
    previous: sums(plan.previous),
    currency: 'EUR',
    rates: [],
  });
  const rows = answer.rows.map((row) => [
    [...Object.values(row.dims), row.period].filter((one) => one !== null).join(' '),
    row.values['x.asked'],
  ]);
  return { rows, plan, answer, value: answer.rows[0]?.values['x.asked'] };
}

const spend = [
  fact('2025-12-10', { campaign: 'a', device: 'phone' }, { ad_cost: 10, ad_clicks: 5 }),
  fact('2026-01-05', { campaign: 'a', device: 'phone' }, { ad_cost: 20, ad_clicks: 4 }),
  fact('2026-01-20', { campaign: 'b', device: 'desktop' }, { ad_cost: 60, ad_clicks: 6 }),
  fact('2026-02-03', { campaign: 'b', device: 'phone' }, { ad_cost: 7, ad_clicks: 7 }),
];

describe('shift', () => {
  it('reads what was before, also of ratios from their parts', () => {
    expect(ask('shift(ad_cost, 1 month)', { facts: spend }).value).toBe(10);
    expect(ask('ad_cost - shift(ad_cost, period)', { facts: spend }).value).toBe(70);
    expect(ask('shift(ad_cost / ad_clicks, 1 month)', { facts: spend }).value).toBe(2);
    expect(
      ask('shift(shift(ad_cost, 1 month), 1 month)', {
        facts: spend,
        to: '2026-02-28',
        from: '2026-02-01',
      }).value,
    ).toBe(10);
  });

  it('keeps groups that were there only before', () => {
    const { rows } = ask('ad_cost - shift(ad_cost, period)', {
      facts: spend,
      from: '2026-02-01',
      to: '2026-02-28',
      by: ['campaign'],
    });
    expect(rows).toEqual([
      ['a', -20],
      ['b', -53],
    ]);
  });

  it('meets each bucket with its own, months clamped', () => {
    const facts = [fact('2026-02-28', {}, { ad_cost: 3 }), fact('2026-03-31', {}, { ad_cost: 5 })];
    const march = { from: '2026-03-28', to: '2026-03-31', grain: 'day' as const, spine: true };
    expect(ask('shift(ad_cost, 1 month)', { facts, ...march }).rows).toEqual([
      ['2026-03-28', 3],
      ['2026-03-29', 3],
      ['2026-03-30', 3],
      ['2026-03-31', 3],
    ]);
  });
});

describe('window', () => {
  it('adds up the last days to each bucket', () => {
    const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-05'];
    const facts = days.map((day, i) => fact(day, {}, { ad_cost: 10 ** i }));
    const query = { facts, from: '2026-01-03', to: '2026-01-06', grain: 'day' as const };
    expect(ask('trailing(ad_cost, 3 days)', query).rows).toEqual([
      ['2026-01-03', 111],
      ['2026-01-04', 110],
      ['2026-01-05', 1100],
      ['2026-01-06', 1000],
    ]);
  });

  it('starts with the fiscal unit', () => {
    const facts = ['2026-01-15', '2026-02-15', '2026-03-15'].map((day, i) =>
      fact(day, {}, { ad_cost: 10 ** i }),
    );
    const query = { facts, from: '2026-01-01', to: '2026-03-31', grain: 'month' as const };
    expect(ask('to_date(ad_cost, quarter)', query).rows).toEqual([
      ['2026-01', 1],
      ['2026-02', 11],
      ['2026-03', 111],
    ]);
    expect(ask('trailing(ad_cost, 2 months)', query).rows.at(-1)).toEqual(['2026-03', 110]);
  });

  it('never adds what must not be added, and takes a balance of the last day', () => {
    const facts = [
      fact('2026-01-05', { campaign: 'a' }, { ad_reach: 5 }),
      fact('2026-01-06', { campaign: 'a' }, { ad_reach: 6 }),
    ];
    const people = { unit: { kind: 'people' as const } };
    const day = { from: '2026-01-06', to: '2026-01-06', more: people };
    expect(ask('trailing(ad_reach, 1 day)', { facts, ...day }).value).toBe(6);
    const two = ask('trailing(ad_reach, 2 days)', { facts, ...day });
    expect(two.value).toBeNull();
    expect(two.answer.notes.map((note) => note.code)).toEqual(['non_additive']);
    const lists = [
      fact('2026-01-05', {}, { list_size: 5 }),
      fact('2026-01-06', {}, { list_size: 6 }),
    ];
    const later = { from: '2026-01-08', to: '2026-01-08', more: people };
    expect(ask('trailing(list_size, 7 days)', { facts: lists, ...later }).value).toBe(6);
    expect(ask('list_size', { facts: lists, ...later }).value).toBeNull();
  });
});

describe('total', () => {
  const share = { unit: { kind: 'ratio' as const, display: 'percent' as const } };

  it('is the share of the whole, whatever the split', () => {
    const { rows } = ask('ad_cost / total(ad_cost, campaign)', {
      facts: spend,
      by: ['campaign'],
      more: share,
    });
    expect(rows).toEqual([
      ['b', 0.75],
      ['a', 0.25],
    ]);
  });

  it('removes filters on its dimensions alone', () => {
    const filters = [
      { dim: 'campaign', op: 'eq' as const, values: ['a'] },
      { dim: 'device', op: 'eq' as const, values: ['phone'] },
    ];
    const query = { facts: spend, from: '2026-01-01', to: '2026-02-28', filters };
    expect(ask('total(ad_cost, campaign)', query).value).toBe(27);
    expect(ask('total(ad_cost, device)', query).value).toBe(20);
    expect(ask('total(ad_cost)', query).value).toBe(87);
    expect(ask('ad_cost', query).value).toBe(20);
  });

  it('never adds up currencies, and is the part itself where nothing is split', () => {
    const asked = { facts: spend, by: ['campaign', 'currency'] };
    const { plan } = ask('total(ad_cost)', asked);
    expect(plan.current.map((one) => one.by)).toEqual([['currency']]);
    const named = ask('total(ad_cost, currency)', asked).plan;
    expect(named.current.map((one) => one.by)).toEqual([['campaign']]);
    expect(Object.keys(ask('total(ad_cost, device)', { facts: spend }).plan.reads)).toEqual([
      'ad_cost',
    ]);
    expect(Object.keys(plan.reads)).toEqual(['total(ad_cost)']);
  });

  it('removes the filters of the question beside those that are locked', () => {
    const filter = (dim: string, value: string) => ({ dim, op: 'eq' as const, values: [value] });
    const catalogue = draftCatalogue({
      measures: MEASURES,
      kpis: [own('x.all', 'total(ad_cost)')],
    });
    const range = { from: '2026-01-01', to: '2026-02-28' };
    const filters = [filter('campaign', 'a'), filter('device', 'desktop')];
    const query = KpiQuery.parse({ kpis: ['x.all'], ...range, filters });
    const locked = [filter('device', 'phone')];
    const plan = planKpis({ catalogue, query, calendar: GREGORIAN, locked });
    expect(plan.current.map((one) => one.filters)).toEqual([locked]);
  });

  it('never removes filters that are locked', () => {
    const filters = [{ dim: 'campaign', op: 'eq' as const, values: ['a'] }];
    const catalogue = draftCatalogue({
      measures: MEASURES,
      kpis: [own('x.all', 'total(ad_cost)')],
    });
    const range = { from: '2026-01-01', to: '2026-02-28' };
    const query = KpiQuery.parse({ kpis: ['x.all'], ...range, filters });
    const plan = planKpis({ catalogue, query, calendar: GREGORIAN, locked: filters });
    expect(plan.current.map((one) => one.filters)).toEqual([filters]);
    const bare = { ...query, filters: [] };
    const locked = planKpis({ catalogue, query: bare, calendar: GREGORIAN, locked: filters });
    expect(locked.current.map((one) => one.filters)).toEqual([filters]);
  });
});

describe('filters of a KPI', () => {
  const filters = [{ dim: 'device', op: 'eq' as const, values: ['phone'] }];
  const phone = own('x.phone', 'ad_cost', { filters });

  it('hold beside those of the question, also within other formulas and totals', () => {
    const facts = spend;
    const all = { facts, from: '2025-12-01', to: '2026-02-28', kpis: [phone] };
    expect(ask('ad_cost', { ...all, more: { filters } }).value).toBe(37);
    expect(ask('ad_cost - x.phone', all).value).toBe(60);
    expect(ask('total(x.phone, device)', all).value).toBe(37);
    const desktop = [{ dim: 'device', op: 'eq' as const, values: ['desktop'] }];
    expect(ask('x.phone', { ...all, filters: desktop }).value).toBe(0);
  });
});

describe('what sums cannot tell', () => {
  const facts = [10, 20, 60].map((cost, i) =>
    fact(`2026-01-0${i + 1}`, { campaign: i < 2 ? 'a' : 'b' }, { ad_cost: cost }),
  );
  const median = { id: 'cost_p50', agg: 'quantile' as const, q: 0.5, column: 'ad_cost' };
  const campaigns = { id: 'campaigns', agg: 'countDistinct' as const, column: 'campaign' };
  const measures = [
    defineMeasure({ ...median, name: 'Median', dataset: 'ad_delivery', unit: { kind: 'money' } }),
    defineMeasure({
      ...campaigns,
      name: 'Campaigns',
      dataset: 'ad_delivery',
      unit: { kind: 'count' },
    }),
  ];
  const catalogue = draftCatalogue({ measures, kpis: [] });
  const kpis = ['cost_p50', 'campaigns'];
  const plan = (grain: 'day' | null) =>
    planKpis({
      catalogue,
      query: KpiQuery.parse({ kpis, from: '2026-01-01', to: '2026-01-31', grain }),
      calendar: GREGORIAN,
    });
  const input = { previous: [], currency: 'EUR', rates: [] };

  it('is exact where the single cases are at hand', () => {
    const asked = plan(null);
    const current = asked.current.map((query) => sumRows(facts, query));
    const { rows, notes } = evaluateKpis({ plan: asked, current, ...input });
    expect(rows[0]?.values).toEqual({ cost_p50: 20, campaigns: 2 });
    expect(notes).toEqual([]);
  });

  it('is null with the reason where they are not', () => {
    const asked = plan(null);
    const current = asked.current.map((query) =>
      sumRows(facts, query).map(({ states: _, ...row }) => row),
    );
    const { rows, notes } = evaluateKpis({ plan: asked, current, ...input });
    expect(rows[0]?.values).toEqual({ cost_p50: null, campaigns: null });
    expect(notes.map((note) => [note.code, note.kpi])).toEqual([
      ['not_aggregable', 'cost_p50'],
      ['not_aggregable', 'campaigns'],
    ]);
  });
});

describe('what a definition says of itself', () => {
  it('is told where it matters', () => {
    const month = { minGrain: 'month' as const };
    const codes = (more: Partial<Kpi>, grain: KpiQuery['grain']) =>
      ask('ad_cost', { facts: spend, more, grain }).answer.notes.map((note) => note.code);
    expect(codes(month, 'day')).toEqual(['grain_too_fine']);
    expect(codes(month, 'month')).toEqual([]);
    expect(codes(month, null)).toEqual([]);
    expect(codes({ status: 'deprecated' }, null)).toEqual(['deprecated']);
  });

  it('is kept where the period is too short to be read', () => {
    const share = {
      ...{
        minGrain: 'month' as const,
        unit: { kind: 'ratio' as const, display: 'percent' as const },
      },
      ...{ uncertainty: 'proportion' as const, minSample: 100 },
    };
    const facts = [
      fact('2025-12-05', {}, { ad_clicks: 1, ad_impressions: 4 }),
      fact('2026-01-05', {}, { ad_clicks: 2, ad_impressions: 10 }),
    ];
    const asked = { facts, more: share, compare: 'previous' as const };
    const { answer } = ask('ad_clicks / ad_impressions', { ...asked, grain: 'day' });
    expect(answer.rows).toHaveLength(1);
    expect(answer.rows[0]).toMatchObject({
      values: { 'x.asked': null },
      previous: { 'x.asked': null },
      intervals: { 'x.asked': null },
      parts: { ad_clicks: 2, ad_impressions: 10 },
    });
    expect(answer.rows[0]).not.toHaveProperty('thin');
    const byMonth = ask('ad_clicks / ad_impressions', { ...asked, grain: 'month' });
    expect(byMonth.answer.rows[0]).toMatchObject({
      values: { 'x.asked': 0.2 },
      previous: { 'x.asked': 0.25 },
      thin: ['x.asked'],
    });
    expect(byMonth.answer.notes).toEqual([]);
  });
});

describe('how sure it is', () => {
  const share = {
    ...{ unit: { kind: 'ratio' as const, display: 'percent' as const }, minSample: 100 },
    uncertainty: 'proportion' as const,
  };
  const row = (formula: string, facts: Fact[]) =>
    ask(formula, { facts, more: share }).answer.rows[0];
  const january = (values: Record<string, number>, device = 'phone') =>
    fact('2026-01-05', { device }, values);

  it('is said of quotients alone', () => {
    const facts = [january({ ad_clicks: 5, ad_impressions: 50 })];
    expect(row('ad_clicks / ad_impressions', facts)).toMatchObject({ thin: ['x.asked'] });
    for (const formula of ['2', 'ad_clicks', 'ad_clicks * 2', 'ad_clicks - ad_impressions']) {
      expect(row(formula, facts)).not.toHaveProperty('intervals');
    }
  });

  it('is said of nothing where a part is unknown, nor is that thin', () => {
    const reach = [
      january({ ad_reach: 5, ad_impressions: 50 }),
      january({ ad_reach: 5, ad_impressions: 40 }, 'desktop'),
    ];
    for (const formula of ['ad_reach / ad_impressions', 'ad_impressions / ad_reach']) {
      expect(row(formula, reach)?.intervals).toEqual({ 'x.asked': null });
      expect(row(formula, reach)).not.toHaveProperty('thin');
    }
    const empty = row('ad_clicks / ad_impressions', [january({ ad_clicks: 0, ad_impressions: 0 })]);
    expect(empty?.intervals).toEqual({ 'x.asked': null });
    expect(empty).not.toHaveProperty('thin');
  });
});

describe('how it is explained', () => {
  it('names what is read, where and when, and is recomputed from its parts', () => {
    const { plan, answer } = ask('ad_cost / shift(total(ad_cost, campaign), 1 month)', {
      facts: spend,
      by: ['campaign'],
      more: { unit: { kind: 'ratio', display: 'times' } },
    });
    expect(plan.asked[0]?.formula).toBe(
      'Media cost ÷ Media cost (all of Campaign, 1 month before)',
    );
    expect(answer.rows[0]?.parts).toEqual({
      ad_cost: 60,
      'shift(total(ad_cost, campaign), 1 month)': 10,
    });
    expect(plan.current.map((one) => [one.by, one.buckets.map((b) => formatDay(b.from))])).toEqual([
      [['campaign'], ['2026-01-01']],
      [[], ['2025-12-01']],
    ]);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it('reads once what is asked twice', () => {
    const { plan } = ask('ad_cost / total(ad_cost, device)', { facts: spend });
    expect(plan.current).toHaveLength(1);
    expect(Object.keys(plan.reads)).toEqual(['ad_cost']);
  });
});
