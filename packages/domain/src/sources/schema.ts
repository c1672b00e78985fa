import type { DatasetId, DimensionId } from '../kpi/schema.ts';
import type { Day } from '../shared/day.ts';
import type { Issue } from '../shared/issue.ts';
import type { TableEncoding } from './detect-encoding.ts';

/** `google_ads`, `microsoft_ads`, `meta_ads`, `linkedin_ads`, `x_ads`, `ga4`, `search_console`, `mailchimp`, `klaviyo`, `hubspot`, `salesforce`, or a slug that a person gave to a file of their own. */
export type SourceId = string;

/** One row as the table reader gives it: the cells as text, and the line where it begins. */
export type RawRow = { line: number; cells: string[] };

/** Where a column of the file goes. */
export type ColumnTarget = 'day' | 'currency' | 'ignore' | DimensionId | string;

/** What a person or a preset says of the columns. Headers are spelled as in the file. */
export type MappingInput = {
  columns: Record<string, string>;
  currency?: string | undefined;
  locale?: string | undefined;
  account?: string | undefined;
  /** The days that rows without a day column cover, both inclusive (ISO). */
  period?: { from: string; to: string } | undefined;
};

/** What a person says of a file when importing it. */
export type ImportOptions = {
  source?: SourceId | undefined;
  currency?: string | undefined;
  account?: string | undefined;
  map?: MappingInput | undefined;
};

/** What one column of the file becomes. */
export type ColumnPlan = {
  index: number;
  header: string;
  /** Null: nothing of the column is kept; `reason` says why. */
  target: ColumnTarget | null;
  reason: 'unmapped' | 'derived' | 'not_kept' | 'duplicate' | 'period' | null;
  decimal: '.' | ',';
  /** -6: the file counts in millionths. */
  power: number;
  order: 'mdy' | 'dmy';
  grain: 'day' | 'week' | 'month' | 'quarter' | 'year';
  /** Dates are numbers of days as spreadsheets count them. */
  serial: boolean;
  /** Currency that the header names. */
  currency: string | null;
};

/** What is known of a file before its rows are read. */
export type Detection = {
  source: SourceId | null;
  /** The platform whose words and rules are used; also when a person named the source otherwise. */
  preset: SourceId | null;
  sourceName: string;
  dataset: DatasetId;
  encoding: TableEncoding;
  /** The file begins with a byte order mark. */
  bom: boolean;
  delimiter: string;
  /** 1-based line of the header. */
  headerLine: number;
  headers: string[];
  /** Column → target, as the preset, the remembered mapping or the guess has it. */
  mapping: Record<string, string>;
  unmapped: string[];
  currency: string | null;
  /** Why the importer believes this, for the wizard. */
  reasons: string[];
  period: { from: string; to: string } | null;
  columns: ColumnPlan[];
  /** Columns that are recognised and left out on purpose → why, in words. */
  ignored: Record<string, string>;
  /** 1-based line of the last row of the table; null: it goes on to the end of the file. */
  lastLine: number | null;
  /** How many rows the file says it has, where it does. */
  declaredRows: number | null;
  /** Other tables of the file, which this import leaves out. */
  otherTables: { title: string; headerLine: number }[];
  /** Rows have no day: each covers this whole period. */
  wholePeriod: { from: Day; to: Day } | null;
  /** Rows cover several days each: the shape of the batch ends in `~period`. */
  rowsCoverPeriods: boolean;
  /** `Nth day` counters count from here. */
  countFrom: Day | null;
  account: string | null;
  /** Under which the mapping of this header shape is remembered. */
  fingerprint: string;
  /** An issue of severity `error` must be solved before the file can be imported. */
  issues: Issue[];
  /** The rows on which all this was decided, for the wizard. */
  sample: RawRow[];
};

/**
 * The shape of a batch: which dimensions tell its rows apart. Rows of different shapes describe
 * the same money twice, so they are never added (`campaign` beside `campaign,device`).
 */
export type BatchShape = {
  dataset: DatasetId;
  source: SourceId;
  /** Ordered as `DIMENSIONS`; without `account`, and without the dimensions that are constant. */
  shape: string;
  dims: DimensionId[];
  measures: string[];
  /** Rows are records: their key is the record, not the day. */
  keyedByRecord: boolean;
};

/** One accepted row. `dims` and `values` follow the batch; values in millionths, null: not given. */
export type FactRow = {
  line: number;
  day: Day;
  /** Same as `day`, or the last day of the period that the row covers as a whole. */
  dayTo: Day;
  currency: string;
  dims: (string | null)[];
  values: (number | null)[];
};

/** A total that the file prints, beside the sum of the accepted rows; money and counts in units. */
export type Reconciled = {
  measure: string;
  file: number;
  imported: number;
  difference: number;
  /** How the file labels the total. */
  label: string;
  line: number;
};

export type ImportReport = {
  file: string;
  source: SourceId;
  sourceName: string;
  dataset: DatasetId;
  encoding: TableEncoding;
  /** The file begins with a byte order mark. */
  bom: boolean;
  currency: string | null;
  period: { from: string; to: string } | null;
  rows: { read: number; accepted: number; rejected: number; ignored: number };
  ignoredReasons: Record<string, number>;
  /** By short measure name; money and counts in units. Money is left out when it has several currencies. */
  totals: Record<string, number>;
  /** Only with several currencies: money by currency and short measure name, in units. */
  totalsByCurrency?: Record<string, Record<string, number>>;
  reconciled: Reconciled[];
  mapping: Record<string, string>;
  unmapped: string[];
  /** The first hundred, twenty of a kind. */
  issues: Issue[];
  /** How many issues of each code there were. */
  issueCounts: Record<string, number>;
  batch: string | null;
  unchanged: boolean;
};
