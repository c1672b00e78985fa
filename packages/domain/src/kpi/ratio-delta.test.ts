import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GREGORIAN } from '../calendar/calendar.ts';
import { CATALOGUE } from '../catalogue/index.ts';
import { seededRandom } from '../shared/seeded-random.ts';
import { answerKpis } from './answer-kpis.ts';
import { createCatalogue } from './create-catalogue.ts';
import { defineKpi } from './define-kpi.ts';
import { planKpis } from './plan.ts';
import { ratioDelta } from './ratio-delta.ts';
import { KpiQuery } from './schema.ts';
import { tableOf } from './table.ts';

const codes = (of: Parameters<typeof ratioDelta>[0]) =>
  ratioDelta(of).warnings.map((one) => one.code);

describe('ratioDelta', () => {
  // The variance written out as Deng, Knoblich & Lu 2018 do, equation 3.
  it('is the published formula', () => {
    const sample = fc.array(
      fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 40 })),
      {
        minLength: 2,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(sample, (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const n = pairs.length;
        const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / n;
        const [mx, my] = [mean(x), mean(y)];
        const cov = (a: number[], b: number[]) =>
          a.reduce((sum, one, i) => sum + (one - mean(a)) * ((b[i] ?? 0) - mean(b)), 0) / (n - 1);
        const variance =
          (cov(x, x) / my ** 2 - (2 * mx * cov(x, y)) / my ** 3 + (mx ** 2 * cov(y, y)) / my ** 4) /
          n;
        const { value, standardError } = ratioDelta({ numerators: x, denominators: y });
        expect(value).toBeCloseTo(mx / my, 9);
        expect(standardError ?? 0).toBeCloseTo(Math.sqrt(Math.max(0, variance)), 6);
      }),
      { numRuns: 1000 },
    );
  });

  it('is the interval of a mean where every denominator is 1 (R t.test over 1..40 with z)', () => {
    const numerators = Array.from({ length: 40 }, (_, i) => i + 1);
    const { interval, value, warnings } = ratioDelta({
      numerators,
      denominators: numerators.map(() => 1),
    });
    expect(value).toBe(20.5);
    expect(interval?.low).toBeCloseTo(20.5 - 1.959963984540054 * Math.sqrt(136.6666666667 / 40), 8);
    expect(warnings).toEqual([]);
  });

  it('holds the truth about as often as it says', () => {
    const random = seededRandom(5);
    let held = 0;
    for (let run = 0; run < 400; run++) {
      const visits = Array.from({ length: 80 }, () => 1 + Math.floor(random() * 9));
      const own = visits.map(() => 0.1 + 0.4 * random());
      const orders = visits.map((count, i) =>
        Array.from({ length: count }, () => Number(random() < (own[i] ?? 0))).reduce(
          (a, b) => a + b,
          0,
        ),
      );
      const { interval } = ratioDelta({ numerators: orders, denominators: visits });
      if (interval && interval.low <= 0.3 && 0.3 <= interval.high) held += 1;
    }
    expect(held / 400).toBeGreaterThan(0.91);
    expect(held / 400).toBeLessThan(0.98);
  });

  it('says when the units say nothing', () => {
    expect(codes({ numerators: [], denominators: [] })).toEqual(['nothing_below']);
    expect(codes({ numerators: [1, 2], denominators: [1, -1] })).toEqual(['nothing_below']);
    expect(codes({ numerators: [1], denominators: [2] })).toEqual(['one_unit']);
    expect(codes({ numerators: [1, 2], denominators: [2, 4] })).toEqual(['no_spread']);
    expect(codes({ numerators: [1, 2], denominators: [2, 3] })).toEqual(['few_units']);
  });

  it('says so in words, with what it is made of', () => {
    const told = (numerators: number[], denominators: number[]) => {
      const { warnings, ...rest } = ratioDelta({ numerators, denominators });
      const [first] = warnings;
      expect(first).toMatchObject({ severity: 'warning', hint: 'Read the value with care.' });
      return [first?.message, rest.value, rest.parts];
    };
    expect(told([], [])).toEqual([
      'There is nothing below the line.',
      null,
      { units: 0, numerator: 0, denominator: 0 },
    ]);
    expect(told([3, 5], [1, -1])).toEqual([
      'There is nothing below the line.',
      null,
      { units: 2, numerator: 8, denominator: 0 },
    ]);
    expect(told([1], [2])).toEqual([
      'One unit has no spread to learn from.',
      0.5,
      { units: 1, numerator: 1, denominator: 2 },
    ]);
    expect(told([1, 2], [2, 4])[0]).toBe(
      'All units have the same ratio, so their spread says nothing.',
    );
    expect(told([1, 2], [2, 3]).slice(0, 2)).toEqual([
      '2 units are few: the interval is rough.',
      0.6,
    ]);
    expect(ratioDelta({ numerators: [0, 0], denominators: [0, 0] }).value).toBeNull();
    expect(
      ratioDelta({ numerators: [1e300, 1e300], denominators: [1e-300, 1e-300] }),
    ).toMatchObject({ value: null, method: 'delta', version: 1 });
    const many = (units: number) => Array.from({ length: units }, (_, i) => 1 + (i % 2));
    const few = (units: number) =>
      codes({ numerators: many(units), denominators: many(units).fill(2) });
    expect([few(29), few(30)]).toEqual([['few_units'], []]);
  });

  it('refuses what are no units', () => {
    const told = (message: string, hint: string) =>
      expect.objectContaining({ code: 'INVALID', message, hint });
    expect(() => ratioDelta({ numerators: [1], denominators: [] })).toThrow(
      told('There are 1 numerators and 0 denominators.', 'Give one of each for every unit.'),
    );
    expect(() => ratioDelta({ numerators: [Number.NaN], denominators: [1] })).toThrow(
      told(
        'A numerator or denominator is not a finite number.',
        'Leave out the units of which one is not known.',
      ),
    );
  });
});

