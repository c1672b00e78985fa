import type { Preset } from '../preset.ts';

/** Reports of Microsoft Advertising: downloads of its screens and files of its reporting service. */
export const MICROSOFT_ADS: Preset = {
  id: 'microsoft_ads',
  name: 'Microsoft Advertising',
  dataset: 'ad_delivery',
  channel: 'Paid Search',
  marks:
    'gregoriandate:3|gregorian date:3|timeperiod:2|accountname:1|campaignname:1|adgroupname:1|currencycode:1|countryorregion:2|spend:2|impr.:1|ad distribution:3|addistribution:3|bid match type:3|delivered match type:3|top vs. other:3|customer name:1|account number:2|accountnumber:2|absolutetopimpressionratepercent:3|ad relevance:1|conv. rate:1|ausgaben:1|averagecpc:2|metroarea:2',
  preamble:
    /^report name:|^report aggregation:|^last completed available day|microsoft (?:corporation|advertising)/i,
  columns: {
    day: { en: 'Gregorian date|Time period|Date|Day', api: 'GregorianDate|TimePeriod' },
    week: { en: 'Week start date|Week', api: 'WeekStartDate' },
    month: { en: 'Month start date|Month', api: 'MonthStartDate' },
    account: { en: 'Account name|Account', api: 'AccountName' },
    spend: {
      en: 'Spend|Cost',
      de: 'Ausgaben',
      fr: 'Dépenses',
      es: 'Gasto',
      it: 'Spesa',
      pt: 'Gasto',
      nl: 'Uitgaven',
      api: 'Spend',
    },
    revenue: {
      en: 'Revenue|Conv. value|All revenue',
      de: 'Umsatz',
      fr: 'Revenus',
      es: 'Ingresos',
      it: 'Ricavi',
    },
    all_conversions: {
      en: 'All conv.|All conversions',
      api: 'AllConversions|AllConversionsQualified',
    },
    conversions: { en: 'Conv.|Conversions', api: 'Conversions|ConversionsQualified' },
    view_conversions: {
      en: 'View-through conv.|View-through conversions',
      api: 'ViewThroughConversions',
    },
    country: { en: 'Country/region', api: 'CountryOrRegion' },
    network: { en: 'Network|Ad distribution', api: 'Network|AdDistribution' },
    device: { en: 'Device type|Device', api: 'DeviceType' },
    keyword: { en: 'Keyword', api: 'Keyword' },
    search_term: { en: 'Search term|Search query', api: 'SearchQuery' },
    channel: { en: 'Campaign type', api: 'CampaignType' },
  },
  ignored:
    'Campaign status|CampaignStatus|Ad group status|AdGroupStatus|Account status|AccountStatus|Account number|AccountNumber|Account ID|AccountId|Customer name|CustomerName|Customer ID|CustomerId|Language|Budget|Budget name|Bid strategy type|Delivered match type|Bid match type|Top vs. other|Time zone|Quality score|QualityScore|Metro area|MetroArea|Most specific location|MostSpecificLocation|Ad type|Status|Low-quality clicks|LowQualityClicks|LowQualityImpressions|CurrentMaxCpc',
  derived:
    'AverageCpc|AveragePosition|ConversionRate|CostPerConversion|ReturnOnAdSpend|AverageCpm|LowQualityClicksPercent',
  dateOrder: 'mdy',
  values: {
    channel: {
      search: 'Paid Search',
      'search & content': 'Paid Search',
      searchandcontent: 'Paid Search',
      'dynamic search ads': 'Paid Search',
      shopping: 'Paid Shopping',
      audience: 'Display',
      display: 'Display',
      video: 'Paid Video',
      'performance max': 'Cross-network',
      performancemax: 'Cross-network',
    },
  },
};
