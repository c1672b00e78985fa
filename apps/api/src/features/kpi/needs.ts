import { DATASETS, IMPORTED_DATASETS } from '@openmops/domain/catalogue';
import type { AskedKpi, KpiAnswerRow, Measure, Note } from '@openmops/domain/kpi';
import { deliveredMeasures } from '@openmops/domain/sources';

/** What a KPI needs and no source delivers by itself. */
export type Need = {
  /** In words that go into a sentence: `work items`, `ad emissions`. */
  what: string;
  /** Whether a column of a file can be mapped to it; otherwise nothing of its kind can be imported yet. */
  mappable: boolean;
};

const IMPORTED: ReadonlySet<string> = new Set(IMPORTED_DATASETS);
const NONE: ReadonlySet<string> = new Set();
const DELIVERED = deliveredMeasures();

/**
 * Each kind of rows once, and each column that no export fills. `streamed`: datasets of which the
 * workspace has rows that no file brings.
 */
export function needsOf(
  measures: readonly Measure[],
  streamed: ReadonlySet<string> = NONE,
): Need[] {
  const needs = new Map<string, Need>();
  for (const base of measures) {
    const mappable = IMPORTED.has(base.dataset);
    if (mappable ? DELIVERED.has(base.id) : streamed.has(base.dataset)) continue;
    const what = mappable ? base.name : rowsOf(base.dataset);
    needs.set(what, { what, mappable });
  }
  return [...needs.values()];
}

type Answer = { rows: readonly KpiAnswerRow[]; notes: readonly Note[] };

/**
 * Takes the zeros away that empty sums would be: of a KPI for whose rows there is no source, and of
 * one whose column no export fills and no row of the range has. The notes say which, and why.
 */
export function withSourceless(
  { rows, notes }: Answer,
  asked: readonly AskedKpi[],
  streamed: ReadonlySet<string> = NONE,
): { rows: KpiAnswerRow[]; notes: Note[] } {
  const sourceless = new Map(asked.flatMap((one) => noSource(one, streamed) ?? []));
  const unfilled = new Map(asked.flatMap((one) => notFilled(one, notes) ?? []));
  const empty = new Set([...sourceless.keys(), ...unfilled.keys()]);
  const bases = asked
    .filter(({ name }) => empty.has(name))
    .flatMap(({ measures }) => measures.filter((one) => needsOf([one], streamed).length > 0));
  const unread = new Set(bases.map((one) => one.id));
  const kept = notes.filter(({ code, kpi }) => {
    if (code === 'no_rows') return !sourceless.has(kpi ?? '');
    return code !== 'not_delivered' || !unfilled.has(kpi ?? '');
  });
  // Most answers have thousands of rows and nothing to take away.
  if (empty.size === 0) return { rows: [...rows], notes: kept };
  return {
    rows: rows.map((row) => ({
      ...row,
      values: without(row.values, empty),
      // The period before may still have the column.
      previous: row.previous && zeroless(without(row.previous, sourceless), unfilled),
      ...(row.intervals ? { intervals: without(row.intervals, empty) } : {}),
      ...(row.parts ? { parts: zeroless(row.parts, unread) } : {}),
      ...(row.previousParts ? { previousParts: zeroless(row.previousParts, unread) } : {}),
      ...(row.thin ? { thin: row.thin.filter((id) => !empty.has(id)) } : {}),
    })),
    notes: [...kept, ...sourceless.values(), ...unfilled.values()],
  };
}

type Names = { has: (name: string) => boolean };

function without<Of>(values: Record<string, Of | null>, names: Names): Record<string, Of | null> {
  const entries = Object.entries(values);
  return Object.fromEntries(entries.map(([id, value]) => [id, names.has(id) ? null : value]));
}

function zeroless(values: KpiAnswerRow['values'], names: Names): KpiAnswerRow['values'] {
  const zeros = Object.keys(values).filter((id) => values[id] === 0 && names.has(id));
  return without(values, new Set(zeros));
}

function noSource(
  { name, kpi, measures }: AskedKpi,
  streamed: ReadonlySet<string>,
): [[string, Note]] | null {
  const missing = needsOf(measures, streamed).filter((need) => !need.mappable);
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

/** The answer says which columns the rows of the range have not; here those that no export fills. */
function notFilled(
  { name, kpi, measures }: AskedKpi,
  notes: readonly Note[],
): [[string, Note]] | null {
  const told = notes.find((one) => one.code === 'not_delivered' && one.kpi === name)?.message;
  if (!told) return null;
  const missing = needsOf(measures).filter((need) => told.includes(`“${need.what}”`));
  if (missing.length === 0) return null;
  const columns = missing.map((need) => `“${need.what}”`).join(', ');
  const note = {
    code: 'not_filled',
    message: `${kpi.name}: no export fills ${columns} by itself, and no row of this range has it.`,
    hint: 'Map a column of a file to it.',
    kpi: name,
  };
  return [[name, note]];
}

function rowsOf(dataset: string): string {
  return DATASETS.find((one) => one.id === dataset)?.rows ?? dataset;
}
