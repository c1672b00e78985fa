/** What people say that one run of an automation saves. */
export interface ValueAssumptionTable {
  workspace_id: string;
  /** A kind of `AUTOMATIONS`. */
  kind: string;
  /** Minutes in millionths; null: it was taken back. */
  minutes_micros: number | null;
  reason: string;
  set_by: string;
  set_at: Date;
  version: number;
}

/** The table of the value report. */
export interface ValueDatabase {
  value_assumptions: ValueAssumptionTable;
}
