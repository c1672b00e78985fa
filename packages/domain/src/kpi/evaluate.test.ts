import { describe, expect, it } from 'vitest';
import type { Rate } from '../money/rates.ts';
import { parseDay } from '../shared/day.ts';
import { evaluateKpis } from './evaluate.ts';
import { KpiQuery } from './schema.ts';
import { type Fact, sumRows } from './sum-rows.ts';
import { measure, planOf } from './testing.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;

type Given = { on: string; currency?: string; campaign?: string | null; list?: string };

// `fact({ on: '2026-05-01' }, { ad_cost: 1.5 })`: values in units.
function fact(
  { on, currency = 'EUR', campaign, list }: Given,
  units: Record<string, number | null>,
) {
  const values = Object.fromEntries(
    Object.entries(units).map(([id, value]) => [
      id,
      value === null ? null : Math.round(value * 1e6),
    ]),
  );
  const dims = { ...(campaign !== undefined && { campaign }), ...(list && { list }) };
  const row = { day: day(on), dayTo: day(on), currency, dims, values };
  return { source: 's', account: 'a', shape: '', row } satisfies Fact;
}

type Asking = { rates?: Rate[]; currency?: string } & Partial<KpiQuery>;

function answer(facts: Fact[], { rates = [], currency = 'EUR', ...change }: Asking) {
  const range = { from: '2026-05-01', to: '2026-05-31' };
  const plan = planOf(KpiQuery.parse({ kpis: ['spend'], ...range, ...change }));
  const sum = (queries: typeof plan.current) =>
    queries.map((query) => {
      const known = (one: Fact) =>
        Object.keys(one.row.values).every((id) => measure(id).dataset === query.dataset);
      return sumRows(facts.filter(known), query);
    });
  const sums = { current: sum(plan.current), previous: sum(plan.previous) };
  return evaluateKpis({ plan, ...sums, currency, rates });
}

const values = (given: ReturnType<typeof answer>) => given.rows.map((row) => row.values);
const codes = (given: ReturnType<typeof answer>) => given.notes.map((note) => note.code);

