/** The chain of a record, as its screen gets it. */
export type TraceStep =
  | 'objective'
  | 'goal'
  | 'line'
  | 'commitment'
  | 'expense'
  | 'campaign'
  | 'asset'
  | 'publication'
  | 'link'
  | 'deal';
export type TraceNode = {
  step: TraceStep;
  id: string;
  name: string;
  path: string | null;
  day: string | null;
  amount: number | null;
  currency: string | null;
  state: string | null;
};
export type TraceInfo = {
  id: string;
  step: TraceStep;
  currency: string;
  steps: { step: TraceStep; nodes: TraceNode[]; more: number }[];
  result: {
    from: string;
    to: string;
    spend: number | null;
    leads: number | null;
    mqls: number | null;
    dealsWon: number | null;
    bookings: number | null;
  } | null;
  missing: { step: TraceStep; message: string; hint: string }[];
};

export type TraceApi = {
  trace: {
    follow: {
      query(input: { id: string }, options?: { signal?: AbortSignal }): Promise<TraceInfo>;
    };
  };
};
