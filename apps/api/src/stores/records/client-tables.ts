type Versioned = { version: number; changed_by: string; changed_at: Date };

export interface ClientTermsTable extends Versioned {
  workspace_id: string;
  /** The name under which the agency’s own invoices stand in the client’s budget; empty: they do not. */
  own_vendor: string;
  own_vendor_key: string;
  hour_cost_micros: number | null;
  markup_millionths: number;
}

export interface ClientRetainerTable extends Versioned {
  id: string;
  workspace_id: string;
  name: string;
  kind: 'money' | 'hours';
  /** Of a month; of hours: of one hour. */
  fee_micros: number;
  /** Of a month. */
  minutes: number;
  month_from: number;
  month_to: number | null;
}

export interface ClientHoursTable {
  id: string;
  workspace_id: string;
  /** Days since 1970. */
  day: number;
  minutes: number;
  note: string;
  by_id: string;
  at: Date;
}

export interface IncentiveTable extends Versioned {
  id: string;
  workspace_id: string;
  plan_id: string;
  /** Key of its budget line, which is the same in every scenario. */
  line_key: string;
  name: string;
  /** KPI that counts what is paid for. */
  kpi: string;
  per_unit_micros: number;
  cap_micros: number;
  day_from: number;
  day_to: number;
}

export interface IncentivePayoutTable {
  id: string;
  workspace_id: string;
  incentive_id: string;
  payee: string;
  units: number;
  micros: number;
  day: number;
  note: string;
  expense_id: string;
  by_id: string;
  at: Date;
}

/** The tables of an agency’s clients, and of incentives. */
export interface ClientDatabase {
  client_terms: ClientTermsTable;
  client_retainers: ClientRetainerTable;
  client_hours: ClientHoursTable;
  incentives: IncentiveTable;
  incentive_payouts: IncentivePayoutTable;
}
