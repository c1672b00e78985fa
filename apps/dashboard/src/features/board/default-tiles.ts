import type { KpiInfo, SourceInfo } from '../../api-types.ts';

/** Per kind of data, what a team looks at first. A board shows those that its sources can answer. */
const WANTED: [dataset: string, kpis: string[]][] = [
  [
    'ad_delivery',
    [
      'paid.cost',
      'paid.impressions',
      'paid.clicks',
      'paid.ctr',
      'paid.cpc',
      'paid.conversions',
      'paid.cpa',
      'paid.roas',
    ],
  ],
  ['web_session', ['acq.sessions', 'web.engagement_rate', 'web.key_events']],
  ['email_send', ['email.sent', 'email.open_rate', 'email.click_rate']],
  ['search_console', ['seo.clicks', 'seo.impressions', 'seo.position']],
  ['lead_stage', ['acq.leads', 'funnel.opportunities', 'funnel.won_amount']],
];

const MOST = 12;

/** The KPIs of the tiles, in order. */
export function defaultTiles(kpis: KpiInfo[], sources: SourceInfo[]): string[] {
  const datasets = new Set(
    sources.filter((source) => source.rows > 0).map((source) => source.dataset),
  );
  const present = WANTED.filter(([dataset]) => datasets.has(dataset));
  // With one kind of data its whole set; with several the first of each, so that none is missing.
  const each = present.length <= 1 ? MOST : present.length === 2 ? 6 : 4;
  return present
    .flatMap(([, wanted]) =>
      wanted.filter((id) => kpis.some((kpi) => kpi.id === id)).slice(0, each),
    )
    .slice(0, present.length > 3 ? 16 : MOST);
}

/** What each kind of data is told apart by, the most asked for first. */
const DIMENSIONS_OF: Record<string, string[]> = {
  ad_delivery: [
    'campaign',
    'channel',
    'account',
    'ad_group',
    'ad',
    'network',
    'placement',
    'device',
    'country',
    'region',
    'city',
    'age',
    'gender',
    'keyword',
    'search_term',
    'conversion_action',
  ],
  web_session: [
    'channel',
    'utm_source',
    'medium',
    'campaign',
    'page',
    'event',
    'device',
    'country',
    'region',
    'city',
  ],
  email_send: ['campaign', 'list', 'subject', 'account'],
  search_console: ['search_term', 'page', 'country', 'device'],
  lead_stage: ['stage', 'channel', 'utm_source', 'campaign', 'owner', 'country'],
};

/** What a breakdown of this KPI may be by: what all its kinds of data have. */
export function dimensionsOf(kpi: KpiInfo | undefined): string[] {
  const lists = kpi ? datasetsOf(kpi).map((dataset) => DIMENSIONS_OF[dataset] ?? []) : [];
  const [first = [], ...others] = lists;
  return [
    ...first.filter((dim) => others.every((list) => list.includes(dim))),
    'source',
    'currency',
  ];
}

/** The dimension that a breakdown begins with. */
export function defaultDimension(kpi: KpiInfo | undefined): string {
  return dimensionsOf(kpi)[0] ?? 'source';
}

/** Kinds of data that a KPI reads, to tell which sources stand behind it. */
export function datasetsOf(kpi: KpiInfo): string[] {
  return [...new Set(kpi.measures.map((measure) => measure.dataset))];
}
