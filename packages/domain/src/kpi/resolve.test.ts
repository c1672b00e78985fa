import { describe, expect, it } from 'vitest';
import { CATALOGUE, KPIS, MEASURES } from '../catalogue/index.ts';
import { draftCatalogue } from './catalogue.ts';
import { findKpi } from './find-kpi.ts';
import { parseFormula } from './parse-formula.ts';
import { cyclesOf, measuresOf, resolveExpr } from './resolve.ts';
import type { Kpi } from './schema.ts';
import { kpiNamed } from './testing.ts';

function kpi(id: string, formula: string): Kpi {
  return { ...kpiNamed('ctr'), id, aliases: [], expr: parseFormula(formula) };
}

const withKpis = (kpis: Kpi[]) => draftCatalogue({ measures: MEASURES, kpis: [...KPIS, ...kpis] });

describe('resolveExpr', () => {
  it('replaces KPIs by their formulas, also by short id', () => {
    expect(resolveExpr(CATALOGUE, parseFormula('roas * ctr'))).toEqual(
      parseFormula('(ad_conversion_value / ad_cost) * (ad_clicks / ad_impressions)'),
    );
  });

  it('takes a measure before a KPI of the same name', () => {
    expect(resolveExpr(CATALOGUE, { ref: 'sessions' })).toEqual({ ref: 'sessions' });
  });

  it('names the nearest for what nobody knows', () => {
    expect(() => resolveExpr(CATALOGUE, { ref: 'ad_clics' })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND', hint: 'Did you mean “ad_clicks”?' }),
    );
  });

  it('refuses a circle and shows it', () => {
    const own = withKpis([kpi('x.a', 'x.b + 1'), kpi('x.b', 'x.c'), kpi('x.c', 'x.a')]);
    expect(() => resolveExpr(own, { ref: 'x.b' })).toThrow('x.b → x.c → x.a → x.b');
    expect(() => measuresOf(own, findKpi(own, 'x.a'))).toThrow('x.a → x.b → x.c → x.a');
    const outside = withKpis([kpi('x.a', 'x.b'), kpi('x.b', 'x.a'), kpi('x.d', 'x.a')]);
    expect(() => resolveExpr(outside, { ref: 'x.d' })).toThrow(
      expect.objectContaining({
        code: 'INVALID',
        message: 'KPIs need each other in a circle: x.a → x.b → x.a.',
        hint: 'Break it.',
      }),
    );
  });
});

describe('measuresOf', () => {
  it('lists each base measure once, through KPIs', () => {
    expect(measuresOf(CATALOGUE, kpiNamed('cac_paid')).map((one) => one.id)).toEqual([
      'ad_cost',
      'deals_won',
    ]);
    expect(measuresOf(CATALOGUE, kpiNamed('bounce_rate')).map((one) => one.id)).toEqual([
      'sessions',
      'engaged_sessions',
    ]);
    expect(measuresOf(CATALOGUE, kpiNamed('ad_cost')).map((one) => one.id)).toEqual(['ad_cost']);
  });
});

describe('cyclesOf', () => {
  it('finds all circles at once', () => {
    const kpis = [
      kpi('x.a', 'x.b'),
      kpi('x.b', 'x.a / ad_cost'),
      kpi('x.c', 'x.c + x.a'),
      kpi('x.d', 'x.e'),
      kpi('x.e', 'ad_cost'),
    ];
    expect(cyclesOf(withKpis(kpis))).toEqual([['x.a', 'x.b'], ['x.c']]);
  });

  it('finds circles that share a KPI, and none in what only leads to one', () => {
    const kpis = [
      kpi('x.a', 'x.b + x.c'),
      kpi('x.b', 'x.a'),
      kpi('x.c', 'x.a'),
      kpi('x.d', 'x.a'),
      kpi('x.e', 'x.f + x.f'),
      kpi('x.f', 'ad_cost'),
    ];
    expect(cyclesOf(withKpis(kpis))).toEqual([
      ['x.a', 'x.b'],
      ['x.a', 'x.c'],
    ]);
  });

  it('finds none in the registry', () => {
    expect(cyclesOf(CATALOGUE)).toEqual([]);
  });
});
