import { assignChannel } from '../../channels/index.ts';
import type { PackStream } from '../pack.ts';
import { tableNames } from '../parts/spellings.ts';
import { textReader } from '../parts/value-at.ts';
import { compilePath, type Json } from '../read-path.ts';

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A parameter of an event in BigQuery’s shape: one of four typed places holds its value. */
function paramsOf(list: unknown): Json {
  const found: Record<string, unknown> = {};
  for (const one of Array.isArray(list) ? list : []) {
    if (!isJson(one) || typeof one.key !== 'string') continue;
    const value = isJson(one.value) ? one.value : {};
    const { string_value: text, int_value: int, float_value: float, double_value: double } = value;
    found[one.key] = text ?? int ?? float ?? double ?? null;
  }
  return found;
}

const NAME = compilePath('event_name|name');
const USER = compilePath('user_pseudo_id');
const SESSION = compilePath('_params.ga_session_id|param_ga_session_id');
const TRANSACTION = compilePath(
  'ecommerce.transaction_id|ecommerce_transaction_id|_params.transaction_id|param_transaction_id',
);
const DOLLARS = compilePath('ecommerce.purchase_revenue_in_usd|ecommerce_purchase_revenue_in_usd');
const OWN = compilePath(
  '_params.value|param_value|ecommerce.purchase_revenue|ecommerce_purchase_revenue',
);
const CURRENCY = compilePath('_params.currency|param_currency');

const LAST_CLICK = 'session_traffic_source_last_click';
/** What brought the visit: as GA4 has settled it, else as the event says. What first brought the person is another thing. */
const originOf = (settled: string, said: string, param: string) =>
  [
    `${LAST_CLICK}.cross_channel_campaign.${settled}`,
    `${LAST_CLICK}.manual_campaign.${settled}`,
    `collected_traffic_source.manual_${said}`,
    `collected_traffic_source_manual_${said}`,
    `_params.${param}`,
    `param_${param}`,
  ].join('|');
const SOURCE = originOf('source', 'source', 'source');
const MEDIUM = originOf('medium', 'medium', 'medium');
const CAMPAIGN = originOf('campaign_name', 'campaign_name', 'campaign');
const readSource = textReader(SOURCE);
const readMedium = textReader(MEDIUM);
const readCampaign = textReader(CAMPAIGN);
const readPage = textReader('_params.page_location|param_page_location');
const readChannel = textReader(`${LAST_CLICK}.cross_channel_campaign.default_channel_group`);

/** The channel, where anything is known of the origin: a visit without any is not a direct one. */
function channelOf(event: Json): string | null {
  const said = readChannel(event);
  if (said !== null) return said;
  const [source, medium] = [readSource(event), readMedium(event)];
  if (source === null && medium === null) return null;
  return assignChannel({ source, medium, campaign: readCampaign(event) }).channel;
}

/**
 * An event, with what the mappings need. Visits cannot be counted by adding events: a visit is a
 * person and a session number, of which many events speak. So only its first makes a touch, and
 * the reports by day count visits.
 */
function readEvent(record: Json): Json[] {
  const name = NAME(record);
  if (name !== 'session_start' && name !== 'purchase') return [];
  const event: Json = { ...record, _params: paramsOf(record.event_params) };
  const parts = [USER(event), SESSION(event)].map((one) => (one === undefined ? '' : String(one)));
  const currency = CURRENCY(event);
  const inOwn = OWN(event) !== undefined && currency !== undefined;
  const dollars = DOLLARS(event);
  const amount = inOwn ? OWN(event) : dollars;
  const transaction = TRANSACTION(event);
  const bought = name === 'purchase' && amount !== undefined && transaction !== '(not set)';
  return [
    {
      ...event,
      _touch: name === 'session_start' && parts.every((one) => one !== '') ? parts.join('.') : null,
      _order: bought ? (transaction ?? null) : null,
      _amount: amount ?? null,
      _channel: channelOf(event),
      // What stands behind the path may tell who somebody is.
      _url: readPage(event)?.replace(/[?#].*$/, '') ?? null,
      _currency: inOwn ? currency : dollars === undefined ? null : 'USD',
    },
  ];
}

const AT = 'event_timestamp|timestamp';

/** The export of events: the first of a visit is a touch, a purchase is an order. */
export const EVENTS: PackStream = {
  id: 'events',
  name: 'Export of events',
  names: [
    'events',
    'event',
    ...tableNames('ga4_export', ['event', 'events']),
    ...tableNames('google_analytics_4_export', ['event']),
  ],
  marks: ['event_name|name', 'user_pseudo_id', 'event_timestamp|timestamp'],
  key: [],
  cursor: AT,
  deleted: '_fivetran_deleted',
  prepare: readEvent,
  mappings: [
    {
      table: 'touchpoint',
      when: [{ path: '_touch', is: ['*'] }],
      fields: {
        touch_id: '_touch',
        at: AT,
        kind: { fixed: 'visit' },
        contact_id: 'user_id',
        anonymous_id: 'user_pseudo_id',
        channel: '_channel',
        utm_source: SOURCE,
        medium: MEDIUM,
        campaign: CAMPAIGN,
        url: '_url',
      },
    },
    {
      table: 'order',
      when: [{ path: '_order', is: ['*'] }],
      fields: {
        order_id: '_order',
        at: AT,
        contact_id: 'user_id',
        amount: '_amount',
        currency: '_currency',
        status: { fixed: 'paid' },
        channel: '_channel',
        utm_source: SOURCE,
        medium: MEDIUM,
        campaign: CAMPAIGN,
        country: 'geo.country|geo_country',
      },
    },
  ],
  contract: {
    required: ['event_name|name', 'event_timestamp|timestamp'],
    types: {
      event_name: ['string'],
      user_pseudo_id: ['string'],
      event_timestamp: ['number', 'string'],
      event_params: ['array'],
    },
    allowed: {},
  },
  rules: [
    { id: 'at_required', kind: 'required', field: 'at' },
    { id: 'at_volume', kind: 'volume', field: 'at' },
    { id: 'amount_range', kind: 'range', field: 'amount', min: 0 },
    { id: 'currency_code', kind: 'type', field: 'currency', type: 'currency' },
  ],
};