describe('a value', () => {
  it('is made from the sums of its cell, and keyed by the name that was asked', () => {
    const facts = [
      fact({ on: '2026-05-01' }, { ad_cost: 30, ad_clicks: 10, ad_impressions: 1000 }),
      fact({ on: '2026-05-02' }, { ad_cost: 10, ad_clicks: 10, ad_impressions: 9000 }),
    ];
    const kpis = ['spend', 'paid.cost', 'ad_cost', 'ctr', 'cpc', 'cpm'];
    expect(values(answer(facts, { kpis }))).toEqual([
      { spend: 40, 'paid.cost': 40, ad_cost: 40, ctr: 0.002, cpc: 2, cpm: 4 },
    ]);
    expect(values(answer(facts, { kpis: ['ctr'], grain: 'day' }))).toEqual([
      { ctr: 0.01 },
      { ctr: 10 / 9000 },
    ]);
  });

  it('has an interval where it is a share, and is thin where few stand below the line', () => {
    const facts = [
      fact({ on: '2026-05-01', campaign: 'A' }, { ad_clicks: 81, ad_impressions: 263 }),
      fact({ on: '2026-05-01', campaign: 'B' }, { ad_clicks: 9, ad_impressions: 1000 }),
      fact({ on: '2026-05-01', campaign: 'C' }, { ad_clicks: 3, ad_impressions: 0 }),
      fact({ on: '2026-05-01', campaign: 'D' }, { ad_clicks: 3, ad_impressions: 2 }),
    ];
    const { rows } = answer(facts, { kpis: ['ctr', 'paid.ctr', 'clicks'], by: ['campaign'] });
    const of = Object.fromEntries(rows.map((row) => [row.dims.campaign, row]));
    const published = { low: expect.closeTo(0.2553, 4), high: expect.closeTo(0.3662, 4) };
    expect(of.A?.intervals).toEqual({ ctr: published, 'paid.ctr': published });
    expect(of.A?.thin).toEqual(['ctr', 'paid.ctr']);
    expect(of.B?.intervals?.ctr?.low).toBeGreaterThan(0.004);
    expect(of.B).not.toHaveProperty('thin');
    // More clicks than impressions are no share of them.
    expect([of.C?.intervals?.ctr, of.D?.intervals?.ctr]).toEqual([null, null]);
    expect(of.C).not.toHaveProperty('thin');
    expect(answer(facts, { kpis: ['clicks'] }).rows[0]).not.toHaveProperty('intervals');
  });

  it('shows its parts in the currency of the answer, when asked how', () => {
    const facts = [
      fact({ on: '2026-05-01', currency: 'USD' }, { ad_cost: 10, ad_clicks: 4 }),
      fact({ on: '2026-05-02' }, { ad_cost: 1, ad_clicks: 1 }),
    ];
    const rates = [{ from: 'USD', to: 'EUR', day: day('2026-05-01'), rate: 0.5 }];
    const given = answer(facts, { kpis: ['cpc'], rates, how: true });
    expect(given).toMatchObject({ currency: 'EUR', converted: true });
    expect(given.rows[0]).toMatchObject({
      values: { cpc: 6 / 5 },
      parts: { ad_cost: 6, ad_clicks: 5 },
    });
    expect(answer(facts.slice(1), {}).converted).toBe(false);
    expect(answer(facts, { rates }).rows[0]).not.toHaveProperty('parts');
  });

  it('is null where there is nothing to divide by, and 0 where rows carry none', () => {
    const facts = [fact({ on: '2026-05-01' }, { ad_cost: 5, ad_clicks: null })];
    const given = answer(facts, { kpis: ['spend', 'clicks', 'cpc', 'roas'], grain: 'day' });
    expect(values(given)).toEqual([{ spend: 5, clicks: 0, cpc: null, roas: 0 }]);
    expect(given.notes.map((note) => [note.code, note.kpi])).toEqual([
      ['not_delivered', 'clicks'],
      ['not_delivered', 'cpc'],
      ['not_delivered', 'roas'],
    ]);
  });

  it('meets values of another dataset by group', () => {
    const facts = [
      fact({ on: '2026-05-01', campaign: 'a' }, { ad_cost: 100 }),
      fact({ on: '2026-05-02', campaign: 'b' }, { ad_cost: 50 }),
      fact({ on: '2026-05-20', campaign: 'a' }, { deals_won: 4 }),
      fact({ on: '2026-05-20', campaign: 'c' }, { deals_won: 1 }),
    ];
    const given = answer(facts, { kpis: ['cac_paid', 'spend', 'deals_won'], by: ['campaign'] });
    expect(given.rows.map((row) => [row.dims.campaign, row.values])).toEqual([
      ['a', { cac_paid: 25, spend: 100, deals_won: 4 }],
      ['c', { cac_paid: 0, spend: 0, deals_won: 1 }],
      ['b', { cac_paid: null, spend: 50, deals_won: 0 }],
    ]);
  });
});

