import type { NodeId } from './node.ts';

/** A lead or contact of a source, as the table `contact` of the model has it. */
export type ContactRecord = {
  source: string;
  contactId: string;
  email?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  company?: string | null;
  country?: string | null;
  /** The source’s company of it. */
  accountId?: string | null;
  /** Cookie or device that the source has linked to it. */
  anonymousId?: string | null;
  /** Contact of the same source into which the source has merged it, or which the lead became. */
  mergedInto?: string | null;
  /** The same person in another system, as this source says: the CRM’s identifier on a form fill. */
  otherIds?: readonly { source: string; contactId: string }[];
  createdAt?: number | null;
  updatedAt?: number | null;
};

/** A company of a source. */
export type AccountRecord = {
  source: string;
  accountId: string;
  name?: string | null;
  domain?: string | null;
  country?: string | null;
  mergedInto?: string | null;
  createdAt?: number | null;
  updatedAt?: number | null;
};

/** A contact with the company; instants are milliseconds since 1970 UTC. */
export type TouchRecord = {
  source: string;
  touchId: string;
  at: number;
  kind: string;
  channel?: string | null;
  campaign?: string | null;
  contactId?: string | null;
  anonymousId?: string | null;
  accountId?: string | null;
  dealId?: string | null;
  email?: string | null;
};

/** What a person said of two records; it outweighs every rule. */
export type Decision = {
  kind: 'same' | 'different';
  a: NodeId;
  b: NodeId;
  by: string;
  at: number;
};
