import type { DimensionId } from '../kpi/index.ts';

/**
 * `text`; `instant`: ms since 1970 UTC; `day`: days since 1970; `money`: millionths of the row's
 * currency; `number`: millionths; `flag`: yes or no.
 */
export type ModelFieldType = 'text' | 'instant' | 'day' | 'money' | 'number' | 'flag';

export type ModelField = {
  id: string;
  type: ModelFieldType;
  description: string;
  /** A row without it is set aside. */
  required: boolean;
  /** Tells who somebody is: kept out of exports and logs. */
  personal: boolean;
};

/** How rows of a table become facts, and with them KPIs. */
export type ModelFeed = {
  /** Dataset and measure of the catalogue. */
  dataset: string;
  measure: string;
  /** Field that says on which day it counts; rows without it do not count here. */
  day: string;
  /** What is added: 1 for each row, or a field. */
  value: 'one' | { field: string };
  /** Only rows whose field has one of these values (as text; flags are `true` and `false`). */
  where: readonly { field: string; is: readonly string[] }[];
  /** Dimension of the facts → field of the table. */
  dims: Partial<Record<DimensionId, string>>;
};

export type ModelTableId =
  | 'ad_delivery'
  | 'web_session'
  | 'email_send'
  | 'search_console'
  | 'social_post'
  | 'email_event'
  | 'contact'
  | 'account'
  | 'deal'
  | 'deal_contact'
  | 'stage_transition'
  | 'touchpoint'
  | 'activity'
  | 'campaign'
  | 'order'
  | 'refund'
  | 'contract_movement'
  | 'plan_row';

export type ModelTable = {
  id: ModelTableId;
  name: string;
  /** What one row is, in words. */
  grain: string;
  /** Fields that make a row the same row in two deliveries of one source. */
  key: readonly string[];
  fields: readonly ModelField[];
  feeds: readonly ModelFeed[];
};

/** A value of a model row: text, a whole number (instants, days, millionths), yes or no, or nothing. */
export type ModelValue = string | number | boolean | null;

/** A row of a table, as a source says it. */
export type ModelRow = {
  table: ModelTableId;
  /** The values of the table's key as JSON text, without spaces. */
  key: string;
  /** The source says that it is gone. */
  deleted: boolean;
  values: Readonly<Record<string, ModelValue>>;
};
