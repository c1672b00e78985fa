import { DATASETS, STORED_DATASETS } from '@openmops/domain/catalogue';
import type { AskedKpi, KpiAnswerRow, Measure, Note } from '@openmops/domain/kpi';
import { deliveredMeasures } from '@openmops/domain/sources';

/** What a KPI needs and no source delivers by itself. */
export type Need = {
  /** In words that go into a sentence: `work items`, `ad emissions`. */
  what: string;
  /** Whether a column of a file can be mapped to it; otherwise nothing of its kind can be imported yet. */
  mappable: boolean;
};

const STORED: ReadonlySet<string> = new Set(STORED_DATASETS);
const DELIVERED = deliveredMeasures();

/** Each kind of rows once, and each column that no export fills. */
export function needsOf(measures: readonly Measure[]): Need[] {
  const needs = new Map<string, Need>();
  for (const base of measures) {
    const mappable = STORED.has(base.dataset);
    if (mappable && DELIVERED.has(base.id)) continue;
    const what = mappable ? base.name : rowsOf(base.dataset);
    needs.set(what, { what, mappable });
  }
  return [...needs.values()];
}

/**
 * Says of a KPI whose rows nothing can import that no source delivers it, instead of that none was
 * found, and takes the zeros away that its empty sums would be.
 */
export function withSourceless(
  { rows, notes }: { rows: readonly KpiAnswerRow[]; notes: readonly Note[] },
  asked: readonly AskedKpi[],
): { rows: KpiAnswerRow[]; notes: Note[] } {
  const told = new Map(asked.flatMap((one) => sourceless(one) ?? []));
  const kept = notes.filter((one) => one.code !== 'no_rows' || !told.has(one.kpi ?? ''));
  const blank = (values: KpiAnswerRow['values']) =>
    Object.fromEntries(Object.entries(values).map(([id, v]) => [id, told.has(id) ? null : v]));
  return {
    rows: rows.map((row) => ({
      ...row,
      values: blank(row.values),
      previous: row.previous && blank(row.previous),
    })),
    notes: [...kept, ...told.values()],
  };
}

function sourceless({ name, kpi, measures }: AskedKpi): [[string, Note]] | null {
  const missing = needsOf(measures).filter((need) => !need.mappable);
  if (missing.length === 0) return null;
  const needed = missing.map((need) => need.what).join(', ');
  const note = {
    code: 'no_source',
    message: `${kpi.name}: no source delivers this yet, it needs ${needed}.`,
    hint: 'Its definition stands; a value follows once there is a source for it.',
    kpi: name,
  };
  return [[name, note]];
}

function rowsOf(dataset: string): string {
  return DATASETS.find((one) => one.id === dataset)?.rows ?? dataset;
}
