import { MEASURES_OF_STORED } from '../../catalogue/stored-measures.ts';
import type { DimensionId } from '../../kpi/index.ts';
import { DIMENSIONS } from '../../kpi/index.ts';
import { defineTable, fields } from '../define-table.ts';
import type { ModelField, ModelTable, ModelTableId } from '../model-table.ts';

type Delivery = { name: string; grain: string; dims: readonly DimensionId[] };

/** Results by day as platforms report them: the dimensions tell rows apart, the measures are added. */
function delivery(id: ModelTableId, { name, grain, dims }: Delivery): ModelTable {
  const measures = MEASURES_OF_STORED.filter((one) => one.dataset === id && one.column === one.id);
  const dimensions = DIMENSIONS.filter((one) => dims.includes(one.id)).map(
    (one): ModelField => ({
      id: one.id,
      type: 'text',
      description: one.description,
      required: false,
      personal: false,
    }),
  );
  return defineTable({
    id,
    name,
    grain,
    key: ['day', ...dimensions.map((one) => one.id).filter((one) => !NAMES.has(one)), 'breakdown'],
    fields: [
      ...fields([
        ['day', 'day', 'Day of the result, in the time zone of the account.', '!'],
        ['currency', 'text', 'Currency of the money fields, ISO 4217.'],
        [
          'breakdown',
          'text',
          'What else the report divides by (match type, operating system, hour): such rows are told apart, and added.',
        ],
      ]),
      ...dimensions,
      ...measures.map(
        (one): ModelField => ({
          id: one.id,
          type: one.unit.kind === 'money' ? 'money' : 'number',
          description: one.description || one.name,
          required: false,
          personal: false,
        }),
      ),
    ],
    feeds: measures.map((one) => ({
      dataset: id,
      measure: one.id,
      day: 'day',
      value: { field: one.id },
      where: [],
      dims: Object.fromEntries(dimensions.map((dim) => [dim.id, dim.id])),
    })),
  });
}

/** Names follow from ids, which tell rows apart. */
const NAMES: ReadonlySet<string> = new Set(['campaign', 'ad_group', 'ad']);

export const AD_DELIVERY_TABLE = delivery('ad_delivery', {
  name: 'Ad delivery',
  grain:
    'One row per day, account, campaign, ad group and ad, and per what the report also divides by.',
  dims: [
    'account',
    'campaign_id',
    'campaign',
    'ad_group_id',
    'ad_group',
    'ad_id',
    'ad',
    'channel',
    'network',
    'placement',
    'country',
    'region',
    'device',
    'age',
    'gender',
    'keyword',
    'search_term',
    'conversion_action',
  ],
});

export const WEB_SESSION_TABLE = delivery('web_session', {
  name: 'Web sessions',
  grain: 'One row per day, property and what the report divides by.',
  dims: [
    'account',
    'campaign_id',
    'campaign',
    'channel',
    'country',
    'region',
    'city',
    'device',
    'utm_source',
    'medium',
    'page',
    'event',
  ],
});

export const EMAIL_SEND_TABLE = delivery('email_send', {
  name: 'E-mail sends',
  grain: 'One row per day of sending and campaign.',
  dims: ['account', 'campaign_id', 'campaign', 'channel', 'list', 'subject'],
});

export const SEARCH_CONSOLE_TABLE = delivery('search_console', {
  name: 'Search results',
  grain: 'One row per day, site and what the report divides by.',
  dims: ['account', 'country', 'device', 'page', 'search_term'],
});

export const SOCIAL_POST_TABLE = delivery('social_post', {
  name: 'Social posts',
  grain: 'One row per day and post, or per day and page.',
  dims: ['account', 'channel', 'network', 'campaign', 'country', 'record'],
});
