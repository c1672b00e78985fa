export type FunnelStage = 'inquiry' | 'mql' | 'sal' | 'sql' | 'opportunity' | 'won';
export type StagePeriod = { from: string; to: string; of: 'people' | 'deals' };
type Consent = { head: 'marketing' | 'sales'; by: string; at: string };
type Basis = {
  definition: string;
  agreed: Consent[];
  resolvedAt: string | null;
  warnings: { code: string; message: string; hint: string | null }[];
};
export type FunnelAnswer = Basis & {
  steps: {
    name: string;
    count: number;
    fromPrevious: number | null;
    fromFirst: number | null;
    interval: { low: number; high: number } | null;
    medianSeconds: number | null;
  }[];
  conversion: number | null;
};
export type Velocity = Basis & {
  stages: {
    stage: string;
    stays: number;
    open: number;
    medianSeconds: number | null;
    medianInterval: { low: number | null; high: number | null };
  }[];
};
export type Cohorts = Basis & {
  maturityDays: number;
  cohorts: {
    label: string;
    size: number;
    converted: number;
    share: number | null;
    mature: boolean;
    shares: (number | null)[];
    medianDays: number | null;
  }[];
};
export type Definition = {
  number: number;
  version: string;
  meaning: Record<string, string>;
  sources: readonly {
    source: string;
    contactStages: Readonly<Record<string, string>>;
    leadStatuses: Readonly<Record<string, string>>;
    dealStages: Readonly<Record<string, string>>;
    dates: Readonly<Partial<Record<string, readonly string[]>>>;
  }[];
  maturityDays: { mql: number; sql: number; opportunity: number; won: number };
  note: string | null;
  by: string | null;
  at: string | null;
  agreed: Consent[];
  agreedAt: string | null;
  current: boolean;
};
export type Definitions = { definitions: Definition[] };
