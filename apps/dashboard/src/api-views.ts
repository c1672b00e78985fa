/** A page of a role, as its screen gets it. */
export type ViewName = 'cmo' | 'director' | 'finance' | 'value';
export type ViewTone = 'good' | 'neutral' | 'bad' | 'none';
type ViewUnit = { kind: string; currency?: string };
type Origin = { link: string | null; kpi: string | null; definition: string | null };

export type ViewFigure = Origin & {
  id: string;
  label: string;
  value: number | null;
  unit: ViewUnit;
  says: string | null;
  tone: ViewTone;
};
export type ViewColumn = { id: string; label: string; unit: ViewUnit | 'text' | 'row' };
export type ViewRow = Origin & {
  id: string;
  cells: (string | number | null)[];
  unit: ViewUnit | null;
  tone: ViewTone;
};
export type ViewSection = {
  id: string;
  title: string;
  asOf: string;
  from: string[];
  link: string;
  figures: ViewFigure[];
  table: { columns: ViewColumn[]; rows: ViewRow[]; more: number } | null;
  empty: string | null;
  notes: string[];
};
export type ViewDefinition = {
  kpi: string;
  name: string;
  version: number;
  definition: string;
  formula: string;
  description: string;
};
export type ViewInfo = {
  view: ViewName;
  title: string;
  period: { label: string | null; from: string; to: string };
  at: string;
  asOf: string;
  workspace: string;
  currency: string;
  sections: ViewSection[];
  definitions: ViewDefinition[];
};

/** What runs by itself, and what people say that it saves. */
export type AutomationInfo = {
  kind: string;
  name: string;
  counts: string;
  count: number;
  minutes: number | null;
  hours: number | null;
  setBy: string | null;
  setAt: string | null;
  reason: string;
  version: number;
  link: string;
};

export type ViewsApi = {
  views: {
    read: {
      query(
        input: { view: ViewName; period?: string },
        options?: { signal?: AbortSignal },
      ): Promise<ViewInfo>;
    };
    automations: {
      query(
        input: { from: string; to: string },
        options?: { signal?: AbortSignal },
      ): Promise<{ kinds: AutomationInfo[]; hours: number | null }>;
    };
    setAutomation: {
      mutate(input: {
        kind: string;
        minutes: number | null;
        reason: string;
        version: number;
      }): Promise<{ kind: string; version: number }>;
    };
  };
};
