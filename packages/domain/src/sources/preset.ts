import type { DatasetId } from '../kpi/schema.ts';
import type { RawRow, SourceId } from './schema.ts';

/** The language of a platform's screens that a header is written in; `api`: names of its API. */
export type HeaderLanguage =
  | 'en'
  | 'de'
  | 'fr'
  | 'es'
  | 'it'
  | 'pt'
  | 'nl'
  | 'sv'
  | 'da'
  | 'pl'
  | 'tr'
  | 'cs'
  | 'ja'
  | 'ko'
  | 'zh'
  | 'ru'
  | 'api';

/** Target → language → headers, several separated by `|`, the preferred one first. */
export type HeaderWords = Record<string, Partial<Record<HeaderLanguage, string>>>;

/** What OpenMOps knows of the exports of one platform. */
export type Preset = {
  id: SourceId;
  name: string;
  dataset: DatasetId;
  /** The channel of every row when no column says it; null: the rows say it, or there is none. */
  channel: string | null;
  /**
   * Headers that tell the platform, with how much they say: `impr.:2|cost:1`. A file is recognised
   * from 3 points on; the platform with the most points wins.
   */
  marks: string;
  /** Lines above the table that only this platform writes (4 points). */
  preamble: RegExp | null;
  columns: HeaderWords;
  /** Headers that say nothing OpenMOps keeps (status, budget, …): ignored, with that reason. */
  ignored?: string;
  /** Ratios under names that the general rule does not know. */
  derived?: string;
  /** How the platform writes `01/02/2026` whatever the language; null: the file must show it. */
  dateOrder: 'mdy' | 'dmy' | null;
  /** The first day on which the platform can have served anything: “All time” begins there. */
  since?: string;
  /** Rows with a start date and no end date are of that one day. */
  startIsDay?: boolean;
  /** A second measure that the same column also fills: link clicks are Meta's clicks. */
  also?: Record<string, string>;
  /** Values of a column → the value that is kept: campaign type → channel. */
  values?: Record<string, Record<string, string>>;
  /** Rows are records of a CRM: keyed by their id. */
  records?: boolean;
  /** The detail does not add up to the account by design; why, in plain words. */
  hiddenDetail?: (headers: readonly string[]) => string | null;
};

/** The part of a file in which everything is recognised, before the rest is read. */
export type TableHead = {
  /** Decoded text without byte order mark; null for a workbook, which has rows only. */
  text: string | null;
  rows: RawRow[] | null;
  /** The head is the whole file. */
  complete: boolean;
};
