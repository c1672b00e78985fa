/** An agency’s clients and incentives of the budget, as their screens get them. */
type Remark = { code: string; message: string; hint: string | null };
type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };

export type ClientTerms = {
  ownVendor: string;
  hourCost: number | null;
  markupPercent: number;
  version: number;
};
export type RetainerFields = {
  name: string;
  kind: 'money' | 'hours';
  fee: number;
  hours: number;
  from: string;
  to: string | null;
};
export type RetainerInfo = RetainerFields & { id: string; version: number };
export type ClientAccount = {
  fiscalYear: number;
  months: { from: string; to: string };
  currency: string;
  terms: ClientTerms | null;
  retainers: RetainerInfo[];
  hours: { id: string; day: string; hours: number; note: string; by: string }[];
  fees: number;
  invoicedFees: number;
  passThrough: number;
  markup: number;
  income: number;
  cost: number | null;
  margin: number | null;
  marginShare: number | null;
  agreedHours: number;
  workedHours: number;
  overHours: number;
  warnings: Remark[];
};
export type ClientInfo = {
  slug: string;
  name: string;
  role: string;
  currency: string;
  fiscalYear: number | null;
  budget: { total: number; actual: number; committed: number; available: number } | null;
  account: Pick<
    ClientAccount,
    'fees' | 'passThrough' | 'income' | 'margin' | 'marginShare' | 'warnings'
  > | null;
};

type Counted = { from: string; to: string; count: number | null };
export type IncentiveInfo = {
  id: string;
  version: number;
  name: string;
  plan: string;
  line: string | null;
  lineName: string;
  currency: string;
  kpi: string;
  kpiName: string;
  definition: string;
  perUnit: number;
  cap: number;
  paid: number;
  left: number;
  units: number;
  from: string;
  to: string;
  payouts: {
    id: string;
    payee: string;
    units: number;
    amount: number;
    day: string;
    note: string;
    by: string;
  }[];
  effect: {
    during: Counted | null;
    before: Counted | null;
    change: number | null;
    changeShare: number | null;
    says: string;
  };
};

export type ClientsApi = {
  clients: {
    list: Query<Record<string, never>, { clients: ClientInfo[] }>;
    account: Query<Record<string, never>, ClientAccount>;
    setTerms: Mutation<ClientTerms, { version: number }>;
    addRetainer: Mutation<RetainerFields, { id: string }>;
    changeRetainer: Mutation<
      { id: string; version: number; retainer: RetainerFields },
      { version: number }
    >;
    removeRetainer: Mutation<{ id: string; version: number }, { id: string }>;
    logHours: Mutation<{ day: string; hours: number; note: string }, { id: string }>;
    removeHours: Mutation<{ id: string }, { id: string }>;
  };
  incentives: {
    list: Query<{ id: string }, IncentiveInfo[]>;
    create: Mutation<
      {
        plan: string;
        line: string;
        name: string;
        kpi: string;
        perUnit: number;
        cap: number;
        from: string;
        to: string;
      },
      { id: string }
    >;
    change: Mutation<
      { id: string; version: number; cap: number; to: string; reason: string },
      { version: number }
    >;
    pay: Mutation<
      { id: string; version: number; payee: string; units: number; day: string; note: string },
      { amount: number; left: number }
    >;
  };
};
