/** Addresses at which other systems send, as their screen gets them. */
export type WebhookProvider =
  | 'standard'
  | 'hubspot'
  | 'salesforce'
  | 'clickfunnels'
  | 'generic'
  | 'address';
export type WebhookOptions = {
  organization?: string;
  header?: string;
  encoding?: 'hex' | 'base64';
  prefix?: string;
  signed?: 'body' | 'timestamp.body' | 'body+timestamp';
  timestampHeader?: string;
};
export type Webhook = {
  id: string;
  name: string;
  provider: WebhookProvider;
  source: string;
  stream: string | null;
  key: string[];
  address: string;
  hasSecret: boolean;
  oldSecretUntil: string | null;
  oldSecrets: number;
  revoked: boolean;
  received: number;
  lastReceivedAt: string | null;
  waiting: number;
  rejected: number;
  refused: number;
  lastRefusedAt: string | null;
  lastRefusal: string | null;
};
export type WebhookMade = { id: string; address: string; secret: string | null; next: string };
export type Delivery = {
  message: string;
  state: 'waiting' | 'done' | 'rejected';
  receivedAt: string;
  bytes: number;
  rows: number | null;
  reason: string | null;
};

type Query<I, O> = { query(input: I): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };

export type WebhooksApi = {
  webhooks: {
    list: Query<void, Webhook[]>;
    deliveries: Query<{ id: string; limit: number }, Delivery[]>;
    create: Mutation<
      {
        name: string;
        provider: WebhookProvider;
        source?: string;
        stream?: string;
        key?: string[];
        secret?: string;
        options: WebhookOptions;
      },
      WebhookMade
    >;
    change: Mutation<{ id: string; key?: string[]; stream?: string }, { id: string }>;
    retry: Mutation<{ id: string; message?: string }, { id: string; taken: number }>;
    rotate: Mutation<
      { id: string; secret?: string; oldHours?: number },
      WebhookMade & { oldSecretUntil: string | null }
    >;
    revoke: Mutation<{ id: string }, { id: string }>;
  };
};
