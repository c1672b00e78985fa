import type { KpiInfo, SourceInfo } from '../../api-types.ts';

/** Per kind of data, what a team looks at first, and how many of the tiles it gets beside others. */
const WANTED: { dataset: string; share: number; kpis: string[] }[] = [
  {
    dataset: 'ad_delivery',
    share: 3,
    kpis: [
      'paid.cost',
      'paid.conversions',
      'paid.roas',
      'paid.cpa',
      'paid.clicks',
      'paid.ctr',
      'paid.cpc',
      'paid.impressions',
    ],
  },
  {
    dataset: 'web_session',
    share: 1,
    kpis: ['acq.sessions', 'web.key_events', 'web.engagement_rate', 'web.session_cvr'],
  },
  {
    dataset: 'lead_stage',
    share: 2,
    kpis: ['acq.leads', 'rev.bookings', 'funnel.opportunities', 'funnel.deals_won'],
  },
  {
    dataset: 'email_send',
    share: 1,
    kpis: ['email.click_rate', 'email.sent', 'email.open_rate', 'email.unsub_rate'],
  },
  {
    dataset: 'search_console',
    share: 1,
    kpis: ['seo.clicks', 'seo.impressions', 'seo.ctr', 'seo.position'],
  },
];

/** Two rows of four on a desk, four rows of two on a phone. */
const TILES = 8;

/** The KPIs of the tiles, in order: every kind of data that is there gets its share. */
export function defaultTiles(kpis: KpiInfo[], sources: SourceInfo[]): string[] {
  const datasets = new Set(
    sources.filter((source) => source.rows > 0).map((source) => source.dataset),
  );
  const present = WANTED.filter(({ dataset }) => datasets.has(dataset)).map((each) => ({
    share: each.share,
    kpis: each.kpis.filter((id) => kpis.some((kpi) => kpi.id === id)),
    taken: 0,
  }));
  let left = TILES;
  // The shares first; what is left over goes round until nothing is wanted any more.
  for (const share of [
    (each: { share: number }) => each.share,
    () => 1,
    () => 1,
    () => 1,
    () => 8,
  ]) {
    for (const each of present) {
      const more = Math.min(share(each), each.kpis.length - each.taken, left);
      each.taken += more;
      left -= more;
    }
  }
  return present.flatMap((each) => each.kpis.slice(0, each.taken));
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
  return [...new Set(kpi.reads.map((measure) => measure.dataset))];
}
