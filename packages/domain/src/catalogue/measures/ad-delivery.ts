import { COUNT, MONEY, measuresIn, PEOPLE } from '../define.ts';

/** Ads as the platforms report them. */
export const AD_DELIVERY = measuresIn('ad_delivery', [
  ['ad_cost', 'spend', 'Media cost', MONEY],
  ['ad_impressions', 'impressions', 'Impressions', COUNT],
  ['ad_clicks', 'clicks', 'Clicks', COUNT],
  ['ad_conversions', 'conversions', 'Conversions', COUNT],
  ['ad_conversion_value', 'revenue', 'Conversion value', MONEY],
  ['ad_link_clicks', 'link_clicks', 'Link clicks', COUNT],
  ['ad_interactions', 'interactions', 'Interactions', COUNT],
  ['ad_engagements', 'engagements', 'Engagements', COUNT],
  ['ad_reach', 'reach', 'Reach', PEOPLE, 'countDistinct'],
  ['ad_leads', 'leads', 'Ad leads', COUNT],
  ['ad_all_conversions', 'all_conversions', 'All conversions', COUNT],
  ['ad_view_conversions', 'view_conversions', 'View-through conversions', COUNT],
  ['ad_video_starts', 'video_starts', 'Video starts', COUNT],
  ['ad_video_views', 'video_views', 'Video views', COUNT],
  ['ad_video_completes', 'video_completes', 'Video completions', COUNT],
  ['ad_gross_impressions', 'gross_impressions', 'Gross impressions', COUNT],
  ['ad_invalid_impressions', 'invalid_impressions', 'Invalid impressions', COUNT],
  ['ad_measurable_impressions', 'measurable_impressions', 'Measurable impressions', COUNT],
  ['ad_viewable_impressions', 'viewable_impressions', 'Viewable impressions', COUNT],
  ['ad_eligible_impressions', 'eligible_impressions', 'Eligible impressions', COUNT],
  ['ad_top_impressions', 'top_impressions', 'Top-of-page impressions', COUNT],
  ['ad_lost_budget_impressions', 'lost_budget_impressions', 'Impressions lost to budget', COUNT],
]);
