/** What can be subscribed to. */
export type EventId =
  | 'alert.opened'
  | 'alert.cleared'
  | 'import.done'
  | 'import.undone'
  | 'contract.violated'
  | 'contract.mended'
  | 'budget.over_committed'
  | 'content.published';

/** Addresses of other systems that are told of events, as their screen gets them. */
export type SubscriptionInfo = {
  id: string;
  name: string;
  address: string;
  events: string[];
  paused: boolean;
  pausedWhy: string | null;
  createdAt: string;
  lastDeliveredAt: string | null;
  oldSecretUntil: string | null;
  oldSecrets: number;
  waiting: number;
  dead: number;
};
export type SentDelivery = {
  delivery: number;
  eventId: string;
  event: string;
  state: 'waiting' | 'delivered' | 'dead';
  tries: number;
  status: number | null;
  error: string | null;
  answer: string | null;
  at: string;
  nextAt: string | null;
  body: string;
};

type Mutation<I, O = unknown> = { mutate(input: I): Promise<O> };
type ById = { id: string };

export type SubscriptionsApi = {
  subscriptions: {
    list: { query(): Promise<SubscriptionInfo[]> };
    deliveries: { query(input: ById & { limit: number }): Promise<SentDelivery[]> };
    create: Mutation<
      { address: string; events: EventId[]; name?: string },
      { id: string; secret: string }
    >;
    change: Mutation<ById & { paused?: boolean; events?: EventId[]; name?: string }>;
    rotate: Mutation<
      ById & { oldHours?: number },
      { id: string; secret: string; oldSecretUntil: string | null }
    >;
    remove: Mutation<ById>;
    test: Mutation<ById>;
    replay: Mutation<ById & { delivery: number }>;
  };
};
