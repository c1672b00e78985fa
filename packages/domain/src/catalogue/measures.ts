import type { Dataset, Measure } from '../kpi/index.ts';
import { APPROVAL } from './measures/approval.ts';
import { COMPLIANCE } from './measures/compliance.ts';
import { CONTENT_ASSET } from './measures/content-asset.ts';
import { DATA_QUALITY } from './measures/data-quality.ts';
import { EXPERIMENT } from './measures/experiment.ts';
import { MARTECH } from './measures/martech.ts';
import { SURVEY } from './measures/survey.ts';
import { WORK_ITEM } from './measures/work-item.ts';
import { MEASURES_OF_STORED } from './stored-measures.ts';

/** Every kind of rows that a measure is read from. */
export const DATASETS: readonly Dataset[] = [
  { id: 'ad_delivery', rows: 'ads', family: 'paid' },
  { id: 'web_session', rows: 'web visits', family: 'web' },
  { id: 'email_send', rows: 'e-mail', family: 'email' },
  { id: 'search_console', rows: 'organic search', family: 'seo' },
  { id: 'lead_stage', rows: 'leads and deals', family: 'funnel' },
  { id: 'opportunity', rows: 'open pipeline', family: 'pipeline' },
  { id: 'social_post', rows: 'social posts', family: 'social' },
  { id: 'content_asset', rows: 'content and events', family: 'content' },
  { id: 'finance', rows: 'finance', family: 'budget' },
  { id: 'subscription', rows: 'subscriptions', family: 'saas' },
  { id: 'work_item', rows: 'work items', family: 'operations' },
  { id: 'approval', rows: 'approvals', family: 'operations' },
  { id: 'martech', rows: 'marketing tools', family: 'martech' },
  { id: 'data_quality', rows: 'checks of data', family: 'data_quality' },
  { id: 'compliance', rows: 'compliance records', family: 'compliance' },
  { id: 'survey', rows: 'survey answers', family: 'brand_cx' },
  { id: 'experiment', rows: 'experiments', family: 'experimentation' },
];

/** Every base measure. */
export const MEASURES: readonly Measure[] = [
  ...MEASURES_OF_STORED,
  ...CONTENT_ASSET,
  ...WORK_ITEM,
  ...APPROVAL,
  ...MARTECH,
  ...DATA_QUALITY,
  ...COMPLIANCE,
  ...SURVEY,
  ...EXPERIMENT,
];
