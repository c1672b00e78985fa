import type { Dataset, Measure } from '../../kpi/index.ts';
import { AD_DELIVERY } from './ad-delivery.ts';
import { APPROVAL } from './approval.ts';
import { COMPLIANCE } from './compliance.ts';
import { CONTENT_ASSET } from './content-asset.ts';
import { DATA_QUALITY } from './data-quality.ts';
import { EMAIL_SEND } from './email-send.ts';
import { EXPERIMENT } from './experiment.ts';
import { FINANCE } from './finance.ts';
import { LEAD_STAGE } from './lead-stage.ts';
import { MARTECH } from './martech.ts';
import { OPPORTUNITY } from './opportunity.ts';
import { SEARCH_CONSOLE } from './search-console.ts';
import { SOCIAL_POST } from './social-post.ts';
import { SUBSCRIPTION } from './subscription.ts';
import { SURVEY } from './survey.ts';
import { WEB_SESSION } from './web-session.ts';
import { WORK_ITEM } from './work-item.ts';

/** Datasets whose rows can be imported and stored. */
export type StoredDatasetId =
  | 'ad_delivery'
  | 'web_session'
  | 'email_send'
  | 'search_console'
  | 'lead_stage';

/** The same, in the order in which an unknown file is tried. */
export const STORED_DATASETS: readonly StoredDatasetId[] = [
  'ad_delivery',
  'web_session',
  'email_send',
  'search_console',
  'lead_stage',
];

/** Every kind of rows that a measure is read from. */
export const DATASETS: readonly Dataset[] = [
  { id: 'ad_delivery', rows: 'ads', family: 'paid' },
  { id: 'web_session', rows: 'web visits', family: 'web' },
  { id: 'email_send', rows: 'e-mail', family: 'email' },
  { id: 'search_console', rows: 'organic search', family: 'seo' },
  { id: 'lead_stage', rows: 'leads and deals', family: 'funnel' },
  { id: 'opportunity', rows: 'open pipeline and its origin', family: 'pipeline' },
  { id: 'social_post', rows: 'social posts', family: 'social' },
  { id: 'content_asset', rows: 'content and events', family: 'content' },
  { id: 'finance', rows: 'budget and spend', family: 'budget' },
  { id: 'subscription', rows: 'subscriptions', family: 'saas' },
  { id: 'work_item', rows: 'work items', family: 'operations' },
  { id: 'approval', rows: 'approvals', family: 'operations' },
  { id: 'martech', rows: 'marketing tools', family: 'martech' },
  { id: 'data_quality', rows: 'checks of data', family: 'data_quality' },
  { id: 'compliance', rows: 'consent and data requests', family: 'compliance' },
  { id: 'survey', rows: 'survey answers', family: 'brand_cx' },
  { id: 'experiment', rows: 'experiments', family: 'experimentation' },
];

/** Every base measure. */
export const MEASURES: readonly Measure[] = [
  ...AD_DELIVERY,
  ...WEB_SESSION,
  ...EMAIL_SEND,
  ...SEARCH_CONSOLE,
  ...LEAD_STAGE,
  ...OPPORTUNITY,
  ...SOCIAL_POST,
  ...CONTENT_ASSET,
  ...FINANCE,
  ...SUBSCRIPTION,
  ...WORK_ITEM,
  ...APPROVAL,
  ...MARTECH,
  ...DATA_QUALITY,
  ...COMPLIANCE,
  ...SURVEY,
  ...EXPERIMENT,
];

/** Measures whose column can be stored: one for each column, in store order. */
export const STORED_MEASURES: readonly Measure[] = MEASURES.filter(
  (one) => STORED_DATASETS.includes(one.dataset as StoredDatasetId) && one.column === one.id,
);

/**
 * The stored measure of a dataset by its id or short name, or null.
 * @example storedMeasure('ad_delivery', 'spend')?.id // 'ad_cost'
 */
export function storedMeasure(dataset: string, name: string): Measure | null {
  const fits = (one: Measure) => one.dataset === dataset && (one.id === name || one.alias === name);
  return STORED_MEASURES.find(fits) ?? null;
}
