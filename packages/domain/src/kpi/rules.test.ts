import { describe, expect, it } from 'vitest';
import { previousRange } from '../calendar/previous-range.ts';
import { CATALOGUE, MEASURES } from '../catalogue/index.ts';
import type { Rate } from '../money/rates.ts';
import { formatDay } from '../shared/day.ts';
import { evalExpr } from './eval-expr.ts';
import { evaluateKpis } from './evaluate.ts';
import { resolveExpr } from './resolve.ts';
import type { Grain, KpiQuery } from './schema.ts';
import { sumRows } from './sum-rows.ts';
import { caseOf, casesOf, kpiNamed, measure, planOf } from './testing.ts';

// The rules of the KPI language, each on random facts and queries.
const CASES = casesOf(200);
const RATIOS = ['ctr', 'cpc', 'roas', 'bounce_rate', 'email.bounce_rate', 'seo.position', 'aov'];
const GRAINS: (Grain | null)[] = ['day', 'week', 'month', 'quarter', 'year', null];

type Case = ReturnType<typeof makeCase>;

function makeCase(seed: number) {
  const random = caseOf(seed);
  const first = random.query.buckets[0]?.from ?? 0;
  const last = random.query.buckets.at(-1)?.to ?? 0;
  const query: KpiQuery = {
    kpis: [...random.query.measures.map((one) => one.id), ...RATIOS],
    from: formatDay(first),
    to: formatDay(last),
    by: random.query.by,
    grain: GRAINS[seed % GRAINS.length] ?? null,
    filters: random.query.filters,
    compare: null,
    align: 'date',
    spine: false,
    limit: 5000,
    how: false,
  };
  const rates: Rate[] = ['USD', 'SEK', 'JPY'].flatMap((to, i) =>
    Array.from({ length: 800 }, (_, d) => ({
      from: 'EUR',
      to,
      day: first - 400 + d,
      rate: i + 1.25,
    })),
  );
  return { ...random, query, rates, range: { from: first, to: last } };
}

function answer(one: Case, change: Partial<KpiQuery> = {}) {
  const plan = planOf({ ...one.query, ...change }, { calendar: one.calendar });
  const sums = (queries: typeof plan.current) =>
    queries.map((query) => (query.dataset === one.dataset ? sumRows(one.facts, query) : []));
  const { current, previous } = plan;
  const summed = { current: sums(current), previous: sums(previous) };
  return evaluateKpis({ plan, ...summed, currency: 'EUR', rates: one.rates });
}

function each(check: (one: Case) => void) {
  for (let seed = 0; seed < CASES; seed++) check(makeCase(seed));
}

function recomputed(ids: string[], parts: Record<string, number | null> = {}) {
  const value = (id: string) => parts[id] ?? null;
  return Object.fromEntries(
    ids.map((id) => [id, evalExpr(resolveExpr(CATALOGUE, kpiNamed(id).expr), value)]),
  );
}

const flows = (one: Case) => one.query.kpis.filter((id) => isMeasure(id, 'all'));
const isMeasure = (id: string, additive: string) =>
  MEASURES.some((base) => base.id === id && base.additive === additive);
const total = (list: (number | null | undefined)[]) =>
  list.reduce<number>((a, b) => a + (b ?? 0), 0);

function expectClose(a: number | null | undefined, b: number | null | undefined) {
  if (typeof a !== 'number' || typeof b !== 'number') expect(a).toBe(b);
  else expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a), Math.abs(b)));
}

