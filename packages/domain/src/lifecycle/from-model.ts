import type { ModelValue } from '../model/index.ts';
import type { Dims, LifecycleContact, LifecycleDeal, SourceTransition } from './records.ts';

type Values = Readonly<Record<string, ModelValue>>;

const text = (value: ModelValue | undefined) =>
  value === null || value === undefined || value === '' ? null : String(value);
const whole = (value: ModelValue | undefined) => (typeof value === 'number' ? value : null);

const dimsOf = (values: Values): Dims => ({
  channel: text(values.channel),
  campaign: text(values.campaign),
  owner: text(values.owner),
  country: text(values.country),
});

/**
 * A row of the model’s table `contact` as the lifecycle reads it.
 * @example lifecycleContact('crm', { contact_id: '1', lead_at: 5 }).dates // { lead_at: 5, mql_at: null, … }
 */
export function lifecycleContact(source: string, values: Values): LifecycleContact {
  return {
    source,
    contactId: String(values.contact_id),
    stage: text(values.lifecycle_stage),
    leadStatus: text(values.lead_status),
    dates: {
      created_at: whole(values.created_at),
      lead_at: whole(values.lead_at),
      mql_at: whole(values.mql_at),
      sal_at: whole(values.sal_at),
      sql_at: whole(values.sql_at),
      customer_at: whole(values.customer_at),
    },
    mergedInto: text(values.merged_into),
    convertedDealId: text(values.converted_deal_id),
    dims: dimsOf(values),
  };
}

/**
 * A row of the model’s table `deal` as the lifecycle reads it; where it says no outcome, its stage does.
 * @example lifecycleDeal('crm', { deal_id: '9', created_at: 5, amount: 7_000_000, currency: 'EUR' }).amountMicros // 7_000_000
 */
export function lifecycleDeal(source: string, values: Values): LifecycleDeal {
  const { outcome } = values;
  return {
    source,
    dealId: String(values.deal_id),
    contactId: text(values.contact_id),
    stage: text(values.stage),
    ...((outcome === 'won' || outcome === 'lost') && { outcome }),
    createdAt: whole(values.created_at),
    closedAt: whole(values.closed_at),
    amountMicros: whole(values.amount),
    currency: text(values.currency),
    dims: dimsOf(values),
  };
}

/**
 * A row of the model’s table `stage_transition` as the lifecycle reads it; null where it is of neither a contact nor a deal.
 * @example sourceTransition('crm', { entity: 'deal', entity_id: '9', to_stage: 'Closed Won', at: 5 }) // { source: 'crm', entity: 'deal', entityId: '9', toStage: 'Closed Won', at: 5 }
 */
export function sourceTransition(source: string, values: Values): SourceTransition | null {
  const { entity } = values;
  if (entity !== 'contact' && entity !== 'deal') return null;
  const [entityId, toStage] = [String(values.entity_id), String(values.to_stage)];
  return { source, entity, entityId, toStage, at: Number(values.at) };
}
