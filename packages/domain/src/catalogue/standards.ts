import type { Kpi } from '../kpi/index.ts';

/**
 * Where definitions come from. `checked`: `read` there; `second-hand`, read on a page about it;
 * `unread`, from common knowledge and not yet compared with the page; `own`, no public standard.
 */
export const SOURCE = {
  googleAds: {
    standard: 'Google Ads API metrics',
    url: 'https://developers.google.com/google-ads/api/fields/latest/metrics',
    checked: 'second-hand',
  },
  metaAds: {
    standard: 'Meta Marketing API, Ads Insights',
    url: 'https://developers.facebook.com/docs/marketing-api/insights',
    checked: 'second-hand',
  },
  masb: {
    standard: 'MASB Universal Marketing Dictionary',
    url: 'https://marketing-dictionary.org/',
    checked: 'second-hand',
  },
  mrc: {
    standard: 'MRC Viewable Ad Impression Measurement Guidelines',
    url: 'https://mediaratingcouncil.org/standards-and-guidelines',
    checked: 'second-hand',
  },
  ivt: {
    standard: 'MRC Invalid Traffic Detection and Filtration Standards',
    url: 'https://mediaratingcouncil.org/standards-and-guidelines',
    checked: 'second-hand',
  },
  vast: {
    standard: 'IAB Tech Lab VAST',
    url: 'https://iabtechlab.com/standards/vast/',
    checked: 'unread',
  },
  pacing: {
    standard: 'Adpulse, budget pacing',
    url: 'https://support.adpulse.app/en/articles/10224019-how-is-budget-pacing-calculated',
    checked: 'read',
  },
  ga4: {
    standard: 'GA4 Data API dimensions and metrics',
    url: 'https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema',
    checked: 'second-hand',
  },
  ga4Engagement: {
    standard: 'GA4 engagement rate and bounce rate',
    url: 'https://support.google.com/analytics/answer/12195621',
    checked: 'second-hand',
  },
  ga4Channels: {
    standard: 'GA4 default channel group',
    url: 'https://support.google.com/analytics/answer/9756891',
    checked: 'read',
  },
  webVitals: {
    standard: 'Core Web Vitals',
    url: 'https://web.dev/articles/vitals',
    checked: 'unread',
  },
  searchConsole: {
    standard: 'Google Search Console performance report',
    url: 'https://support.google.com/webmasters/answer/7042828',
    checked: 'unread',
  },
  hubspotEmail: {
    standard: 'HubSpot marketing email statistics',
    url: 'https://knowledge.hubspot.com/articles/kcs_article/email/what-do-my-marketing-email-statistics-mean',
    checked: 'read',
  },
  gmail: {
    standard: 'Google email sender guidelines',
    url: 'https://support.google.com/a/answer/81126',
    checked: 'second-hand',
  },
  social: {
    standard: 'Instagram insights',
    url: 'https://developers.facebook.com/docs/instagram-platform/insights',
    checked: 'unread',
  },
  on24: { standard: 'ON24 webinar benchmarks', url: 'https://www.on24.com/', checked: 'unread' },
  hubspotFunnel: {
    standard: 'HubSpot lifecycle and funnel reporting',
    url: 'https://knowledge.hubspot.com/reports/understand-attribution-reporting',
    checked: 'unread',
  },
  waterfall: {
    standard: 'Forrester demand waterfall stages',
    url: 'https://www.forrester.com/blogs/category/demand-waterfall/',
    checked: 'unread',
  },
  velocity: {
    standard: 'MetricKit, pipeline velocity',
    url: 'https://metrickittools.com/glossary/pipeline-velocity',
    checked: 'read',
  },
  pipeline: {
    standard: 'Salesforce Customizable Campaign Influence',
    url: 'https://developer.salesforce.com/docs/platform/object-reference/references/standard-objects/object-campaigninfluence.html',
    checked: 'read',
  },
  saas: {
    standard: 'SaaS Metrics Standards Board',
    url: 'https://gaspwiki.pages.dev/v1/metrics/core',
    checked: 'read',
  },
  netsuite: {
    standard: 'NetSuite SaaS metrics',
    url: 'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_0910123257.html',
    checked: 'read',
  },
  gartnerSpend: {
    standard: 'Gartner CMO Spend Survey',
    url: 'https://www.gartner.com/en/newsroom',
    checked: 'second-hand',
  },
  gartnerTech: {
    standard: 'Gartner Marketing Technology Survey',
    url: 'https://www.gartner.com/en/marketing',
    checked: 'second-hand',
  },
  kanban: {
    standard: 'Kanban Guide, flow metrics',
    url: 'https://kanbanguides.org/',
    checked: 'unread',
  },
  wrike: {
    standard: 'Wrike, on-time compliance',
    url: 'https://help.wrike.com/hc/en-us/articles/36358029562898-Track-On-Time-SLA-Compliance-in-Wrike-Analyze',
    checked: 'read',
  },
  vodori: {
    standard: 'Vodori, dashboard metrics of reviews',
    url: 'https://help.vodori.com/hc/en-us/articles/50113397182228-Dashboard-metrics-defined',
    checked: 'read',
  },
  dama: {
    standard: 'DAMA UK, six dimensions of data quality',
    url: 'https://www.dama-uk.org/',
    checked: 'second-hand',
  },
  tcf: {
    standard: 'IAB Europe Transparency and Consent Framework',
    url: 'https://iabeurope.eu/transparency-consent-framework/',
    checked: 'unread',
  },
  gdpr: {
    standard: 'GDPR, article 12',
    url: 'https://gdpr-info.eu/art-12-gdpr/',
    checked: 'unread',
  },
  oneClick: {
    standard: 'RFC 8058, one-click unsubscribe',
    url: 'https://www.rfc-editor.org/rfc/rfc8058',
    checked: 'second-hand',
  },
  nps: {
    standard: 'Bain & Company, Net Promoter System',
    url: 'https://www.netpromotersystem.com/about/measuring-your-net-promoter-score/',
    checked: 'second-hand',
  },
  iso10004: {
    standard: 'ISO 10004, monitoring of customer satisfaction',
    url: 'https://www.iso.org/standard/71582.html',
    checked: 'unread',
  },
  ipa: { standard: 'IPA, share of search', url: 'https://ipa.co.uk/', checked: 'unread' },
  growthbook: {
    standard: 'GrowthBook, statistics',
    url: 'https://docs.growthbook.io/statistics/overview',
    checked: 'read',
  },
  gmsf: {
    standard: 'Ad Net Zero, Global Media Sustainability Framework',
    url: 'https://adnetzero.com/global-media-sustainability-framework/',
    checked: 'second-hand',
  },
  swd: {
    standard: 'Sustainable Web Design Model, version 4',
    url: 'https://sustainablewebdesign.org/estimating-digital-emissions/',
    checked: 'read',
  },
  own: { standard: 'OpenMOps definition', url: null, checked: 'own' },
} as const satisfies Record<string, Kpi['source']>;
