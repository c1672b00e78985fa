import type { Day } from '../shared/index.ts';
import type { BatchShape, FactRow } from '../sources/index.ts';

/** One import of the demo company, as if somebody had uploaded the platform's export. */
export type DemoBatch = BatchShape & {
  file: string;
  /** What the source is called, where it is no platform. */
  name?: string;
  account: string;
  /** Currency of the account; empty when the batch carries no money. */
  currency: string;
  /** CRM records are told apart by the record, not by the day. */
  keyedByRecord: boolean;
  /** The day on which it was imported. */
  importedOn: Day;
  rows: FactRow[];
};

/** These exports do not say to which account they belong. */
export const NO_ACCOUNT = '';

/** Gathers rows of one batch; lines count as in the file, whose first line is the header. */
export function collectRows(currency: string) {
  const rows: FactRow[] = [];
  const add = (day: Day, dims: (string | null)[], values: (number | null)[], dayTo: Day = day) => {
    rows.push({ line: rows.length + 2, day, dayTo, currency, dims, values });
  };
  return { rows, add };
}

/** Whole cents of an amount as millionths, since exports print two decimals. */
export function centsToMicros(cents: number): number {
  return cents * 10_000;
}
