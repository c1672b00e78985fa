import type { Preset } from '../preset.ts';

/** Reports of Google Ads, downloaded from its tables or from the report editor. */
export const GOOGLE_ADS: Preset = {
  id: 'google_ads',
  name: 'Google Ads',
  dataset: 'ad_delivery',
  channel: 'Paid Search',
  marks:
    'impr.:2|exp.:2|wysw.:2|cost:1|kosten:1|cout:1|coste:1|costo:1|custo:1|kostnad:1|campaign type:2|kampagnentyp:2|type de campagne:2|tipo de campana:2|tipo di campagna:2|tipo de campanha:2|campagnetype:2|conv. value:2|conv.-wert:2|currency code:1|wahrungscode:1|code de devise:1|cost (converted currency):3|converted currency code:3|avg. cpc:2|durchschn. cpc:1|cpc moy.:1|cpc medio:1|gem. cpc:1|cost / conv.:2|kosten/conv.:2|cout/conv.:2|coste/conv.:2|search impr. share:2|search keyword:2|match type:1|search term:1|campaign status:1|network (with search partners):3|cost micros:2|metrics.cost micros:4|segments.date:3|ad group status:1|ad group type:1|customer id:1|spend:-6|conversions:0',
  preamble:
    /^(?:campaign|search terms?|search keywords?|keyword|ad group|ad|account|audiences?|placements?|landing pages?|geographic|locations?|matched locations|devices?|shopping|asset) report(?: \(.*\))?$|^[\p{L}-]+bericht(?: \(.*\))?$|^rapport (?:sur|des) |^informe de |^report (?:campagne|parole chiave|termini di ricerca|gruppi di annunci|annunci)|^relat[óo]rio d[eoa]s? |^(?:campagne|zoekwoord|zoekterm|advertentiegroep)[\p{L}-]*rapport/iu,
  columns: {
    account: { api: 'customer.id' },
    currency: { api: 'customer.currency_code' },
    campaign_id: { en: 'Campaign ID', de: 'Kampagnen-ID' },
    spend: { en: 'Cost', api: 'cost_micros|metrics.cost_micros' },
    placement: { en: 'Placement' },
    network: {
      en: 'Network|Network (with search partners)',
      api: 'ad_network_type|segments.ad_network_type',
    },
    view_conversions: { api: 'view_through_conversions' },
    conversion_action: {
      en: 'Conversion action',
      de: 'Conversion-Aktion',
      fr: 'Action de conversion',
    },
    channel: {
      en: 'Campaign type|Advertising channel',
      de: 'Kampagnentyp',
      fr: 'Type de campagne',
      es: 'Tipo de campaña',
      it: 'Tipo di campagna',
      pt: 'Tipo de campanha',
      nl: 'Campagnetype',
      sv: 'Kampanjtyp',
      api: 'advertising_channel_type|campaign.advertising_channel_type',
    },
    keyword: { en: 'Search keyword|Keyword' },
    top_impressions: { en: 'Impr. (Top)' },
    viewable_impressions: { en: 'Viewable impr.' },
    measurable_impressions: { en: 'Measurable impr.' },
    video_views: { en: 'Views|TrueView views|Video views' },
  },
  ignored:
    'Campaign status|Campaign state|Ad group status|Ad group state|Status|Status reasons|Keyword status|Ad status|Ad state|Budget|Budget name|Budget type|Budget period|Bid strategy|Bid strategy type|Campaign bid strategy type|Campaign subtype|Ad group type|Ad type|Match type|Search terms match type|Added/Excluded|Optimization score|Cost (Converted currency)|Converted currency code|Conv. value (Converted currency)|Default max. CPC|Max. CPC|Quality Score|Final URL|Labels|Time zone|Campaign start date|Campaign end date|Invalid clicks|Kampagnenstatus|Status der Kampagne|Status|Gebotsstrategietyp|État de la campagne|État|Estado de la campaña|Estado|Stato campagna|Stato|Status da campanha|Campagnestatus',
  dateOrder: null,
  derived:
    'metrics.average_cpc|metrics.average_cpm|metrics.average_cpv|metrics.average_cost|metrics.ctr|metrics.cost_per_conversion|metrics.conversions_from_interactions_rate',
  // The day AdWords opened.
  since: '2000-10-23',
  values: {
    channel: {
      search: 'Paid Search',
      suche: 'Paid Search',
      recherche: 'Paid Search',
      'réseau de recherche': 'Paid Search',
      búsqueda: 'Paid Search',
      ricerca: 'Paid Search',
      pesquisa: 'Paid Search',
      zoeken: 'Paid Search',
      display: 'Display',
      displaynetzwerk: 'Display',
      'réseau display': 'Display',
      shopping: 'Paid Shopping',
      video: 'Paid Video',
      vídeo: 'Paid Video',
      'performance max': 'Cross-network',
      performance_max: 'Cross-network',
      'demand gen': 'Cross-network',
      demand_gen: 'Cross-network',
      discovery: 'Cross-network',
      smart: 'Cross-network',
      multi_channel: 'Mobile App',
      app: 'Mobile App',
      hotel: 'Paid Search',
      local: 'Cross-network',
    },
  },
  hiddenDetail: (headers) =>
    headers.some((header) =>
      /^(search term|suchbegriff|terme de recherche|término de búsqueda|termine di ricerca|termo de pesquisa|zoekterm)s?$/i.test(
        header.trim(),
      ),
    )
      ? 'Google Ads hides search terms with few searches, so the listed terms do not add up to the account.'
      : null,
};
