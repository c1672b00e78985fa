import type { ModelTableId } from '../../model/index.ts';
import type { QualityRule } from '../../quality/index.ts';

/** A billion in millionths: more is a mistake, or a currency with many zeros. */
const MOST_MICROS = 1e15;

/** What the audit looks at in people. */
export const CONTACT_RULES: readonly QualityRule[] = [
  { id: 'email_there', kind: 'required', field: 'email' },
  { id: 'email_valid', kind: 'type', field: 'email', type: 'email' },
  { id: 'email_once', kind: 'similar', field: 'email', by: 'email' },
  { id: 'account_known', kind: 'reference', field: 'account_id', to: 'account' },
  { id: 'mql_after_lead', kind: 'compare', left: 'lead_at', is: '<=', right: 'mql_at' },
  { id: 'sql_after_mql', kind: 'compare', left: 'mql_at', is: '<=', right: 'sql_at' },
  { id: 'changes_arrive', kind: 'freshness', field: 'updated_at', maxAgeHours: 72 },
];

/** What the audit looks at in companies. */
export const ACCOUNT_RULES: readonly QualityRule[] = [
  { id: 'name_there', kind: 'required', field: 'name' },
  { id: 'domain_valid', kind: 'type', field: 'domain', type: 'domain' },
  { id: 'domain_once', kind: 'similar', field: 'domain', by: 'domain' },
  { id: 'name_once', kind: 'similar', field: 'name', by: 'name' },
  { id: 'employees_range', kind: 'range', field: 'employees', min: 0 },
  { id: 'revenue_range', kind: 'range', field: 'annual_revenue', min: 0 },
];

/** What the audit looks at in deals. */
export const DEAL_RULES: readonly QualityRule[] = [
  { id: 'amount_there', kind: 'required', field: 'amount' },
  { id: 'amount_range', kind: 'range', field: 'amount', min: 0, max: MOST_MICROS },
  { id: 'probability_range', kind: 'range', field: 'probability', min: 0, max: 1_000_000 },
  { id: 'currency_code', kind: 'type', field: 'currency', type: 'currency' },
  { id: 'stage_there', kind: 'required', field: 'stage' },
  { id: 'account_known', kind: 'reference', field: 'account_id', to: 'account' },
  { id: 'closed_after_created', kind: 'compare', left: 'created_at', is: '<=', right: 'closed_at' },
  { id: 'outcome_known', kind: 'enum', field: 'outcome', values: ['won', 'lost'] },
];

/** What the audit looks at in people of deals. */
export const DEAL_CONTACT_RULES: readonly QualityRule[] = [
  { id: 'deal_known', kind: 'reference', field: 'deal_id', to: 'deal' },
  { id: 'contact_known', kind: 'reference', field: 'contact_id', to: 'contact' },
];

/** What the audit looks at in changes of stages. */
export const TRANSITION_RULES: readonly QualityRule[] = [
  { id: 'entity_known', kind: 'enum', field: 'entity', values: ['contact', 'deal'] },
  { id: 'stage_there', kind: 'required', field: 'to_stage' },
];

/** What the audit looks at in events of e-mails. */
export const EMAIL_EVENT_RULES: readonly QualityRule[] = [
  { id: 'email_valid', kind: 'type', field: 'email', type: 'email' },
  { id: 'campaign_known', kind: 'reference', field: 'campaign_id', to: 'campaign' },
  { id: 'after_sent', kind: 'compare', left: 'sent_at', is: '<=', right: 'at' },
  { id: 'events_volume', kind: 'volume', field: 'at' },
];

/** What the audit looks at in touchpoints. */
export const TOUCH_RULES: readonly QualityRule[] = [
  { id: 'campaign_known', kind: 'reference', field: 'campaign_id', to: 'campaign' },
  { id: 'touches_volume', kind: 'volume', field: 'at' },
];

/** What the audit looks at in campaigns. */
export const CAMPAIGN_RULES: readonly QualityRule[] = [
  { id: 'name_there', kind: 'required', field: 'name' },
  { id: 'budget_range', kind: 'range', field: 'budget', min: 0, max: MOST_MICROS },
  { id: 'end_after_start', kind: 'compare', left: 'start_at', is: '<=', right: 'end_at' },
];

/** What the audit looks at in activities. */
export const ACTIVITY_RULES: readonly QualityRule[] = [
  { id: 'contact_known', kind: 'reference', field: 'contact_id', to: 'contact' },
  { id: 'deal_known', kind: 'reference', field: 'deal_id', to: 'deal' },
];

/** What the audit looks at in orders, refunds and contract movements. */
export const MONEY_RULES: readonly QualityRule[] = [
  { id: 'amount_range', kind: 'range', field: 'amount', min: 0, max: MOST_MICROS },
  { id: 'currency_code', kind: 'type', field: 'currency', type: 'currency' },
  { id: 'money_volume', kind: 'volume', field: 'at' },
];

/** What the audit looks at in a table that a workspace maps in its own way. */
export const TABLE_RULES: Readonly<Partial<Record<ModelTableId, readonly QualityRule[]>>> = {
  contact: CONTACT_RULES,
  account: ACCOUNT_RULES,
  deal: DEAL_RULES,
  deal_contact: DEAL_CONTACT_RULES,
  stage_transition: TRANSITION_RULES,
  email_event: EMAIL_EVENT_RULES,
  touchpoint: TOUCH_RULES,
  campaign: CAMPAIGN_RULES,
  activity: ACTIVITY_RULES,
  order: MONEY_RULES,
  refund: MONEY_RULES,
};
