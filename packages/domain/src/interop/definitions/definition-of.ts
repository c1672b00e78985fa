import type { KpiDefinition } from '../../kpi/definition/index.ts';
import type { Kpi, Measure } from '../../kpi/index.ts';
import { same } from '../shared/same.ts';
import { formulaSource } from './formula-source.ts';
import type { MeasureDefinition } from './schema.ts';

/**
 * A KPI as a team would write it down: what is the usual is left out, the formula is text where
 * text can say it. Reading it gives a KPI of the same definition hash.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * const { id, version, formula, unit } = definitionOf(CATALOGUE.kpiOf.get('cpc'));
 * ({ id, version, formula, unit }) // { id: 'paid.cpc', version: 1, formula: 'ad_cost / ad_clicks', unit: { kind: 'money' } }
 */
export function definitionOf(kpi: Kpi): KpiDefinition {
  const { expr, source, family, ...rest } = kpi;
  const usual = {
    aliases: [],
    synonyms: [],
    tags: [],
    owner: null,
    uncertainty: 'none',
    minSample: null,
    minGrain: null,
    filters: [],
    caveats: [],
  };
  const { id, version, status, name, unit, direction, description, ...more } = rest;
  const own = Object.entries(more).filter(
    ([key, value]) => !same(value, usual[key as keyof typeof usual]),
  );
  return {
    id,
    version,
    status,
    name,
    ...(family === id.split('.')[0] ? {} : { family }),
    formula: formulaSource(expr),
    unit,
    direction,
    description,
    ...Object.fromEntries(own),
    source: { standard: source.standard, url: source.url },
  };
}

/**
 * A measure as a team would write it down.
 * @example
 * import { defineMeasure } from '@openmops/domain/kpi';
 * measureDefinitionOf(defineMeasure({ id: 'cost', name: 'Cost', dataset: 'ads', unit: { kind: 'money' } })) // { id: 'cost', name: 'Cost', dataset: 'ads', unit: { kind: 'money' } }
 */
export function measureDefinitionOf(measure: Measure): MeasureDefinition {
  const { id, alias, name, description, dataset, unit, agg, column, q, filters } = measure;
  return {
    id,
    ...(alias === id ? {} : { alias }),
    name,
    ...(description === '' ? {} : { description }),
    dataset,
    unit,
    ...(agg === 'sum' ? {} : { agg }),
    ...(column === id ? {} : { column }),
    ...(q === null ? {} : { q }),
    ...(filters.length === 0 ? {} : { filters }),
  };
}