describe('a ratio of sums over rows with their units', () => {
  const kpi = defineKpi({
    id: 'x.orders_per_visit',
    name: 'Orders per visit',
    formula: 'orders / sessions',
    unit: { kind: 'ratio', display: 'plain' },
    direction: 'up',
    uncertainty: 'ratioDelta',
    description: 'X.',
    source: { standard: 'own', url: null },
  });
  const catalogue = createCatalogue({ ...CATALOGUE, kpis: [...CATALOGUE.kpis, kpi] });
  const rows = ['ann', 'bob', 'cy', 'ann', 'bob'].map((user, i) => ({
    day: `2026-01-0${i + 1}`,
    user,
    device: i < 3 ? 'phone' : 'desktop',
    sessions: i + 1,
    orders: i % 2,
  }));
  const ask = (list: typeof rows, more: object = {}) =>
    answerKpis({
      plan: planKpis({
        catalogue,
        query: KpiQuery.parse({ kpis: [kpi.id], from: '2026-01-01', to: '2026-01-31', ...more }),
        calendar: GREGORIAN,
        unit: 'user',
      }),
      tables: tableOf(list),
    }).rows;

  it('has an interval by unit, for each cell', () => {
    const [row] = ask(rows);
    const wanted = ratioDelta({ numerators: [1, 1, 0], denominators: [5, 7, 3] });
    expect(row?.values[kpi.id]).toBe(wanted.value);
    expect(row?.intervals?.[kpi.id]?.low).toBeCloseTo(wanted.interval?.low ?? 0, 12);
    const split = ask(rows, { by: ['device'] });
    const phone = ratioDelta({ numerators: [0, 1, 0], denominators: [1, 2, 3] });
    const found = split.find((one) => one.dims.device === 'phone');
    expect(found?.intervals?.[kpi.id]?.high).toBeCloseTo(phone.interval?.high ?? 0, 12);
  });

  it('has none where a row has no unit, or nobody tells units apart', () => {
    const unknown = [...rows, { ...rows[0], user: null }] as unknown as typeof rows;
    expect(ask(unknown)[0]?.intervals).toEqual({ [kpi.id]: null });
    const query = KpiQuery.parse({ kpis: [kpi.id], from: '2026-01-01', to: '2026-01-31' });
    const plan = planKpis({ catalogue, query, calendar: GREGORIAN });
    const plain = answerKpis({ plan, tables: tableOf(rows) });
    expect(plain.rows[0]).not.toHaveProperty('intervals');
  });
});
