/** Trouble with data is data: what, where, and what to do about it. */
export type Issue = {
  /** Stable identifier, snake_case: `bad_date`, `unknown_currency`, `not_a_table`. */
  code: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  hint: string | null;
  /** 1-based line of the file (XLSX: row of the sheet); null when the whole file is meant. */
  line: number | null;
  /** Header of the column, as the file has it; null when the whole row is meant. */
  field: string | null;
};
