import { COUNT, family, PERCENT, PLAIN, SOURCE } from './define.ts';

/** Organic search, as Search Console reports it. */
export const SEO = family('seo', {
  'seo.impressions': {
    name: 'Search impressions',
    aliases: ['search_impressions'],
    formula: 'serp_impressions',
    unit: COUNT,
    direction: 'up',
    description: 'How often a page of the site stood in search results.',
    caveats: ['Rare queries are hidden, so query rows add up to less than the total.'],
    source: SOURCE.searchConsole,
  },
  'seo.clicks': {
    name: 'Organic clicks',
    aliases: ['organic_clicks'],
    formula: 'serp_clicks',
    unit: COUNT,
    direction: 'up',
    description: 'Clicks from unpaid search results to the site.',
    caveats: ['Rare queries are hidden, so query rows add up to less than the total.'],
    source: SOURCE.searchConsole,
  },
  'seo.ctr': {
    name: 'Organic click-through rate',
    aliases: ['organic_ctr'],
    formula: 'serp_clicks / serp_impressions',
    unit: PERCENT,
    direction: 'up',
    description: 'The share of search impressions that were clicked.',
    source: SOURCE.searchConsole,
  },
  'seo.position': {
    name: 'Average position',
    aliases: ['position'],
    formula: 'serp_position_x_impressions / serp_impressions',
    unit: PLAIN,
    direction: 'down',
    description: 'Where the site stands in search results, weighted by impressions; 1 is the top.',
    source: SOURCE.searchConsole,
  },
  'seo.non_brand_share': {
    name: 'Non-brand click share',
    formula: '(serp_clicks - serp_branded_clicks) / serp_clicks',
    unit: PERCENT,
    direction: 'up',
    description: 'The share of organic clicks from searches without the brand’s name.',
    caveats: ['Which searches hold the brand’s name is decided at import.'],
    source: SOURCE.searchConsole,
  },
});
