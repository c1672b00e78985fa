import type { Generated } from 'kysely';
import type { CreatedAt, Json } from './schema.ts';
import type { FormerSecret } from './seal.ts';

/** An address of another system that is told when something happens here. */
export interface SubscriptionTable {
  id: string;
  workspace_id: string;
  name: string;
  address: string;
  events: Json<string[]>;
  /** Sealed. */
  secret: string;
  /** Sign, too, until the receiver knows the new one; the newest first, null: none. */
  former_secrets: Json<FormerSecret[]> | null;
  /** Null: it is sent to. */
  paused_at: Date | null;
  /** Why OpenMOps paused it; null: a person did. */
  paused_why: string | null;
  last_delivered_at: Date | null;
  created_by: string;
  created_at: CreatedAt;
}

/** One event on its way to one address. */
export interface SubscriptionDeliveryTable {
  seq: Generated<number>;
  workspace_id: string;
  subscription_id: string;
  /** The same for every address and every try. */
  event_id: string;
  event: string;
  /** The bytes that are signed and sent. */
  body: string;
  state: Generated<'waiting' | 'delivered' | 'dead'>;
  tries: Generated<number>;
  /** When it is tried; of one that is on its way: when its process is taken for dead. */
  next_at: Date;
  /** When a process took it up; null: none has it. */
  claimed_at: Date | null;
  /** What the address answered last. */
  status: number | null;
  error: string | null;
  /** The beginning of what it said. */
  answer: string | null;
  created_at: Date;
  ended_at: Date | null;
}
