import type { ModelTableId, ModelValue } from '@openmops/domain/model';

/** Tables out of which people, companies and their way are found. */
export type PeopleTable = Extract<
  ModelTableId,
  'contact' | 'account' | 'touchpoint' | 'deal' | 'deal_contact' | 'stage_transition'
>;

/** What is needed of each, in the order in which they are read. */
export const PEOPLE_FIELDS: Readonly<Record<PeopleTable, readonly string[]>> = {
  contact:
    `contact_id email first_name last_name phone title company country account_id anonymous_id merged_into
    created_at updated_at lead_at mql_at sal_at sql_at customer_at lifecycle_stage lead_status
    converted_deal_id channel campaign owner`.split(/\s+/),
  account: 'account_id name domain country industry merged_into created_at updated_at'.split(' '),
  touchpoint: 'touch_id at kind contact_id anonymous_id email'.split(' '),
  deal: `deal_id contact_id stage outcome created_at closed_at amount currency channel campaign owner
    merged_into`.split(/\s+/),
  deal_contact: ['deal_id', 'contact_id', 'primary'],
  stage_transition: ['transition_id', 'entity', 'entity_id', 'to_stage', 'at'],
};
export const PEOPLE_TABLES = Object.keys(PEOPLE_FIELDS) as PeopleTable[];

export type PeopleValues = Readonly<Record<string, ModelValue>>;

/** Rows of one source as the resolving is handed them. */
export type PeoplePage = { table: PeopleTable; source: string; rows: readonly PeopleValues[] };