describe('which rows there are', () => {
  const facts = [
    fact({ on: '2026-05-01', campaign: 'a' }, { ad_cost: 1 }),
    fact({ on: '2026-05-03', campaign: 'b' }, { ad_cost: 2 }),
  ];

  it('a total always, and says when nothing stands behind it', () => {
    const given = answer([], { kpis: ['spend', 'cpc'] });
    expect(given.rows).toEqual([
      {
        dims: {},
        period: null,
        from: '2026-05-01',
        to: '2026-05-31',
        values: { spend: 0, cpc: null },
        previous: null,
      },
    ]);
    expect(codes(given)).toEqual(['no_rows', 'no_rows']);
  });

  it('a period or group only if it has rows', () => {
    const days = answer(facts, { grain: 'day' }).rows;
    expect(days.map((row) => [row.period, row.from, row.to])).toEqual([
      ['2026-05-01', '2026-05-01', '2026-05-01'],
      ['2026-05-03', '2026-05-03', '2026-05-03'],
    ]);
    expect(answer([], { grain: 'day' }).rows).toEqual([]);
  });

  it('every period of every group with a spine, flows 0', () => {
    const range = { from: '2026-05-01', to: '2026-05-03', grain: 'day' as const, spine: true };
    const kpis = ['spend', 'cpc'];
    expect(values(answer(facts, { ...range, kpis }))).toEqual([
      { spend: 1, cpc: null },
      { spend: 0, cpc: null },
      { spend: 2, cpc: null },
    ]);
    const groups = answer(facts, { ...range, by: ['campaign'] }).rows;
    expect(groups.map((row) => [row.period, row.dims.campaign, row.values.spend])).toEqual([
      ['2026-05-01', 'a', 1],
      ['2026-05-01', 'b', 0],
      ['2026-05-02', 'a', 0],
      ['2026-05-02', 'b', 0],
      ['2026-05-03', 'b', 2],
      ['2026-05-03', 'a', 0],
    ]);
    expect(answer([], { ...range }).rows).toHaveLength(3);
  });

  it('the first ones, with a note of the rest', () => {
    const given = answer(facts, { by: ['campaign'], limit: 1 });
    expect(given.rows.map((row) => row.dims)).toEqual([{ campaign: 'b' }]);
    expect(given.notes).toMatchObject([
      { code: 'limited', message: 'The first 1 of 2 rows are shown.' },
    ]);
  });
});

describe('the limit', () => {
  const facts = ['2026-05-01', '2026-05-02', '2026-05-03'].flatMap((on, i) =>
    ['a', 'b'].map((campaign, k) => fact({ on, campaign }, { ad_cost: i + 2 * k + 1 })),
  );
  const shown = (limit: number) => {
    const given = answer(facts, { grain: 'day', by: ['campaign'], limit });
    const rows = given.rows.map((row) => `${row.from} ${row.dims.campaign} ${row.values.spend}`);
    return [rows, given.notes.map((note) => note.message)];
  };

  it('cuts the last period that is begun, and computes none after it', () => {
    const first = ['2026-05-01 b 3', '2026-05-01 a 1'];
    expect(shown(2)).toEqual([first, ['The first 2 of 6 rows are shown.']]);
    expect(shown(3)).toEqual([[...first, '2026-05-02 b 4'], ['The first 3 of 6 rows are shown.']]);
    expect(shown(6)[1]).toEqual([]);
  });
});

describe('what may not be added', () => {
  const facts = [
    fact({ on: '2026-05-01', campaign: 'a' }, { ad_reach: 100, ad_impressions: 300 }),
    fact({ on: '2026-05-01', campaign: 'b' }, { ad_reach: 80, ad_impressions: 100 }),
    fact({ on: '2026-05-02', campaign: 'a' }, { ad_reach: null, ad_impressions: 50 }),
  ];

  it('is shown where one row stands behind it', () => {
    const given = answer(facts, { kpis: ['reach', 'frequency'], by: ['campaign'], grain: 'day' });
    expect(given.rows.map((row) => [row.dims.campaign, row.values])).toEqual([
      ['a', { reach: 100, frequency: 3 }],
      ['b', { reach: 80, frequency: 1.25 }],
      ['a', { reach: null, frequency: null }],
    ]);
    expect(given.notes).toEqual([]);
  });

  it('is undefined where several do, with the reason once for each KPI', () => {
    const given = answer(facts, { kpis: ['reach', 'frequency', 'impressions'], grain: 'day' });
    expect(values(given)[0]).toEqual({ reach: null, frequency: null, impressions: 400 });
    expect(given.notes.map((note) => [note.code, note.kpi])).toEqual([
      ['non_additive', 'reach'],
      ['non_additive', 'frequency'],
    ]);
    expect(given.notes[0]?.message).toContain('would count some twice');
  });
});

