import type { ModelTable, ModelTableId } from './model-table.ts';
import {
  ACCOUNT_TABLE,
  CAMPAIGN_TABLE,
  CONTACT_TABLE,
  DEAL_CONTACT_TABLE,
  DEAL_TABLE,
  STAGE_TRANSITION_TABLE,
} from './tables/crm.ts';
import {
  AD_DELIVERY_TABLE,
  EMAIL_SEND_TABLE,
  SEARCH_CONSOLE_TABLE,
  SOCIAL_POST_TABLE,
  WEB_SESSION_TABLE,
} from './tables/delivery.ts';
import { ACTIVITY_TABLE, EMAIL_EVENT_TABLE, TOUCHPOINT_TABLE } from './tables/events.ts';
import {
  CONTRACT_MOVEMENT_TABLE,
  ORDER_TABLE,
  PLAN_ROW_TABLE,
  REFUND_TABLE,
} from './tables/money.ts';

/** Every table of the model. */
export const MODEL_TABLES: readonly ModelTable[] = [
  AD_DELIVERY_TABLE,
  WEB_SESSION_TABLE,
  EMAIL_SEND_TABLE,
  SEARCH_CONSOLE_TABLE,
  SOCIAL_POST_TABLE,
  EMAIL_EVENT_TABLE,
  TOUCHPOINT_TABLE,
  ACTIVITY_TABLE,
  CONTACT_TABLE,
  ACCOUNT_TABLE,
  DEAL_TABLE,
  DEAL_CONTACT_TABLE,
  STAGE_TRANSITION_TABLE,
  CAMPAIGN_TABLE,
  ORDER_TABLE,
  REFUND_TABLE,
  CONTRACT_MOVEMENT_TABLE,
  PLAN_ROW_TABLE,
];

/**
 * A table of the model by its id.
 * @example modelTable('deal').key // ['deal_id']
 */
export function modelTable(id: ModelTableId): ModelTable {
  const found = MODEL_TABLES.find((table) => table.id === id);
  if (!found) throw new Error(`The model has no table ${id}.`);
  return found;
}
