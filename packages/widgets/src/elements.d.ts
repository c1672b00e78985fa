/** Attributes of `<mops-provider>`, which every widget takes too. */
export interface MopsSettings {
  server?: string;
  token?: string;
  'token-url'?: string;
  range?: string;
  from?: string;
  to?: string;
  compare?: string;
  filters?: string;
  refresh?: string;
  'time-zone'?: string;
  'fiscal-start'?: string;
  'week-start'?: string;
  locale?: string;
  'currency-display'?: string;
}

export interface MopsWidget extends MopsSettings {
  kpi?: string;
  kpis?: string;
  label?: string;
  /** A KPI answer, as an object or as JSON. */
  data?: unknown;
  theme?: 'light' | 'dark' | 'auto';
}

/** Detail of `mops-drill`. */
export interface MopsPick {
  kpi: string;
  dims: Record<string, string | null>;
  from: string;
  to: string;
}

export declare const MopsProvider: CustomElementConstructor;
export declare const MopsKpi: CustomElementConstructor;
export declare const MopsTrend: CustomElementConstructor;
export declare const MopsBreakdown: CustomElementConstructor;
export declare const MopsGoal: CustomElementConstructor;
export declare const MopsBudget: CustomElementConstructor;
export declare const MopsTable: CustomElementConstructor;

/** Registers all elements under their own names; importing this module alone registers nothing. */
export declare function define(): void;

declare global {
  interface HTMLElementEventMap {
    'mops-drill': CustomEvent<MopsPick>;
    'mops-error': CustomEvent<{
      status: string;
      code: string;
      message: string;
      requestId?: string;
    }>;
  }
}
