import type { Preset } from '../preset.ts';

/** Reports of X Ads (formerly Twitter Ads). */
export const X_ADS: Preset = {
  id: 'x_ads',
  name: 'X Ads',
  dataset: 'ad_delivery',
  channel: 'Paid Social',
  marks:
    'funding source name:3|funding source id:3|funding source:2|funding instrument:3|funding instrument name:3|card engagements:3|app clicks:2|retweets:2|reposts:2|tweet engagements:3|tweet id:3|tweet text:3|post id:1|media views:2|time period:2|results type:1|result type:1|link clicks:1|spend:1|line item name:3|fecha:1|importe gastado:2|clics en el enlace:1|clics en enlaces:1|billed charge local micro:3|spend micro:2',
  preamble: null,
  columns: {
    day: {
      en: 'Time period|Date|Day',
      es: 'Fecha|Período de tiempo',
      fr: 'Période|Date',
      de: 'Zeitraum|Datum',
      pt: 'Data|Período',
      it: 'Data|Periodo',
    },
    clicks: {
      en: 'Link clicks|Clicks',
      es: 'Clics en el enlace|Clics en enlaces|Clics',
      de: 'Link-Klicks|Linkklicks|Klicks',
      fr: 'Clics sur le lien|Clics sur les liens|Clics',
      pt: 'Cliques no link|Cliques',
      it: 'Clic sul link|Clic',
      api: 'url_clicks|clicks',
    },
    engagements: { en: 'Engagements|Tweet engagements|Post engagements' },
    conversions: {
      en: 'Conversions|Site visits|Website conversions|Results',
      es: 'Conversiones|Resultados',
    },
    ad: { en: 'Ad name|Ad|Tweet text|Post text' },
    ad_id: { en: 'Ad ID|Tweet ID|Post ID|Promoted Tweet ID' },
    ad_group: { en: 'Ad Group name|Line item name|Ad group' },
    ad_group_id: { en: 'Ad Group ID|Line item ID' },
    video_views: { en: 'Video views' },
    spend: { api: 'billed_charge_local_micro|spend_micro' },
  },
  ignored:
    'Funding source name|Funding source id|Funding source|Objective|Campaign start|Campaign end|Campaign status|Status|Results type|Result type|Daily budget|Total budget|Bid type',
  dateOrder: null,
};
