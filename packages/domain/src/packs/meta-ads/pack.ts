import type { Pack, PackStream } from '../pack.ts';
import { entityStream } from '../parts/ad-stream.ts';
import { tableNames } from '../parts/spellings.ts';
import { INSIGHTS } from './insights.ts';

const CHANGED = 'updated_time|_fivetran_synced';
const names = (table: string) => [
  ...tableNames('facebook_ads', [table]),
  ...tableNames('meta_ads', [table]),
];

const ENTITIES: readonly PackStream[] = [
  entityStream({
    level: 'account',
    id: 'accounts',
    name: 'Accounts',
    names: ['ad_account', 'ad_accounts', 'adaccounts', ...names('account_history')],
    marks: ['id', 'name', 'account_id|account_status|_fivetran_synced'],
    key: ['account_id|id'],
    cursor: CHANGED,
    fields: {
      campaign_id: 'account_id|id',
      account: 'account_id|id',
      name: 'name',
      currency: 'currency',
      status: 'account_status',
      start_at: 'created_time',
    },
  }),
  entityStream({
    level: 'campaign',
    id: 'campaigns',
    name: 'Campaigns',
    names: ['campaigns', 'campaign', ...names('campaign_history')],
    marks: ['id', 'account_id', 'objective|buying_type|special_ad_category|updated_time'],
    key: ['id'],
    cursor: CHANGED,
    fields: {
      campaign_id: 'id',
      name: 'name',
      account: 'account_id',
      parent_id: 'account_id',
      type: 'objective',
      channel: { fixed: 'Paid Social' },
      status: 'effective_status|status',
      start_at: 'start_time',
      end_at: 'stop_time|end_time',
      updated_at: CHANGED,
    },
  }),
  entityStream({
    level: 'ad_group',
    id: 'ad_sets',
    name: 'Ad sets',
    names: ['ad_sets', 'adsets', 'ad_set', ...names('ad_set_history')],
    marks: ['id', 'account_id', 'campaign_id', 'name'],
    key: ['id'],
    cursor: CHANGED,
    fields: {
      campaign_id: 'id',
      name: 'name',
      account: 'account_id',
      parent_id: 'campaign_id|campaign.id',
      type: 'optimization_goal',
      status: 'effective_status|status',
      start_at: 'start_time',
      end_at: 'end_time',
      updated_at: CHANGED,
    },
  }),
  entityStream({
    level: 'ad',
    id: 'ads',
    name: 'Ads',
    names: ['ads', 'ad', ...names('ad_history')],
    marks: ['id', 'account_id', 'adset_id|ad_set_id', 'name'],
    key: ['id'],
    cursor: CHANGED,
    fields: {
      campaign_id: 'id',
      name: 'name',
      account: 'account_id',
      parent_id: 'adset_id|ad_set_id',
      status: 'effective_status|status',
      updated_at: CHANGED,
    },
  }),
];

/** Meta Ads: insights by day, at every level and by breakdown, and what things are called. */
export const META_ADS: Pack = {
  id: 'meta_ads',
  name: 'Meta Ads',
  docs: [
    'https://developers.facebook.com/docs/marketing-api/insights',
    'https://developers.facebook.com/docs/marketing-api/reference/ads-action-stats',
  ],
  channel: 'Paid Social',
  streams: [...INSIGHTS, ...ENTITIES],
};
