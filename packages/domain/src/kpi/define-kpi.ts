import { parseFormula } from './parse-formula.ts';
import type { Expr, Kpi } from './schema.ts';

/** A KPI as a person writes it: what is left out is the usual. */
export type KpiEntry = Pick<Kpi, 'id' | 'name' | 'unit' | 'direction' | 'description' | 'source'> &
  Partial<Omit<Kpi, 'expr'>> & {
    /** `ad_cost / ad_clicks`, or the expression itself. */
    formula: string | Expr;
  };

/**
 * A KPI definition. Whether its formula makes sense among others is checked when a catalogue is
 * made of it.
 * @example defineKpi({ id: 'x.cpc', name: 'CPC', formula: 'ad_cost / ad_clicks', unit: { kind: 'money' }, direction: 'down', description: 'Cost of a click.', source: { standard: 'own', url: null } }).version // 1
 */
export function defineKpi(entry: KpiEntry): Kpi {
  const { formula, ...rest } = entry;
  return {
    version: 1,
    status: 'certified',
    aliases: [],
    synonyms: [],
    family: entry.id.split('.')[0] ?? entry.id,
    uncertainty: 'none',
    minSample: null,
    tags: [],
    owner: null,
    minGrain: null,
    filters: [],
    caveats: [],
    ...rest,
    expr: typeof formula === 'string' ? parseFormula(formula) : formula,
  };
}
