import { COUNT, measuresIn } from '../define.ts';

/** Unpaid search. */
export const SEARCH_CONSOLE = measuresIn('search_console', [
  [
    'serp_impressions',
    'impressions',
    'Search impressions',
    COUNT,
    'How often a page stood in search results.',
  ],
  ['serp_clicks', 'clicks', 'Organic clicks', COUNT, 'Clicks from unpaid search results.'],
  [
    'serp_position_x_impressions',
    'position_x_impressions',
    'Position × impressions',
    COUNT,
    'Place in the results, times impressions, so that it can be added.',
  ],
  [
    'serp_branded_clicks',
    'branded_clicks',
    'Branded organic clicks',
    COUNT,
    'Clicks from searches with the brand’s name.',
  ],
  ['brand_search_volume', 'brand_searches', 'Brand searches', COUNT, 'Searches for your brand.'],
  [
    'category_search_volume',
    'category_searches',
    'Category searches',
    COUNT,
    'Searches for all brands of the category.',
  ],
]);
