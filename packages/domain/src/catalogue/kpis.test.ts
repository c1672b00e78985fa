import { describe, expect, it } from 'vitest';
import {
  checkUnits,
  definitionHash,
  findKpi,
  formulaText,
  measuresOf,
  resolveExpr,
} from '../kpi/index.ts';
import { CATALOGUE } from './catalogue.ts';
import { KPIS } from './kpis.ts';
import { MEASURES } from './measures.ts';

const isMeasure = (id: string) => CATALOGUE.measureOf.has(id);

describe('the registry', () => {
  it.each(KPIS.map((kpi) => [kpi.id, kpi] as const))('%s is whole', (_id, kpi) => {
    checkUnits(CATALOGUE, kpi);
    expect(measuresOf(CATALOGUE, kpi).length).toBeGreaterThan(0);
    expect(formulaText(CATALOGUE, kpi)).not.toContain('_');
    expect(definitionHash(CATALOGUE, kpi)).toMatch(/^sha256[0-9a-f]{64}$/);
    expect(kpi.description).toMatch(/^[A-Z].*\.$/);
    for (const caveat of kpi.caveats) expect(caveat).toMatch(/^[A-Z].*\.$/);
    expect(kpi.source.standard).not.toBe('');
  });

  it.each(
    KPIS.filter((one) => one.uncertainty === 'proportion').map((one) => [one.id, one] as const),
  )('%s, a share with an interval, is counts over counts', (_id, kpi) => {
    const expr = resolveExpr(CATALOGUE, kpi.expr);
    const kinds = measuresOf(CATALOGUE, kpi).map((one) => one.unit.kind);
    expect(typeof expr === 'object' && 'op' in expr && expr.op).toBe('div');
    expect(kinds.every((kind) => kind === 'count' || kind === 'people')).toBe(true);
    expect(kpi.unit).toEqual({ kind: 'ratio', display: 'percent' });
    expect(kpi.minSample).toBeGreaterThan(0);
  });

  it('names no sample for what has no interval', () => {
    const none = KPIS.filter((one) => one.uncertainty === 'none');
    expect(none.map((one) => one.minSample)).toEqual(none.map(() => null));
  });

  it('uses every id and short id once', () => {
    const names = KPIS.flatMap((kpi) => [kpi.id, ...kpi.aliases]);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(KPIS.map((kpi) => kpi.name)).size).toBe(KPIS.length);
  });

  it('never gives a short id a meaning that a base measure of that name has not', () => {
    for (const kpi of KPIS) {
      for (const alias of kpi.aliases.filter(isMeasure)) {
        expect([alias, kpi.expr]).toEqual([alias, { ref: alias }]);
      }
    }
  });

  it.each([
    ['spend', 'Media cost'],
    ['impressions', 'Impressions'],
    ['clicks', 'Clicks'],
    ['ctr', 'Clicks ÷ Impressions'],
    ['cpc', 'Media cost ÷ Clicks'],
    ['cpm', 'Media cost × 1,000 ÷ Impressions'],
    ['conversions', 'Conversions'],
    ['cpa', 'Media cost ÷ Conversions'],
    ['revenue', 'Conversion value'],
    ['roas', 'Conversion value ÷ Media cost'],
    ['sessions', 'Sessions'],
    ['engaged_sessions', 'Engaged sessions'],
    ['engagement_rate', 'Engaged sessions ÷ Sessions'],
    ['key_events', 'Key events'],
    ['bounce_rate', '(Sessions − Engaged sessions) ÷ Sessions'],
    ['win_rate', 'Deals won ÷ (Deals won + Deals lost)'],
    ['cac_paid', 'Media cost ÷ Deals won'],
    ['customers_new', 'New customers'],
    ['won_amount', 'Won amount'],
  ])('knows %s as %s', (alias, formula) => {
    expect(formulaText(CATALOGUE, findKpi(CATALOGUE, alias))).toBe(formula);
  });
});

describe('findKpi', () => {
  it('knows every base measure under its own id', () => {
    for (const { id, unit } of MEASURES) expect(findKpi(CATALOGUE, id).unit).toEqual(unit);
  });

  it('names the nearest for a mistyped one', () => {
    expect(() => findKpi(CATALOGUE, 'spned')).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND', hint: 'Did you mean “spend”?' }),
    );
    expect(() => findKpi(CATALOGUE, 'zzzzzzzz')).toThrow('no KPI “zzzzzzzz”');
  });
});
