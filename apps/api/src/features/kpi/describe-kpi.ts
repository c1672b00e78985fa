import { additivityOf, CATALOGUE } from '@openmops/domain/catalogue';
import {
  DIMENSIONS,
  definitionHash,
  formulaText,
  type Kpi,
  measuresOf,
} from '@openmops/domain/kpi';
import { needsOf } from './needs.ts';

/** What every KPI may be split and filtered by, besides time. */
const QUERY_DIMENSIONS: string[] = [...DIMENSIONS.map((dim) => dim.id), 'source', 'currency'];

/** A KPI as the catalogue tells it: in words, as a formula, and what it is made of. */
export function describeKpi(kpi: Kpi) {
  const { id, aliases, name, family, unit, direction, description, caveats, source, version } = kpi;
  const { synonyms, uncertainty, minSample, minGrain } = kpi;
  const measures = measuresOf(CATALOGUE, kpi);
  return {
    id,
    aliases,
    /** What people also call it; not unique. */
    synonyms,
    name,
    family,
    unit,
    direction,
    /** How values may be added: `all`, `notTime` (balances), `none`, or `ratio` (made anew from its parts). */
    additivity: additivityOf(CATALOGUE, kpi),
    /** `proportion`: answers carry a 95 % interval, and name it thin below `minSample`. */
    uncertainty,
    minSample,
    /** By shorter periods it is undefined; null: every grain will do. */
    minGrain,
    description,
    caveats,
    formula: formulaText(CATALOGUE, kpi),
    source,
    definition: definitionHash(CATALOGUE, kpi),
    version,
    /** Base measures, by id. */
    measures: measures.map((measure) => measure.id),
    /** The same with their names and the datasets that they stand in. */
    reads: measures.map(({ id, name, dataset }) => ({ id, name, dataset })),
    /** What no source delivers by itself; empty: imports fill all of it. */
    needs: needsOf(measures),
    dimensions: QUERY_DIMENSIONS,
  };
}

export type DescribedKpi = ReturnType<typeof describeKpi>;
