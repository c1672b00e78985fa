import type { Preset } from '../preset.ts';

/** Reports of LinkedIn Campaign Manager; its dates are month first in every language. */
export const LINKEDIN_ADS: Preset = {
  id: 'linkedin_ads',
  name: 'LinkedIn Ads',
  dataset: 'ad_delivery',
  channel: 'Paid Social',
  marks:
    'start date (in utc):4|end date (in utc):2|date (in utc):3|total spent:3|gesamtausgaben:2|total depense:2|gasto total:1|campaign group name:2|campaign group id:2|clicks to landing page:3|clicks to linkedin page:3|total social actions:3|total engagements:1|lead form opens:2|viral impressions:3|creative name:1|dsc name:2|average cpc:0|cost in local currency:3|cost_in_local_currency:3|job title segment:3|seniority segment:3|company name segment:3',
  preamble:
    /^(?:campaign|ad|creative|conversion|demographics?|account|campaign group|ad set) performance report|\(in utc\)$|^report start: /i,
  columns: {
    period_start: {
      en: 'Start Date (in UTC)|Start Date|Date (in UTC)',
      de: 'Startdatum (in UTC)|Startdatum',
      fr: 'Date de début (en UTC)|Date de début',
      es: 'Fecha de inicio (en UTC)|Fecha de inicio (UTC)|Fecha de inicio',
      it: 'Data di inizio (in UTC)|Data di inizio',
      pt: 'Data de início (em UTC)|Data de início',
      nl: 'Startdatum (in UTC)|Begindatum',
      api: 'date_range_start|start_at',
    },
    period_end: {
      en: 'End Date (in UTC)|End Date',
      de: 'Enddatum (in UTC)|Enddatum',
      fr: 'Date de fin (en UTC)|Date de fin',
      es: 'Fecha de finalización (en UTC)|Fecha de fin',
      it: 'Data di fine (in UTC)|Data di fine',
      pt: 'Data de término (em UTC)|Data de término',
      nl: 'Einddatum (in UTC)|Einddatum',
    },
    spend: {
      en: 'Total Spent|Total Spend',
      de: 'Gesamtausgaben|Ausgegeben gesamt',
      fr: 'Total dépensé|Montant total dépensé',
      es: 'Gasto total|Total gastado',
      it: 'Spesa totale|Totale speso',
      pt: 'Total gasto|Gasto total',
      nl: 'Totaal besteed|Totale uitgaven',
      api: 'cost_in_local_currency',
    },
    link_clicks: { en: 'Clicks to Landing Page', api: 'landing_page_clicks' },
    clicks: {
      en: 'Clicks',
      de: 'Klicks',
      fr: 'Clics',
      es: 'Clics',
      it: 'Clic',
      pt: 'Cliques',
      nl: 'Klikken',
    },
    revenue: { en: 'Total Conversion Value|Conversion Value' },
    view_conversions: { en: 'View-Through Conversions' },
    engagements: { en: 'Total Engagements' },
    leads: { en: 'Leads|Total Leads' },
    video_completes: { en: 'Video Completions' },
    video_starts: { en: 'Video Starts' },
    ad: { en: 'Ad Name|Creative Name|DSC Name' },
    list: {
      en: 'Job Title Segment|Job Function Segment|Job Seniority Segment|Seniority Segment|Company Name Segment|Company Industry Segment|Company Size Segment|Member Country Segment|Location Segment|Country/Region Segment|Company Name',
    },
  },
  ignored:
    'Campaign Status|Campaign Group Status|Creative Status|Ad Status|Campaign Type|Campaign Objective|Ad Format|Cost Type|Daily Budget|Total Budget|Campaign Start Date|Campaign End Date|Campaign Group Start Date|Campaign Group End Date|Bid|Budget|Ad Introduction Text|Ad Headline|Click URL|Creative Direct Sponsored Content Name',
  dateOrder: 'mdy',
  startIsDay: true,
};
