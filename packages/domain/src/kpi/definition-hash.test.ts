import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, KPIS } from '../catalogue/index.ts';
import { definitionHash } from './definition-hash.ts';
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

  it('stays what it is from release to release', () => {
    expect(definitionHash(CATALOGUE, kpiNamed('ctr'))).toBe(
      'sha256ac658f5fdbfe447cc9d6c37c01c4e0e077edeb63149fb8362614aa9fc5652aa3',
    );
  });
});
