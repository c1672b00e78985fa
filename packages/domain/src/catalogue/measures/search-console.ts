import { COUNT, measuresIn } from '../define.ts';

/** How the site does in search results. */
export const SEARCH_CONSOLE = measuresIn('search_console', [
  ['serp_impressions', 'impressions', 'Search impressions', COUNT],
  ['serp_clicks', 'clicks', 'Organic clicks', COUNT],
  ['serp_position_x_impressions', 'position_x_impressions', 'Position × impressions', COUNT],
  ['serp_branded_clicks', 'branded_clicks', 'Branded organic clicks', COUNT],
]);
