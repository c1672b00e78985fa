/** A column by which facts are told apart. The order is the order of the columns in the store. */
export type DimensionId =
  | 'account'
  | 'campaign_id'
  | 'campaign'
  | 'ad_group_id'
  | 'ad_group'
  | 'ad_id'
  | 'ad'
  | 'channel'
  | 'network'
  | 'placement'
  | 'country'
  | 'region'
  | 'city'
  | 'device'
  | 'age'
  | 'gender'
  | 'keyword'
  | 'search_term'
  | 'utm_source'
  | 'medium'
  | 'page'
  | 'event'
  | 'conversion_action'
  | 'list'
  | 'subject'
  | 'stage'
  | 'owner'
  | 'record';

export type Dimension = { id: DimensionId; name: string; description: string };

/** Every dimension, in store order. */
export const DIMENSIONS: readonly Dimension[] = [
  {
    id: 'account',
    name: 'Account',
    description: 'Ad account, property or audience as the source names it.',
  },
  {
    id: 'campaign_id',
    name: 'Campaign ID',
    description: 'The source’s identifier of the campaign.',
  },
  { id: 'campaign', name: 'Campaign', description: 'Name of the campaign.' },
  {
    id: 'ad_group_id',
    name: 'Ad group ID',
    description: 'The source’s identifier of the ad group or ad set.',
  },
  { id: 'ad_group', name: 'Ad group', description: 'Name of the ad group or ad set.' },
  { id: 'ad_id', name: 'Ad ID', description: 'The source’s identifier of the ad or creative.' },
  { id: 'ad', name: 'Ad', description: 'Name of the ad or creative.' },
  {
    id: 'channel',
    name: 'Channel',
    description: 'Marketing channel: paid search, paid social, e-mail, …',
  },
  {
    id: 'network',
    name: 'Network',
    description: 'Network or publisher platform that served the ad.',
  },
  { id: 'placement', name: 'Placement', description: 'Position in which the ad was shown.' },
  { id: 'country', name: 'Country', description: 'Country of the audience.' },
  { id: 'region', name: 'Region', description: 'Region or state of the audience.' },
  { id: 'city', name: 'City', description: 'City of the audience.' },
  { id: 'device', name: 'Device', description: 'Device class.' },
  { id: 'age', name: 'Age', description: 'Age band of the audience.' },
  {
    id: 'gender',
    name: 'Gender',
    description: 'Gender of the audience as the platform states it.',
  },
  { id: 'keyword', name: 'Keyword', description: 'Keyword that the advertiser bid on.' },
  { id: 'search_term', name: 'Search term', description: 'What the person searched for.' },
  { id: 'utm_source', name: 'Traffic source', description: 'Source of the visit (utm_source).' },
  { id: 'medium', name: 'Medium', description: 'Medium of the visit (utm_medium).' },
  { id: 'page', name: 'Page', description: 'Landing page or page path.' },
  { id: 'event', name: 'Event', description: 'Name of the event.' },
  {
    id: 'conversion_action',
    name: 'Conversion action',
    description: 'What the platform counted as a conversion.',
  },
  { id: 'list', name: 'List', description: 'E-mail list or segment that was mailed.' },
  { id: 'subject', name: 'Subject', description: 'Subject line of the e-mail.' },
  { id: 'stage', name: 'Stage', description: 'Lifecycle or deal stage.' },
  { id: 'owner', name: 'Owner', description: 'Owner of the record in the CRM.' },
  { id: 'record', name: 'Record', description: 'The CRM’s identifier of the record.' },
];

/** What a query may group and filter by: the dimensions, plus where a fact came from. */
export type QueryDimension = DimensionId | 'source' | 'currency';
