import type { Cells } from './cells.ts';
import type { AskedKpi, KpiPlan, Measure, Note } from './schema.ts';
import type { Refused } from './values-at.ts';

/** What the reader of these values must know: refused sums, measures nobody delivered, cut rows. */
export function notesOf(input: {
  plan: KpiPlan;
  cells: Cells;
  /** Asked name → what could not be made a number for it. */
  refused: Map<string, Refused>;
  rows: number;
  kept: number;
}): Note[] {
  const notes: Note[] = [];
  const { asked, reads } = input.plan;
  for (const one of asked) {
    notes.push(...wordsOf(one, input.plan.query));
    const refused = input.refused.get(one.name);
    if (refused) notes.push(refusal(one, { ...refused, base: reads[refused.key]?.measure }));
    const absent = one.reads.filter((key) => !input.cells.presence(key).carried);
    const empty = absent.filter((key) => !input.cells.presence(key).rows);
    const named = (keys: string[]) => [...new Set(keys.map((key) => reads[key]?.name ?? key))];
    if (empty.length > 0) notes.push(noRows(one, named(empty)));
    const missing = absent.filter((key) => !empty.includes(key) && key !== refused?.key);
    if (missing.length > 0) notes.push(notDelivered(one, named(missing)));
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

// What the definition itself says of being read like this.
function wordsOf({ kpi, name, tooFine }: AskedKpi, { grain }: KpiPlan['query']): Note[] {
  const notes: Note[] = [];
  const { minGrain } = kpi;
  if (tooFine) {
    notes.push({
      code: 'grain_too_fine',
      message: `${kpi.name} is undefined by ${grain}: it can be read by ${minGrain} or longer.`,
      hint: `Ask by ${minGrain}.`,
      kpi: name,
    });
  }
  if (kpi.status === 'deprecated') {
    notes.push({
      code: 'deprecated',
      message: `${kpi.name} is not meant to be used any more.`,
      hint: 'Look for the KPI that took its place.',
      kpi: name,
    });
  }
  return notes;
}

function refusal(
  { kpi, name }: AskedKpi,
  { reason, base }: Refused & { base: Measure | undefined },
): Note {
  const what = base?.name ?? kpi.name;
  if (reason === 'not_aggregable') {
    return {
      code: 'not_aggregable',
      message: `${kpi.name} is undefined: ${what} can be told from single cases only, and these facts are sums.`,
      hint: 'Read it where the single cases are: rows in memory, or the source itself.',
      kpi: name,
    };
  }
  return {
    code: 'non_additive',
    message: `${kpi.name} is undefined where several rows meet: ${what} counts different people, who overlap between days and rows, so adding them would count some twice.`,
    hint: 'Split by the dimensions and the period in which the source delivered it.',
    kpi: name,
  };
}

function noRows({ kpi, name }: AskedKpi, measures: string[]): Note {
  return {
    code: 'no_rows',
    message: `${kpi.name}: nothing that carries ${names(measures)} was found in this range.`,
    hint: 'Check the dates and filters, or import the export that has it.',
    kpi: name,
  };
}

function notDelivered({ kpi, name }: AskedKpi, measures: string[]): Note {
  return {
    code: 'not_delivered',
    message: `${kpi.name}: the rows of this range have no column ${names(measures)}; it counts as 0 if it can be added, and is undefined if not.`,
    hint: 'Import an export with that column.',
    kpi: name,
  };
}

function names(measures: string[]): string {
  return measures.map((one) => `“${one}”`).join(', ');
}
