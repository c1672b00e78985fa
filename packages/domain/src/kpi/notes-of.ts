import type { Cells } from './cells.ts';
import type { AskedKpi, Measure, Note } from './schema.ts';

/** What the reader of these values must know: refused sums, measures nobody delivered, cut rows. */
export function notesOf(input: {
  asked: AskedKpi[];
  cells: Cells;
  /** Asked name → the measure that could not be added for it. */
  refused: Map<string, Measure>;
  rows: number;
  kept: number;
}): Note[] {
  const notes: Note[] = [];
  for (const one of input.asked) {
    const base = input.refused.get(one.name);
    if (base) notes.push(nonAdditive(one, base));
    const absent = one.measures.filter((m) => !input.cells.presence(m.id).carried);
    const empty = absent.filter((m) => !input.cells.presence(m.id).rows);
    if (empty.length > 0) notes.push(noRows(one, empty));
    const missing = absent.filter((m) => !empty.includes(m));
    if (missing.length > 0) notes.push(notDelivered(one, missing));
  }
  if (input.kept < input.rows) {
    notes.push({
      code: 'limited',
      message: `The first ${input.kept} of ${input.rows} rows are shown.`,
      hint: 'Filter, use a coarser grain, or raise the limit.',
      kpi: null,
    });
  }
  return notes;
}

function nonAdditive({ kpi, name }: AskedKpi, base: Measure): Note {
  return {
    code: 'non_additive',
    message: `${kpi.name} is undefined where several rows meet: ${base.name} counts different people, who overlap between days and rows, so adding them would count some twice.`,
    hint: 'Split by the dimensions and the period in which the source delivered it.',
    kpi: name,
  };
}

function noRows({ kpi, name }: AskedKpi, measures: Measure[]): Note {
  return {
    code: 'no_rows',
    message: `${kpi.name}: nothing that carries ${names(measures)} was found in this range.`,
    hint: 'Check the dates and filters, or import the export that has it.',
    kpi: name,
  };
}

function notDelivered({ kpi, name }: AskedKpi, measures: Measure[]): Note {
  return {
    code: 'not_delivered',
    message: `${kpi.name}: the rows of this range have no column ${names(measures)}; it counts as 0 if it can be added, and is undefined if not.`,
    hint: 'Import an export with that column.',
    kpi: name,
  };
}

function names(measures: Measure[]): string {
  return measures.map((one) => `“${one.name}”`).join(', ');
}
