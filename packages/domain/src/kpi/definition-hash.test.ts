import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, KPIS } from '../catalogue/index.ts';
import { draftCatalogue } from './catalogue.ts';
import { defineMeasure } from './define-measure.ts';
import { definitionHash, sameMeaning } from './definition-hash.ts';
import { parseFormula } from './parse-formula.ts';
import type { Expr, Kpi } from './schema.ts';
import { kpiNamed } from './testing.ts';

const base = kpiNamed('ctr');
const hash = (formula: string, change: Partial<Kpi> = {}) =>
  definitionHash(CATALOGUE, { ...base, id: 'x.y', expr: parseFormula(formula), ...change });

// The same meaning written in another order.
function shuffled(expr: Expr): Expr {
  if (typeof expr === 'number' || 'ref' in expr) return expr;
  if (expr.op === 'div') return { den: shuffled(expr.den), num: shuffled(expr.num), op: 'div' };
  const args = expr.args.map(shuffled);
  return { args: expr.op === 'add' || expr.op === 'mul' ? args.reverse() : args, op: expr.op };
}

const { expr } = fc.letrec<{ expr: Expr }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom({ ref: 'ad_cost' }, { ref: 'ad_clicks' }, { ref: 'sessions' }),
    fc.integer({ min: 0, max: 9 }),
    fc.record({
      op: fc.constantFrom('add' as const, 'sub' as const, 'mul' as const, 'coalesce' as const),
      args: fc.array(tie('expr'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant('div' as const), num: tie('expr'), den: tie('expr') }),
  ),
}));

