import { MopsError } from '../shared/error.ts';
import { nearestName } from '../shared/nearest-name.ts';
import type { Additivity, DatasetId, Measure, Unit } from './schema.ts';

const MONEY: Unit = { kind: 'money' };
const COUNT: Unit = { kind: 'count' };
const PEOPLE: Unit = { kind: 'people' };
const DURATION: Unit = { kind: 'duration' };

/** id · short name · name · unit · additivity (`all` where left out) */
type Line = [string, string, string, Unit, Additivity?];

const AD_DELIVERY: Line[] = [
  ['ad_cost', 'spend', 'Media cost', MONEY],
  ['ad_impressions', 'impressions', 'Impressions', COUNT],
  ['ad_clicks', 'clicks', 'Clicks', COUNT],
  ['ad_conversions', 'conversions', 'Conversions', COUNT],
  ['ad_conversion_value', 'revenue', 'Conversion value', MONEY],
  ['ad_link_clicks', 'link_clicks', 'Link clicks', COUNT],
  ['ad_interactions', 'interactions', 'Interactions', COUNT],
  ['ad_engagements', 'engagements', 'Engagements', COUNT],
  ['ad_reach', 'reach', 'Reach', PEOPLE, 'none'],
  ['ad_leads', 'leads', 'Ad leads', COUNT],
  ['ad_all_conversions', 'all_conversions', 'All conversions', COUNT],
  ['ad_view_conversions', 'view_conversions', 'View-through conversions', COUNT],
  ['ad_video_starts', 'video_starts', 'Video starts', COUNT],
  ['ad_video_views', 'video_views', 'Video views', COUNT],
  ['ad_video_completes', 'video_completes', 'Video completions', COUNT],
  ['ad_gross_impressions', 'gross_impressions', 'Gross impressions', COUNT],
  ['ad_invalid_impressions', 'invalid_impressions', 'Invalid impressions', COUNT],
  ['ad_measurable_impressions', 'measurable_impressions', 'Measurable impressions', COUNT],
  ['ad_viewable_impressions', 'viewable_impressions', 'Viewable impressions', COUNT],
  ['ad_eligible_impressions', 'eligible_impressions', 'Eligible impressions', COUNT],
  ['ad_top_impressions', 'top_impressions', 'Top-of-page impressions', COUNT],
  ['ad_lost_budget_impressions', 'lost_budget_impressions', 'Impressions lost to budget', COUNT],
];

const WEB_SESSION: Line[] = [
  ['sessions', 'sessions', 'Sessions', COUNT],
  ['engaged_sessions', 'engaged_sessions', 'Engaged sessions', COUNT],
  ['key_events', 'key_events', 'Key events', COUNT],
  ['sessions_with_key_event', 'sessions_with_key_event', 'Sessions with a key event', COUNT],
  ['users', 'users', 'Users', PEOPLE, 'none'],
  ['total_users', 'total_users', 'Total users', PEOPLE, 'none'],
  ['new_users', 'new_users', 'New users', PEOPLE],
  ['returning_users', 'returning_users', 'Returning users', PEOPLE, 'none'],
  ['active_users_day', 'active_users_day', 'Daily active users', PEOPLE, 'none'],
  ['active_users_28d', 'active_users_28d', '28-day active users', PEOPLE, 'none'],
  ['page_views', 'page_views', 'Views', COUNT],
  ['events', 'events', 'Events', COUNT],
  ['engagement_seconds', 'engagement_seconds', 'Engagement time', DURATION],
  ['unassigned_sessions', 'unassigned_sessions', 'Unassigned sessions', COUNT],
  ['direct_sessions', 'direct_sessions', 'Direct sessions', COUNT],
  ['ai_assistant_sessions', 'ai_assistant_sessions', 'AI-assistant sessions', COUNT],
  ['form_starts', 'form_starts', 'Form starts', COUNT],
  ['form_submits', 'form_submits', 'Form submissions', COUNT],
  ['carts', 'carts', 'Carts', COUNT],
  ['checkouts', 'checkouts', 'Checkouts', COUNT],
  ['orders', 'orders', 'Orders', COUNT],
  ['order_revenue', 'revenue', 'Order revenue', MONEY],
  ['refund_revenue', 'refunds', 'Refunds', MONEY],
  ['customers_buying', 'customers_buying', 'Buying customers', PEOPLE, 'none'],
  ['customers_repeat', 'customers_repeat', 'Repeat customers', PEOPLE, 'none'],
  ['page_loads_measured', 'page_loads_measured', 'Measured page loads', COUNT],
  ['page_loads_cwv_good', 'page_loads_cwv_good', 'Page loads with good Web Vitals', COUNT],
];

