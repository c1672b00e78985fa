import type { Catalogue, CatalogueParts, Dataset, Kpi, Measure } from '../../kpi/index.ts';
import type { Issue } from '../../shared/issue.ts';
import { filtersOf } from './filters-of.ts';
import { unsaidIssue } from './issues.ts';
import { unitThatFits } from './unit-that-fits.ts';
import { withMore } from './with-more.ts';

export type Imported = {
  kpis: Kpi[];
  /** New base measures that they read. */
  measures: Measure[];
  /** Both together with what was there before: what `createCatalogue` takes. */
  parts: CatalogueParts;
  /** What could not be taken over (errors) or not word by word (warnings), with lines. */
  issues: Issue[];
};

/** A KPI that was read; without a unit, the one that its formula yields is taken. */
export type Draft = { kpi: Kpi; unitKnown: boolean; line: number | null };

/** Joins what was read to what was there. A formula that yields no unit is left out. */
export function assemble(of: {
  base: Catalogue;
  measures: readonly Measure[];
  drafts: readonly Draft[];
  issues: readonly Issue[];
}): Imported {
  const { base, measures, drafts } = of;
  const issues = [...of.issues];
  const draft = withMore(base, { measures, kpis: drafts.map(({ kpi }) => kpi) });
  const kpis = drafts.flatMap(({ kpi, unitKnown, line }) => {
    const unit = unitKnown ? kpi.unit : unitThatFits(draft, kpi);
    if (unit) return [{ ...kpi, unit }];
    const message = 'what it adds or subtracts has different units, as far as they are known.';
    issues.push(unsaidIssue(kpi.id, { message, hint: 'Give its measures their units.', line }));
    return [];
  });
  return { kpis, measures: [...measures], parts: joined(base, measures, kpis), issues };
}

function joined(
  base: Catalogue,
  measures: readonly Measure[],
  kpis: readonly Kpi[],
): CatalogueParts {
  const { datasets, dimensions } = base;
  const ids = new Set(measures.map(({ id }) => id));
  const versions = new Set(kpis.map(({ id, version }) => `${id}@${version}`));
  const dims = [
    ...measures.flatMap((one) => one.filters),
    ...kpis.flatMap((one) => [...one.filters, ...filtersOf(one.expr)]),
  ].map(({ dim }) => dim);
  const known = new Set([...dimensions.map(({ id }) => id), 'source', 'currency']);
  const more = [...new Set(dims)].filter((dim) => !known.has(dim));
  const fresh: Dataset[] = [...new Set(measures.map((one) => one.dataset))]
    .filter((id) => datasets.every((one) => one.id !== id))
    .map((id) => ({ id, rows: id.replaceAll('_', ' '), family: id }));
  return {
    dimensions: [...dimensions, ...more.map((id) => ({ id, name: id.replaceAll('_', ' ') }))],
    datasets: [...datasets, ...fresh],
    measures: [...base.measures.filter(({ id }) => !ids.has(id)), ...measures],
    kpis: [
      ...base.versions.filter(({ id, version }) => !versions.has(`${id}@${version}`)),
      ...kpis,
    ],
  };
}
