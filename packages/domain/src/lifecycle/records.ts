import type { DateField, Stage } from './definition.ts';

/** A lead or contact of a source; instants are milliseconds since 1970 UTC. */
export type LifecycleContact = {
  source: string;
  contactId: string;
  /** Words of the source, as they stand today. */
  stage?: string | null;
  leadStatus?: string | null;
  dates?: Readonly<Partial<Record<DateField, number | null>>>;
  /** Contact into which the lead was converted or merged, of the same source. */
  mergedInto?: string | null;
  /** Deal that the lead became. */
  convertedDealId?: string | null;
  dims?: Dims;
};

export type LifecycleDeal = {
  source: string;
  dealId: string;
  /** First person of the deal. */
  contactId?: string | null;
  stage?: string | null;
  outcome?: 'won' | 'lost' | null;
  createdAt: number | null;
  /** When it was closed; of an open deal when that is expected, which counts for nothing. */
  closedAt?: number | null;
  amountMicros?: number | null;
  currency?: string | null;
  dims?: Dims;
};

/** A change of stage as the CRM’s history has it. */
export type SourceTransition = {
  source: string;
  entity: 'contact' | 'deal';
  entityId: string;
  toStage: string;
  at: number;
};

/** Channel, campaign, owner, country of a record, which its facts carry. */
export type Dims = Readonly<Record<string, string | null>>;

/** Somebody came into a stage. */
export type Transition = {
  /** Person, or deal where it is not the first of a person: `person/hubspot/501`, `deal/hubspot/9`. */
  track: string;
  from: Stage | null;
  to: Stage;
  at: number;
  /** `history`: the CRM says so; `date`: a date on the record; `filled`: skipped on the way to a later stage. */
  basis: 'history' | 'date' | 'filled';
  /** Went back, or forward again after having gone back. */
  recycled: boolean;
  /** Record that shows it. */
  source: string;
  record: string;
};