describe('rules of the KPI language', () => {
  it('1: no NaN, no Infinity, no -0 leaves', () => {
    each((one) => {
      const { rows } = answer(one, { compare: 'previous', spine: one.query.by.length === 0 });
      for (const row of rows) {
        for (const value of [...Object.values(row.values), ...Object.values(row.previous ?? {})]) {
          if (value === null) continue;
          expect(Number.isFinite(value)).toBe(true);
          expect(Object.is(value, -0)).toBe(false);
        }
      }
    });
  });

  it('2: flows are never null, ratios over 0 always', () => {
    each((one) => {
      for (const { values } of answer(one, { kpis: [...flows(one), 'ctr', 'ad_impressions'] })
        .rows) {
        for (const id of flows(one)) expect(values[id]).not.toBeNull();
        if (values.ad_impressions === 0) expect(values.ctr).toBeNull();
      }
    });
  });

  it('2: a spine adds periods without rows, and changes no other value', () => {
    each((one) => {
      if (one.query.grain === null) return;
      const ids = flows(one);
      if (ids.length === 0) return;
      const plain = answer(one, { kpis: ids });
      const spined = answer(one, { kpis: ids, spine: true });
      const known = new Map(plain.rows.map((row) => [JSON.stringify([row.period, row.dims]), row]));
      for (const row of spined.rows) {
        const same = known.get(JSON.stringify([row.period, row.dims]));
        expect(row.values).toEqual(same?.values ?? Object.fromEntries(ids.map((id) => [id, 0])));
      }
      expect(spined.rows.length).toBeGreaterThanOrEqual(plain.rows.length);
    });
  });

  it('3: a total is the sum of its parts for flows, and made anew from them for ratios', () => {
    each((one) => {
      if (one.query.by.includes('currency')) return;
      const parts = answer(one, { grain: null }).rows;
      const whole = answer(one, { grain: null, by: [] }).rows[0]?.values ?? {};
      for (const id of flows(one)) {
        expectClose(whole[id], total(parts.map((row) => row.values[id])));
      }
      const sums = answer(one, { grain: null, by: [], kpis: ['ad_clicks', 'ad_impressions'] });
      const { ad_clicks: clicks, ad_impressions: shown } = sums.rows[0]?.values ?? {};
      expectClose(whole.ctr, shown ? (clicks ?? 0) / shown : null);
    });
  });

  it('3: what may not be added is a number only where one row stands behind it', () => {
    each((one) => {
      const none = one.query.kpis.find((id) => isMeasure(id, 'none'));
      if (!none) return;
      const given = answer(one, { kpis: [none], by: [], grain: null, filters: [] });
      const carrying = one.facts.filter(({ row }) => {
        const inside = one.range.from <= row.day && row.dayTo <= one.range.to;
        return inside && (row.values[none] ?? null) !== null;
      });
      const value = given.rows[0]?.values[none];
      if (carrying.length === 1) expectClose(value, Number(carrying[0]?.row.values[none]) / 1e6);
      else expect(value).toBeNull();
      expect(given.notes.some((note) => note.code === 'non_additive')).toBe(carrying.length > 1);
    });
  });

  it('4: a balance of a range is the one of its last day with rows', () => {
    each((base) => {
      const facts = base.facts.map((fact, i) => ({
        ...fact,
        row: { ...fact.row, dayTo: fact.row.day, values: { list_size: (i % 7) * 1e6 } },
      }));
      const one = { ...base, dataset: 'email_send' as const, facts };
      const kpis = ['email.list_size'];
      const days = answer(one, { kpis, by: [], grain: 'day' }).rows;
      const whole = answer(one, { kpis, by: [], grain: null }).rows[0];
      expect(whole?.values).toEqual(days.at(-1)?.values ?? { 'email.list_size': null });
    });
  });

  it('5: a filter and its opposite split a total in two, with nothing lost', () => {
    each((one) => {
      const [filter] = one.query.filters;
      const ids = flows(one);
      if (!filter || filter.op === 'contains' || ids.length === 0) return;
      const opposite = { eq: 'neq', neq: 'eq', in: 'notIn', notIn: 'in' } as const;
      const ask = (filters: KpiQuery['filters']) =>
        answer(one, { kpis: ids, by: [], grain: null, filters }).rows[0]?.values ?? {};
      const hit = ask([filter]);
      const miss = ask([{ ...filter, op: opposite[filter.op] }]);
      for (const id of ids) expectClose(ask([])[id], (hit[id] ?? 0) + (miss[id] ?? 0));
    });
  });

  it('6: single days add up to any bucket', () => {
    each((base) => {
      const facts = base.facts.filter(({ row }) => row.day === row.dayTo);
      const one = { ...base, facts };
      const ids = flows(one);
      if (ids.length === 0) return;
      for (const grain of GRAINS) {
        const days = answer(one, { kpis: ids, by: [], grain: 'day' }).rows;
        const coarse = answer(one, { kpis: ids, by: [], grain }).rows;
        for (const row of coarse) {
          const inside = days.filter((d) => row.from <= d.from && d.to <= row.to);
          for (const id of ids) expectClose(row.values[id], total(inside.map((d) => d.values[id])));
        }
      }
    });
  });

  it('7: the value before is what asking for the range before gives', () => {
    each((one) => {
      for (const compare of ['previous', 'year'] as const) {
        const asked = { by: [], grain: null, spine: false };
        const [row] = answer(one, { ...asked, compare }).rows;
        const before = previousRange(one.range, compare, one.calendar);
        const dates = { from: formatDay(before.from), to: formatDay(before.to) };
        expect(row?.previous).toEqual(answer(one, { ...asked, ...dates }).rows[0]?.values);
      }
    });
  });

  it('8: money is converted per day and currency, the same in any order of the facts', () => {
    each((one) => {
      const money = flows(one).filter((id) => measure(id).unit.kind === 'money');
      if (money.length === 0 || one.query.by.includes('currency')) return;
      const given = answer(one);
      const turned = answer({ ...one, facts: one.facts.toReversed() });
      expect(turned).toEqual(given);
      const ask = { kpis: money, by: [], grain: null, filters: [] };
      const whole = answer(one, ask).rows[0]?.values ?? {};
      const worth: Record<string, number> = { EUR: 1, USD: 1.25, SEK: 2.25, JPY: 3.25 };
      const inside = one.facts.filter(
        ({ row }) => one.range.from <= row.day && row.dayTo <= one.range.to,
      );
      for (const id of money) {
        const sum = total(
          inside.map(({ row }) => Number(row.values[id] ?? 0) / 1e6 / (worth[row.currency] ?? 0)),
        );
        const size = total(inside.map(({ row }) => Math.abs(Number(row.values[id] ?? 0)) / 1e6));
        expect(Math.abs((whole[id] ?? 0) - sum)).toBeLessThanOrEqual(1e-9 * size + 1e-4);
      }
    });
  });

  it('9: a share lies in its interval, and only shares have one', () => {
    each((one) => {
      const { rows } = answer(one);
      for (const { values, intervals = {}, thin = [] } of rows) {
        expect(Object.keys(intervals).sort()).toEqual(['bounce_rate', 'ctr', 'email.bounce_rate']);
        for (const [id, interval] of Object.entries(intervals)) {
          const share = values[id] ?? null;
          const inside = share !== null && share >= 0 && share <= 1;
          if (!inside) expect(interval).toBeNull();
          if (!inside || interval === null) continue;
          expect(0 <= interval.low && interval.low <= share && share <= interval.high).toBe(true);
          expect(interval.high).toBeLessThanOrEqual(1);
        }
        for (const id of thin) expect(values[id]).not.toBeNull();
      }
    });
  });

  it('11: the formula over the parts of a row gives its values, now and before', () => {
    each((one) => {
      const asked = { how: true, compare: 'previous', spine: one.query.by.length === 0 } as const;
      const { rows } = answer(one, asked);
      expect(rows).toEqual(
        rows.map((row) => ({
          ...row,
          values: recomputed(one.query.kpis, row.parts),
          previous: recomputed(one.query.kpis, row.previousParts),
        })),
      );
      const plain = answer(one, { ...asked, how: false }).rows;
      expect(plain).toEqual(rows.map(({ parts: _, previousParts: __, ...row }) => row));
    });
  });

  it('does not let a KPI change because others are asked with it', () => {
    each((one) => {
      const together = answer(one, { by: [], grain: null }).rows[0]?.values ?? {};
      for (const id of one.query.kpis) {
        const alone = answer(one, { by: [], grain: null, kpis: [id] });
        const same = alone.currency === 'EUR';
        if (same) expect(alone.rows[0]?.values[id]).toBe(together[id]);
      }
    });
  });
});
