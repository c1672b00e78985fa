import type { Generated } from 'kysely';
import type { CreatedAt, Json } from './schema.ts';
import type { FormerSecret } from './seal.ts';

/** An address at which another system sends messages. */
export interface WebhookEndpointTable {
  /** Part of the address, and unguessable. */
  id: string;
  workspace_id: string;
  name: string;
  provider: string;
  source: string;
  /** Null: as the provider names what it sends. */
  stream: string | null;
  key_fields: Json<string[]>;
  options: Json<Record<string, unknown>>;
  /** Sealed; null: the sender has not told it yet. */
  secret: string | null;
  /** Those before it that still count, the newest first; null: none. */
  former_secrets: Json<FormerSecret[]> | null;
  received: Generated<number>;
  last_received_at: Date | null;
  /** Forged, too old, of somebody else: nothing of them is kept but the number. */
  refused: Generated<number>;
  last_refused_at: Date | null;
  last_refusal: string | null;
  created_by: string;
  created_at: CreatedAt;
  revoked_at: Date | null;
}

export interface WebhookInboxTable {
  seq: Generated<number>;
  workspace_id: string;
  endpoint_id: string;
  message_id: string;
  state: Generated<'waiting' | 'done' | 'rejected'>;
  sent_at: Date | null;
  received_at: Date;
  /** As it came; null once its records are in their stream. */
  body: Uint8Array | null;
  bytes: number;
  rows: number | null;
  reason: string | null;
}

export interface IdempotencyKeyTable {
  workspace_id: string;
  key: string;
  /** The process that works on it. */
  holder: string;
  /** SHA-256 of address and body; null while it works. */
  digest: string | null;
  status: number | null;
  answer: string | null;
  created_at: Date;
}
