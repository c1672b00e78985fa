import { describe, expect, it } from 'vitest';
import { MopsError, seededRandom } from '../shared/index.ts';
import { dailyAlerts } from './daily-alerts.ts';
import type { KpiSeries } from './kpi-series.ts';

const random = seededRandom(8);
const steady = (level: number, at: Record<number, number> = {}) =>
  Array.from({ length: 80 }, (_, t) => level * (0.98 + 0.04 * random()) * (at[t] ?? 1));
const series = (id: string, values: number[], more: Partial<KpiSeries> = {}): KpiSeries => ({
  id,
  kind: 'amount',
  from: 0,
  values,
  ...more,
});
const shape = (all: KpiSeries[], last?: number) =>
  dailyAlerts(all, last === undefined ? {} : { last }).days.map(({ day, alerts }) => [
    day,
    ...alerts.map(({ id, explains }) => [id, explains.toSorted()]),
  ]);

describe('dailyAlerts', () => {
  it('groups by day, newest first, and ranks by money', () => {
    const small = series('small', steady(100, { 70: 0.5, 75: 0.5 }), { moneyPerUnit: 1 });
    const large = series('large', steady(9000, { 75: 1.4 }), { moneyPerUnit: 1 });
    const { days } = dailyAlerts([small, large]);
    expect(days.map(({ day, alerts }) => [day, alerts.map(({ id }) => id)])).toEqual([
      [75, ['large', 'small']],
      [70, ['small']],
    ]);
    expect(days[0]?.money).toBeGreaterThan(3000);
    expect(days[1]?.money).toBeLessThan(-40);
  });

  it('blames the one campaign that fell, not the total', () => {
    const a = steady(500, { 78: 0.1 });
    const [b, c, d] = [steady(300), steady(200), steady(200)];
    const total = a.map((value, t) => value + (b[t] ?? 0) + (c[t] ?? 0) + (d[t] ?? 0));
    const parts = ['a', 'b', 'c', 'd'];
    const all = [
      series('total', total, { parts }),
      series('a', a),
      series('b', b),
      series('c', c),
      series('d', d),
    ];
    expect(shape(all)).toEqual([[78, ['a', ['total']]]]);
  });

  it('blames the total where most campaigns fell together', () => {
    const parts = ['a', 'b', 'c'].map((id) => series(id, steady(300, { 78: 0.3 })));
    const total = Array.from({ length: 80 }, (_, t) =>
      parts.reduce((sum, part) => sum + (part.values[t] ?? 0), 0),
    );
    const all = [...parts, series('total', total, { parts: ['a', 'b', 'c'] })];
    expect(shape(all)).toEqual([[78, ['total', ['a', 'b', 'c']]]]);
  });

  it('follows drivers to the first of them', () => {
    const clicks = steady(4000, { 79: 0.2 });
    const all = [
      series(
        'revenue',
        clicks.map((value) => value * 2),
        { drivers: ['conversions'], moneyPerUnit: 1 },
      ),
      series(
        'conversions',
        clicks.map((value) => value / 50),
        { drivers: ['clicks'] },
      ),
      series('clicks', clicks),
    ];
    expect(shape(all)).toEqual([[79, ['clicks', ['conversions', 'revenue']]]]);
  });

  it('ends where causes run in a circle', () => {
    const values = steady(100, { 79: 0.2 });
    const all = [series('a', values, { drivers: ['b'] }), series('b', values, { drivers: ['a'] })];
    expect(shape(all)).toEqual([[79, ['a', ['b']]]]);
  });

  it('looks at the last days only, when asked', () => {
    const values = steady(100, { 60: 0.2, 79: 3 });
    expect(shape([series('a', values)], 7)).toEqual([[79, ['a', []]]]);
    expect(shape([series('a', values)]).length).toBe(2);
  });

  it('says which series are too short, and refuses none and doubles', () => {
    const { days, warnings } = dailyAlerts([series('a', steady(100).slice(0, 20))]);
    expect(days).toEqual([]);
    expect(warnings.map(({ code }) => code)).toEqual(['too_short_to_judge']);
    expect(() => dailyAlerts([])).toThrow(MopsError);
    expect(() => dailyAlerts([series('a', steady(1)), series('a', steady(1))])).toThrow(MopsError);
  });
});
