import { COUNT, family, MONEY, PERCENT } from '../define.ts';
import { SOURCE } from '../standards.ts';

/** Content: what is made, used, and what comes of it. */
export const CONTENT = family('content', {
  'content.published': {
    name: 'Assets published',
    aliases: ['assets_published'],
    synonyms: ['content output'],
    formula: 'assets_published',
    unit: COUNT,
    direction: 'neutral',
    description: 'How many pieces of content were published.',
    caveats: ['More is not better by itself: see Content in use.'],
    source: SOURCE.own,
  },
  'content.utilisation': {
    name: 'Content in use',
    aliases: ['content_utilisation'],
    synonyms: ['content utilisation', 'content utilization'],
    formula: 'assets_used_90d / assets_total',
    unit: PERCENT,
    direction: 'up',
    description: 'The share of the content library that somebody used in the last 90 days.',
    caveats: ['Counts each asset once, so days are never added up.'],
    source: SOURCE.waterfall,
  },
  'content.cost_per_asset': {
    name: 'Cost per asset',
    formula: 'content_cost / assets_published',
    unit: MONEY,
    direction: 'down',
    description: 'What one published piece of content cost on average.',
    caveats: ['Compare within a kind of asset: a film is not a blog post.'],
    source: SOURCE.own,
  },
  'content.download_rate': {
    name: 'Content conversion rate',
    synonyms: ['download rate'],
    formula: 'content_downloads / content_sessions',
    unit: PERCENT,
    direction: 'up',
    description: 'Downloads for every visit to a page with content.',
    caveats: ['One visit can hold several downloads.'],
    source: SOURCE.own,
  },
  'content.pipeline_per_asset': {
    name: 'Influenced pipeline per asset',
    formula: 'content_pipeline / assets_published',
    unit: MONEY,
    direction: 'up',
    minGrain: 'quarter',
    description: 'Pipeline of deals whose people met the content, for each asset published.',
    caveats: [
      'One deal counts for every asset it met, so this overstates: prefer a share of credit.',
    ],
    source: SOURCE.pipeline,
  },
});
