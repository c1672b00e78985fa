import { defineKpi } from '../kpi/define-kpi.ts';
import { defineMeasure } from '../kpi/define-measure.ts';
import type { Agg, DatasetId, Kpi, KpiEntry, Measure, MeasureEntry, Unit } from '../kpi/index.ts';

export const MONEY: Unit = { kind: 'money' };
export const COUNT: Unit = { kind: 'count' };
export const PEOPLE: Unit = { kind: 'people' };
export const PERCENT: Unit = { kind: 'ratio', display: 'percent' };
export const TIMES: Unit = { kind: 'ratio', display: 'times' };
export const PLAIN: Unit = { kind: 'ratio', display: 'plain' };
export const DURATION: Unit = { kind: 'duration' };
export const MASS: Unit = { kind: 'mass' };

/** Entries by id → KPIs of one family. */
export function family(name: string, entries: Record<string, Omit<KpiEntry, 'id' | 'family'>>) {
  return Object.entries(entries).map(
    ([id, entry]): Kpi => defineKpi({ ...entry, id, family: name }),
  );
}

/** id · short name · name · unit · how it is read (`sum` where left out), with its column when that is another's */
export type Line = [
  id: string,
  alias: string,
  name: string,
  unit: Unit,
  read?: Agg | Partial<Pick<MeasureEntry, 'agg' | 'column' | 'q' | 'filters'>>,
];

/** The measures of one dataset, in the order of the list. */
export function measuresIn(dataset: DatasetId, lines: readonly Line[]): Measure[] {
  return lines.map(([id, alias, name, unit, read = 'sum']) =>
    defineMeasure({
      id,
      alias,
      name,
      dataset,
      unit,
      ...(typeof read === 'string' ? { agg: read } : read),
    }),
  );
}

/** Where definitions come from. */
export const SOURCE = {
  googleAds: {
    standard: 'Google Ads API metrics',
    url: 'https://developers.google.com/google-ads/api/fields/latest/metrics',
  },
  metaAds: {
    standard: 'Meta Marketing API, Ads Insights',
    url: 'https://developers.facebook.com/docs/marketing-api/insights',
  },
  masb: {
    standard: 'MASB Universal Marketing Dictionary',
    url: 'https://marketing-dictionary.org/',
  },
  mrc: {
    standard: 'MRC Viewable Ad Impression Measurement Guidelines',
    url: 'https://mediaratingcouncil.org/standards-and-guidelines',
  },
  ivt: {
    standard: 'MRC Invalid Traffic Detection and Filtration Standards',
    url: 'https://mediaratingcouncil.org/standards-and-guidelines',
  },
  vast: { standard: 'IAB Tech Lab VAST', url: 'https://iabtechlab.com/standards/vast/' },
  ga4: {
    standard: 'GA4 Data API dimensions and metrics',
    url: 'https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema',
  },
  ga4Engagement: {
    standard: 'GA4 engagement rate and bounce rate',
    url: 'https://support.google.com/analytics/answer/12195621',
  },
  ga4Channels: {
    standard: 'GA4 default channel group',
    url: 'https://support.google.com/analytics/answer/9756891',
  },
  webVitals: { standard: 'Core Web Vitals', url: 'https://web.dev/articles/vitals' },
  searchConsole: {
    standard: 'Google Search Console performance report',
    url: 'https://support.google.com/webmasters/answer/7042828',
  },
  hubspotEmail: {
    standard: 'HubSpot marketing email statistics',
    url: 'https://knowledge.hubspot.com/articles/kcs_article/email/what-do-my-marketing-email-statistics-mean',
  },
  gmail: {
    standard: 'Google email sender guidelines',
    url: 'https://support.google.com/a/answer/81126',
  },
  hubspotFunnel: {
    standard: 'HubSpot lifecycle and funnel reporting',
    url: 'https://knowledge.hubspot.com/reports/understand-attribution-reporting',
  },
  waterfall: {
    standard: 'Forrester demand waterfall stages',
    url: 'https://www.forrester.com/blogs/category/demand-waterfall/',
  },
  saas: {
    standard: 'SaaS Metrics Standards Board',
    url: 'https://gaspwiki.pages.dev/v1/metrics/core',
  },
  pipeline: {
    standard: 'Salesforce Customizable Campaign Influence',
    url: 'https://developer.salesforce.com/docs/platform/object-reference/references/standard-objects/object-campaigninfluence.html',
  },
  own: { standard: 'OpenMOps definition', url: null },
} satisfies Record<string, Kpi['source']>;