describe('a balance', () => {
  const facts = [
    fact({ on: '2026-05-01', list: 'A' }, { list_size: 100 }),
    fact({ on: '2026-05-01', list: 'B' }, { list_size: 10 }),
    fact({ on: '2026-05-04', list: 'A' }, { list_size: 120 }),
    fact({ on: '2026-05-06', list: 'A' }, { emails_sent: 5 }),
  ];
  const kpis = ['email.list_size'];
  const sizes = (change: Asking) =>
    answer(facts, { kpis, ...change }).rows.map((row) => row.values['email.list_size']);

  it('is the sum on the last day that has one; a series without a row that day counts 0', () => {
    expect(sizes({})).toEqual([120]);
    expect(sizes({ to: '2026-05-03' })).toEqual([110]);
    expect(sizes({ by: ['list'] })).toEqual([120, 0]);
    expect(sizes({ filters: [{ dim: 'list', op: 'eq', values: ['B'] }] })).toEqual([10]);
  });

  it('is carried over days without one when every day is asked for', () => {
    const days = { to: '2026-05-05', grain: 'day' as const };
    expect(sizes({ ...days, spine: true })).toEqual([110, 110, 110, 120, 120]);
    expect(sizes({ ...days, from: '2026-05-02', spine: true })).toEqual([null, null, 120, 120]);
    expect(sizes(days)).toEqual([110, 120]);
  });
});

describe('money', () => {
  const kpis = ['spend', 'revenue', 'roas', 'cpc'];
  const sek = fact(
    { on: '2026-05-01', currency: 'SEK' },
    { ad_cost: 1000, ad_conversion_value: 5000, ad_clicks: 10 },
  );
  const rate: Rate[] = [{ from: 'SEK', to: 'EUR', day: day('2026-05-01'), rate: 0.095 }];

  it('of a foreign account is converted, and its ratios stay', () => {
    const given = answer([sek], { kpis, rates: rate });
    expect(given.currency).toBe('EUR');
    expect(values(given)).toEqual([{ spend: 95, revenue: 475, roas: 5, cpc: 9.5 }]);
  });

  it('of a foreign account stays as it is without rates', () => {
    const given = answer([sek], { kpis });
    expect(given.currency).toBe('SEK');
    expect(values(given)).toEqual([{ spend: 1000, revenue: 5000, roas: 5, cpc: 100 }]);
    expect(codes(given)).toEqual(['not_converted']);
  });

  it('is converted day by day before it is added', () => {
    const later = fact({ on: '2026-05-20', currency: 'SEK' }, { ad_cost: 1000 });
    const rates = [...rate, { ...(rate[0] as Rate), day: day('2026-05-20'), rate: 0.1 }];
    const euro = fact({ on: '2026-05-03' }, { ad_cost: 5 });
    expect(values(answer([sek, later, euro], { rates }))).toEqual([{ spend: 200 }]);
  });

  it('of several currencies is refused without rates, but not what has no money', () => {
    const euro = fact({ on: '2026-05-03' }, { ad_cost: 5, ad_clicks: 1 });
    expect(() => answer([sek, euro], { kpis: ['roas'] })).toThrow('SEK → EUR on 2026-05-01');
    expect(values(answer([sek, euro], { kpis: ['clicks'] }))).toEqual([{ clicks: 11 }]);
    const split = answer([sek, euro], { by: ['currency'] }).rows;
    expect(split.map((row) => [row.dims.currency, row.values.spend])).toEqual([
      ['SEK', 1000],
      ['EUR', 5],
    ]);
  });

  it('of the range before counts as well: both sides are in one currency', () => {
    const before = fact({ on: '2026-04-01' }, { ad_cost: 5 });
    const asked = { compare: 'previous' as const };
    expect(() => answer([sek, before], asked)).toThrow('SEK → EUR');
    const [row] = answer([sek, before], { ...asked, rates: rate }).rows;
    expect([row?.values, row?.previous]).toEqual([{ spend: 95 }, { spend: 5 }]);
  });

  it('comes out exact to the cent and without a minus before 0', () => {
    const cents = [0.1, 0.2, 99.99999999999996, -2e-18].map((cost, i) =>
      fact({ on: `2026-05-0${i + 1}` }, { ad_cost: cost }),
    );
    expect(values(answer(cents, {}))).toEqual([{ spend: 100.3 }]);
    const none = values(answer([fact({ on: '2026-05-01' }, { ad_cost: -0 })], {}))[0]?.spend;
    expect(Object.is(none, 0)).toBe(true);
  });
});

