import type { CheckedRow, Outcome } from './check.ts';

export type Found = Omit<Outcome, 'moneyMicros' | 'moneyHow'>;
/** Is told of every row that breaks the rule. */
export type Failed = (row: CheckedRow) => void;

/** Looks at the rows of a table, page by page. */
export type Checker = {
  fields: string[];
  /** Rows that several streams tell come from each of them. */
  everyTelling: boolean;
  look(rows: CheckedRow[], personal: ReadonlySet<string>): void;
  /** Whether it has to see the rows a second time. */
  wantsAgain(): boolean;
  again(rows: CheckedRow[], personal: ReadonlySet<string>): void;
  end(): Found;
};

/** A checker that does nothing yet. */
export const once = (fields: string[]): Omit<Checker, 'end'> => ({
  fields,
  everyTelling: false,
  look() {},
  wantsAgain: () => false,
  again() {},
});
/** Nothing could be checked, which is no pass. */
export const nothing = (said: string[]): Found => ({
  ...{ checked: 0, failed: 0, findings: [], error: null },
  said,
});
