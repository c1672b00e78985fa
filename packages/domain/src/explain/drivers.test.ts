import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, KPIS } from '../catalogue/index.ts';
import { evalExpr, measuresOf, parseFormula, resolveExpr } from '../kpi/index.ts';
import { driverFormula, driversOf } from './drivers.ts';
import { explainChange } from './explain-change.ts';

const DRIVEN = KPIS.filter(({ id }) => driversOf(id) !== null);

describe('drivers', () => {
  it('are there for what teams ask first', () => {
    const ids = DRIVEN.map(({ id }) => id);
    expect(ids.sort()).toEqual([
      ...['paid.clicks', 'paid.conversion_value', 'paid.conversions', 'paid.cost', 'pipe.created'],
      ...['web.key_events', 'web.page_views'],
    ]);
    expect(driverFormula(driversOf('paid.clicks') ?? [])).toBe(
      'ad_impressions * (ad_clicks / ad_impressions)',
    );
    expect(driversOf('no.such')).toBeNull();
    expect(driversOf('toString')).toBeNull();
    expect(() => driverFormula([])).toThrow('no drivers');
  });

  it('have a name of their own, from the volume on', () => {
    for (const { id } of DRIVEN) {
      const drivers = driversOf(id) ?? [];
      const names = new Set(drivers.map(({ name }) => name));
      expect(names.size, id).toBe(drivers.length);
      expect(drivers.length, id).toBeGreaterThan(1);
      for (const name of names) expect(name, id).toMatch(/^[A-Z][a-z]/);
      expect(drivers[0]?.formula, id).toMatch(/^[a-z_]+$/);
    }
  });

  it.each(DRIVEN.map((kpi) => [kpi.id, kpi] as const))('%s is the product of its drivers', (id) => {
    const kpi = KPIS.find((one) => one.id === id) as (typeof KPIS)[number];
    const drivers = driversOf(id) ?? [];
    const expr = parseFormula(driverFormula(drivers));
    const own = resolveExpr(CATALOGUE, kpi.expr);
    const names = new Set([
      ...measuresOf(CATALOGUE, kpi).map((one) => one.id),
      ...(driverFormula(drivers).match(/[a-z_]+/g) ?? []),
    ]);
    for (const name of names) expect(CATALOGUE.measureOf.has(name), name).toBe(true);
    const sums = fc.record(
      Object.fromEntries([...names].map((name) => [name, fc.integer({ min: 1, max: 1e9 })])),
    );
    fc.assert(
      fc.property(sums, sums, (before, after) => {
        const value = (of: Record<string, number>) => evalExpr(own, (name) => of[name] ?? null);
        const [old, now] = [value(before) as number, value(after) as number];
        const explained = explainChange({ expr, before: [before], after: [after] });
        const size = Math.max(Math.abs(old), Math.abs(now));
        expect(Math.abs(explained.sum - (now - old))).toBeLessThanOrEqual(1e-9 * size);
        expect(explained.parts.map((part) => part.factor).sort()).toEqual(
          drivers.map(({ formula }) => formula).sort(),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