describe('definitionHash', () => {
  it('is the same for the same meaning in another order', () => {
    fc.assert(
      fc.property(expr, (any) => {
        const other = { ...base, expr: shuffled(any) };
        return (
          definitionHash(CATALOGUE, { ...base, expr: any }) === definitionHash(CATALOGUE, other)
        );
      }),
    );
  });

  it('does not depend on words, names or the detour over other KPIs', () => {
    const words = { id: 'x', name: 'X', aliases: ['y'], description: 'Z', caveats: ['!'] };
    expect(hash('ad_clicks / ad_impressions', words)).toBe(definitionHash(CATALOGUE, base));
    const shown: Partial<Kpi> = { uncertainty: 'none', minSample: null, direction: 'down' };
    expect(hash('ad_clicks / ad_impressions', shown)).toBe(definitionHash(CATALOGUE, base));
    expect(hash('ctr')).toBe(definitionHash(CATALOGUE, base));
    expect(hash('paid.ctr')).toBe(definitionHash(CATALOGUE, base));
  });

  it('differs wherever a value could', () => {
    const formulas = [
      'ad_clicks / ad_impressions',
      'ad_impressions / ad_clicks',
      'ad_clicks - ad_impressions',
      'ad_impressions - ad_clicks',
      'ad_clicks + ad_impressions',
      'ad_clicks * ad_impressions',
      'ad_link_clicks / ad_impressions',
      'ad_clicks / ad_impressions * 100',
      'coalesce(ad_clicks, ad_impressions)',
      'coalesce(ad_impressions, ad_clicks)',
      'ad_clicks - ad_impressions - sessions',
      'ad_clicks - (ad_impressions - sessions)',
    ];
    const hashes = formulas.map((formula) => hash(formula));
    hashes.push(hash('ad_clicks / ad_impressions', { version: 2 }));
    hashes.push(hash('ad_clicks / ad_impressions', { unit: { kind: 'ratio', display: 'times' } }));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('tells all definitions of the registry apart', () => {
    const byHash = Map.groupBy(KPIS, (kpi) => definitionHash(CATALOGUE, kpi));
    const shared = [...byHash.values()].filter((same) => same.length > 1);
    expect(shared.map((same) => same.map((kpi) => kpi.id))).toEqual([]);
  });

  it('takes filters, their values and the dimensions of a total in any order', () => {
    const device = (...values: string[]) => ({ dim: 'device', op: 'in' as const, values });
    const source = { dim: 'source', op: 'eq' as const, values: ['x'] };
    const filtered = (...filters: Kpi['filters']) => hash('ad_cost', { filters });
    expect(filtered(device('a', 'b'), source)).toBe(filtered(source, device('b', 'a')));
    const hashes = [
      hash('ad_cost'),
      filtered(device('a', 'b'), source),
      filtered(device('a', 'b')),
      filtered(device('a')),
      filtered({ ...device('a'), op: 'notIn' }),
      filtered({ ...device('a'), dim: 'campaign' }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hash('total(ad_cost, campaign, device)')).toBe(hash('total(ad_cost, device, campaign)'));
  });

  it('tells what is read when, and of which rows', () => {
    const formulas = [
      'ad_cost',
      'total(ad_cost)',
      'total(ad_cost, campaign)',
      'total(ad_clicks, campaign)',
      'shift(ad_cost, 1 month)',
      'shift(ad_cost, 2 months)',
      'shift(ad_cost, 1 year)',
      'shift(ad_clicks, 1 month)',
      'trailing(ad_cost, 28 days)',
      'trailing(ad_cost, 7 days)',
      'to_date(ad_cost, month)',
      'to_date(ad_cost, year)',
    ];
    expect(new Set(formulas.map((formula) => hash(formula))).size).toBe(formulas.length);
  });

  it('tells measures apart that read something else of the same column', () => {
    const base = { name: 'One', dataset: 'ad_delivery', unit: { kind: 'count' as const } };
    const filters = [{ dim: 'device', op: 'eq' as const, values: ['phone'] }];
    const hashes = [
      {},
      { agg: 'max' as const },
      { agg: 'min' as const },
      { agg: 'snapshotLast' as const },
      { agg: 'snapshotFirst' as const },
      { column: 'ad_views' },
      { filters },
      { agg: 'quantile' as const, q: 0.5 },
      { agg: 'quantile' as const, q: 0.9 },
    ].map((change) => {
      const one = defineMeasure({ ...base, id: 'one', ...change });
      const catalogue = draftCatalogue({ measures: [one], kpis: [] });
      return definitionHash(catalogue, { ...kpiNamed('ctr'), expr: { ref: 'one' } });
    });
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('brackets and orders of sums and products are one, not those of differences', () => {
    const [a, b, c] = ['ad_clicks', 'ad_impressions', 'sessions'];
    expect(hash(`${a} + (${b} + ${c})`)).toBe(hash(`(${c} + ${b}) + ${a}`));
    expect(hash(`${a} * (${b} * ${c})`)).toBe(hash(`${b} * ${c} * ${a}`));
    expect(hash(`${a} * (${b} + ${c})`)).not.toBe(hash(`${a} * ${b} + ${c}`));
    expect(hash(`${a} - (${b} - ${c})`)).not.toBe(hash(`${a} - ${b} - ${c}`));
  });

  it('differs from the meaning by the version alone', () => {
    const next = { ...base, version: base.version + 1, name: 'CTR' };
    expect(sameMeaning(CATALOGUE, base, next)).toBe(true);
    expect(definitionHash(CATALOGUE, next)).not.toBe(definitionHash(CATALOGUE, base));
    expect(sameMeaning(CATALOGUE, base, kpiNamed('cpc'))).toBe(false);
    const unit = { kind: 'ratio', display: 'times' } as const;
    expect(sameMeaning(CATALOGUE, base, { ...base, unit })).toBe(false);
  });

  it('stays what it is from release to release', () => {
    expect(definitionHash(CATALOGUE, kpiNamed('ctr'))).toBe(
      'sha256ac658f5fdbfe447cc9d6c37c01c4e0e077edeb63149fb8362614aa9fc5652aa3',
    );
    expect(definitionHash(CATALOGUE, kpiNamed('email.list_size'))).toBe(
      'sha25612aa5b3b7a730a89e1e5b2489d6365f65da7b2dcbccd4b07eec0df2da1c0d598',
    );
    expect(definitionHash(CATALOGUE, kpiNamed('reach'))).toBe(
      'sha2564e871e2f9a3007e994f5ba322d2a7e5d6bf86a30f6beabf288fbe826e40aaaa9',
    );
    const filters = [{ dim: 'device', op: 'in' as const, values: ['phone', 'desktop'] }];
    expect(hash('ad_cost / total(ad_cost + ad_clicks, campaign)', { filters })).toBe(
      'sha2561b6426be9ffaae14972b7421ba327020f8bffddd55b2e2a9e4fecb74a312e1a2',
    );
  });
});