describe('a comparison', () => {
  const facts = [
    fact({ on: '2026-04-01', campaign: 'a' }, { ad_cost: 8, ad_clicks: 4 }),
    fact({ on: '2026-04-30', campaign: 'gone' }, { ad_cost: 100, ad_clicks: 1 }),
    fact({ on: '2026-05-01', campaign: 'a' }, { ad_cost: 9, ad_clicks: 3 }),
    fact({ on: '2026-05-31', campaign: 'new' }, { ad_cost: 7, ad_clicks: 0 }),
  ];
  const kpis = ['spend', 'cpc'];

  it('meets group with group: flows without rows are 0, ratios undefined', () => {
    const { rows } = answer(facts, { kpis, by: ['campaign'], compare: 'previous' });
    expect(rows.map((row) => [row.dims.campaign, row.values, row.previous])).toEqual([
      ['a', { spend: 9, cpc: 3 }, { spend: 8, cpc: 2 }],
      ['new', { spend: 7, cpc: null }, { spend: 0, cpc: null }],
    ]);
  });

  it('shows the parts of both sides, when asked how', () => {
    const asked = { kpis: ['cpc'], compare: 'previous' as const };
    const [row] = answer(facts, { ...asked, how: true }).rows;
    expect(row).toMatchObject({
      parts: { ad_cost: 16, ad_clicks: 3 },
      previous: { cpc: 108 / 5 },
      previousParts: { ad_cost: 108, ad_clicks: 5 },
    });
    expect(answer(facts, asked).rows[0]).not.toHaveProperty('previousParts');
    const alone = answer(facts, { kpis: ['cpc'], how: true }).rows[0];
    expect(alone).toMatchObject({ previous: null, parts: { ad_cost: 16 } });
    expect(alone).not.toHaveProperty('previousParts');
    const last = answer(facts, { ...asked, how: true, grain: 'day' }).rows.at(-1);
    expect(last?.previousParts).toEqual({ ad_cost: null, ad_clicks: null });
  });

  it('says of each row which period and which groups it is of', () => {
    const { rows } = answer(facts, { by: ['campaign', 'device'], grain: 'month' });
    expect(rows.map(({ dims, period, from, to }) => ({ dims, period, from, to }))).toEqual([
      {
        ...{ dims: { campaign: 'a', device: null }, period: '2026-05' },
        ...{ from: '2026-05-01', to: '2026-05-31' },
      },
      {
        ...{ dims: { campaign: 'new', device: null }, period: '2026-05' },
        ...{ from: '2026-05-01', to: '2026-05-31' },
      },
    ]);
  });

  it('meets day with day, and is undefined where the other month has no such day', () => {
    const { rows } = answer(facts, { kpis: ['spend'], grain: 'day', compare: 'previous' });
    expect(rows.map((row) => [row.period, row.previous])).toEqual([
      ['2026-05-01', { spend: 8 }],
      ['2026-05-31', { spend: null }],
    ]);
  });

  it('of a begun month is with the same days of the one before', () => {
    const { rows } = answer(facts, { kpis: ['spend'], to: '2026-05-27', compare: 'previous' });
    expect([rows[0]?.values, rows[0]?.previous]).toEqual([{ spend: 9 }, { spend: 8 }]);
  });
});
