import {
  type Catalogue,
  createCatalogue,
  type Dataset,
  draftCatalogue,
  type Expr,
  type Kpi,
  type Measure,
} from '../../kpi/index.ts';
import { MopsError } from '../../shared/error.ts';
import type { Issue } from '../../shared/issue.ts';
import { filtersOf } from './filters-of.ts';
import { withDimensions } from './import-measures.ts';
import { unitThatFits } from './unit-that-fits.ts';

export type ImportedCatalogue = {
  /** What was there before, and what was read, checked as a whole. */
  catalogue: Catalogue;
  kpis: Kpi[];
  measures: Measure[];
  /** What could not be taken over (errors) or not word by word (warnings). */
  issues: Issue[];
};

/** A KPI that was read; without a unit, the one that its formula yields is taken. */
export type Draft = { kpi: Kpi; unitKnown: boolean; line: number | null };

/** Joins what was read to a catalogue. What does not fit is left out, with the reason. */
export function assemble(of: {
  base: Catalogue;
  measures: readonly Measure[];
  drafts: readonly Draft[];
  issues: readonly Issue[];
}): ImportedCatalogue {
  const { base } = of;
  const issues = [...of.issues];
  const ids = new Set(of.measures.map(({ id }) => id));
  const measures = [...base.measures.filter(({ id }) => !ids.has(id)), ...of.measures];
  const lines = new Map(of.drafts.map(({ kpi, line }) => [kpi.id, line]));
  let kpis = of.drafts.map(({ kpi }) => kpi);
  const parts = (own: readonly Kpi[]) => {
    const versions = new Set(own.map(({ id, version }) => `${id}@${version}`));
    const kept = base.versions.filter(({ id, version }) => !versions.has(`${id}@${version}`));
    const filters = [...own, ...of.measures].flatMap((one) => [
      ...one.filters,
      ...('expr' in one ? filtersOf(one.expr as Expr) : []),
    ]);
    const datasets: Dataset[] = [...new Set(of.measures.map((one) => one.dataset))]
      .filter((id) => base.datasets.every((one) => one.id !== id))
      .map((id) => ({ id, rows: id.replaceAll('_', ' '), family: id }));
    const dimensions = withDimensions(
      base,
      filters.map(({ dim }) => dim),
    );
    return {
      dimensions,
      datasets: [...base.datasets, ...datasets],
      measures,
      kpis: [...kept, ...own],
    };
  };
  const draft = draftCatalogue(parts(kpis));
  const unitKnown = new Set(of.drafts.flatMap((one) => (one.unitKnown ? one.kpi.id : [])));
  kpis = kpis.map((kpi) =>
    unitKnown.has(kpi.id) ? kpi : { ...kpi, unit: unitThatFits(draft, kpi) ?? kpi.unit },
  );
  for (;;) {
    try {
      const catalogue = createCatalogue(parts(kpis));
      return { catalogue, kpis, measures: [...of.measures], issues };
    } catch (error) {
      const wrong = error instanceof MopsError && Array.isArray(error.detail) ? error.detail : null;
      if (!wrong) throw error;
      const found = wrong as Issue[];
      const bad = new Set(found.map(({ field }) => field?.split('@')[0] ?? ''));
      const rest = kpis.filter(
        ({ id, aliases }) => ![id, ...aliases].some((name) => bad.has(name)),
      );
      if (rest.length === kpis.length) throw error;
      issues.push(...found.map((one) => ({ ...one, line: lines.get(one.field ?? '') ?? null })));
      kpis = rest;
    }
  }
}