const EMAIL_SEND: Line[] = [
  ['emails_sent', 'sent', 'E-mails sent', COUNT],
  ['emails_delivered', 'delivered', 'E-mails delivered', COUNT],
  ['emails_hard_bounced', 'hard_bounces', 'Hard bounces', COUNT],
  ['emails_soft_bounced', 'soft_bounces', 'Soft bounces', COUNT],
  ['emails_bounced_other', 'bounces', 'Bounces of unknown kind', COUNT],
  ['email_unique_opens', 'unique_opens', 'Unique opens', COUNT],
  ['email_unique_opens_no_mpp', 'unique_opens_no_mpp', 'Unique opens without Apple MPP', COUNT],
  ['email_delivered_no_mpp', 'delivered_no_mpp', 'E-mails delivered without Apple MPP', COUNT],
  ['email_opens', 'opens', 'Opens', COUNT],
  ['email_unique_clicks', 'unique_clicks', 'Unique e-mail clicks', COUNT],
  ['email_clicks', 'clicks', 'E-mail clicks', COUNT],
  ['email_unsubscribes', 'unsubscribes', 'Unsubscribes', COUNT],
  ['email_spam_complaints', 'spam_complaints', 'Spam complaints', COUNT],
  ['email_inbox_seed', 'inbox_seed', 'Seed mails in the inbox', COUNT],
  ['email_seed_sent', 'seed_sent', 'Seed mails sent', COUNT],
  ['email_orders', 'orders', 'E-mail orders', COUNT],
  ['email_revenue', 'revenue', 'E-mail revenue', MONEY],
  ['list_subscribed', 'subscribed', 'New subscribers', COUNT],
  ['list_lost', 'lost', 'Lost subscribers', COUNT],
  ['list_size', 'list_size', 'List size', PEOPLE, 'notTime'],
  ['list_engaged_90d', 'list_engaged_90d', 'Subscribers engaged in 90 days', PEOPLE, 'none'],
];

const SEARCH_CONSOLE: Line[] = [
  ['serp_impressions', 'impressions', 'Search impressions', COUNT],
  ['serp_clicks', 'clicks', 'Organic clicks', COUNT],
  ['serp_position_x_impressions', 'position_x_impressions', 'Position × impressions', COUNT],
  ['serp_branded_clicks', 'branded_clicks', 'Branded organic clicks', COUNT],
];

const LEAD_STAGE: Line[] = [
  ['leads', 'leads', 'Leads', COUNT],
  ['mqls', 'mql', 'Marketing qualified leads', COUNT],
  ['sals', 'sal', 'Sales accepted leads', COUNT],
  ['sqls', 'sql', 'Sales qualified leads', COUNT],
  ['opps_created', 'opportunities', 'Opportunities created', COUNT],
  ['deals_won', 'deals_won', 'Deals won', COUNT],
  ['deals_lost', 'deals_lost', 'Deals lost', COUNT],
  ['bookings_won', 'won_amount', 'Won amount', MONEY],
  ['pipeline_created', 'pipeline_amount', 'Pipeline created', MONEY],
];

function of(dataset: DatasetId, lines: Line[]): Measure[] {
  return lines.map(([id, alias, name, unit, additive = 'all']) => ({
    id,
    alias,
    name,
    dataset,
    unit,
    additive,
  }));
}

/** Every stored column of numbers, in store order. */
export const MEASURES: readonly Measure[] = [
  ...of('ad_delivery', AD_DELIVERY),
  ...of('web_session', WEB_SESSION),
  ...of('email_send', EMAIL_SEND),
  ...of('search_console', SEARCH_CONSOLE),
  ...of('lead_stage', LEAD_STAGE),
];

const BY_ID = new Map(MEASURES.map((one) => [one.id, one]));

/**
 * Whether a name is the id of a base measure.
 * @example isMeasure('ad_cost') // true
 */
export function isMeasure(id: string): boolean {
  return BY_ID.has(id);
}

/**
 * The base measure of an id; throws INVALID with the nearest name when there is none.
 * @example measure('ad_cost').alias // 'spend'
 */
export function measure(id: string): Measure {
  const found = BY_ID.get(id);
  if (found) return found;
  const near = nearestName(id, BY_ID.keys());
  throw new MopsError('INVALID', `There is no measure “${id}”.`, near && `Did you mean “${near}”?`);
}

/**
 * The measure of a dataset by its id or short name, or null.
 * @example findMeasure('ad_delivery', 'spend')?.id // 'ad_cost'
 */
export function findMeasure(dataset: DatasetId, idOrAlias: string): Measure | null {
  const fits = (one: Measure) =>
    one.dataset === dataset && (one.id === idOrAlias || one.alias === idOrAlias);
  return MEASURES.find(fits) ?? null;
}
