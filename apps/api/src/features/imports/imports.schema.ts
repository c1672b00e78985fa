import type { Day } from '@openmops/domain/shared';
import type { Detection, ImportReport, MappingInput } from '@openmops/domain/sources';
import * as z from 'zod';

const id = z.string().max(64);
const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.');

/** What a person says of the columns; headers are spelled as in the file. */
export const MappingGiven = z.strictObject({
  columns: z.record(z.string().max(1000), z.string().max(64)).default({}),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'A currency is three capital letters, like EUR.')
    .optional(),
  locale: z.string().max(35).optional(),
  account: z.string().max(200).optional(),
  /** The days that rows without a day column cover, both inclusive. */
  period: z.strictObject({ from: isoDay, to: isoDay }).optional(),
});

/** How a file is to be read, where the file itself does not say. */
export const ImportOptions = z.strictObject({
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'A source is a short name in lower case, like google_ads.')
    .optional(),
  currency: MappingGiven.shape.currency,
  account: MappingGiven.shape.account,
  map: MappingGiven.optional(),
});
export type ImportOptions = z.infer<typeof ImportOptions>;

export const ImportInput = z.strictObject({
  upload: id,
  options: ImportOptions.prefault({}),
});

export const PreviewInput = z.strictObject({
  ...ImportInput.shape,
  /** Whether the upload stays for an import to follow. */
  keep: z.boolean().default(true),
});

export const UndoInput = z.strictObject({ batch: id });

/** Everything that decides how a file is read, so that a stopped import goes on as it began. */
export type ImportPlan = {
  detection: Detection;
  options: ImportOptions;
  workspace: { currency: string; timeZone: string };
  now: Day;
  /** Batches of the same file, read differently, that this one takes over from. */
  replaces: string[];
  /** What a person said of the columns, to be remembered once the import is done. */
  remember: MappingInput | null;
};

export type ImportPreview = {
  detection: Detection;
  report: ImportReport;
  sample: { headers: string[]; rows: string[][] };
  /** What is there already for the same days and would be replaced. */
  replaces: { rows: number; days: number } | null;
};

export type ImportListed = {
  batch: string;
  file: string;
  source: string;
  sourceName: string;
  at: string;
  by: string;
  rows: number;
  period: { from: string; to: string } | null;
  status: 'done' | 'loading' | 'undone' | 'failed';
  totals: Record<string, number>;
};

export type UndoReport = { batch: string; removedRows: number; restoredRows: number };
