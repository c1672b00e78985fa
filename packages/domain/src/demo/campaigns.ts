import type { Day } from '../shared/index.ts';
import { type AdSource, type Channel, monthStart, partsOf, type Region } from './company.ts';

export type Program = 'spectro' | 'flow' | 'calib';
/** What is bought on a platform; prices and response differ. */
export type Tactic = 'search' | 'brand' | 'display' | 'video' | 'social';

/** Money a day at full season, in the currency of the account. */
export type Buy = { source: AdSource; tactic: Tactic; daily: number };

export type Campaign = {
  id: number;
  /** `fy27-q1-emea-webinar-spectro`: fiscal year and quarter of the start, region, idea, program. */
  name: string;
  program: Program;
  region: Region;
  idea: string;
  from: Day;
  /** Null: runs until further notice. */
  to: Day | null;
  buys: Buy[];
  mailed: boolean;
};

type Line = [
  region: Region,
  idea: string,
  program: Program,
  startMonthsAgo: number,
  months: number | null,
  buys: string,
  mailed?: 'mail',
];

/** `google search 260` buys: g Google Ads, b Microsoft Ads (Bing), m Meta, l LinkedIn, x X. */
const LINES: readonly Line[] = [
  ['amer', 'search', 'spectro', 20, null, 'g search 260, b search 70'],
  ['emea', 'search', 'spectro', 20, null, 'g search 170, b search 45'],
  ['global', 'brand', 'spectro', 19, null, 'g brand 60, b brand 12'],
  ['emea', 'newsletter', 'calib', 18, null, '', 'mail'],
  ['amer', 'search', 'flow', 17, null, 'g search 120, b search 30'],
  ['global', 'retarget', 'spectro', 15, null, 'g display 45, m social 40'],
  ['nordics', 'search', 'calib', 14, null, 'g search 60, l social 500'],
  ['emea', 'tradeshow', 'spectro', 13, 2, 'l social 1500, x social 50', 'mail'],
  ['amer', 'webinar', 'flow', 12, 3, 'l social 1200, m social 35', 'mail'],
  ['emea', 'whitepaper', 'flow', 11, 3, 'l social 1400, m social 60'],
  ['emea', 'retarget', 'flow', 10, 6, 'g display 40, m social 35'],
  ['amer', 'tradeshow', 'flow', 9, 1, 'l social 1800, x social 55'],
  ['apac', 'search', 'flow', 9, null, 'g search 75, b search 15'],
  ['emea', 'webinar', 'spectro', 8, null, 'l social 1300, m social 55', 'mail'],
  ['amer', 'whitepaper', 'calib', 7, 3, 'm social 50, b search 25', 'mail'],
  ['amer', 'demo', 'spectro', 6, null, 'g search 110, l social 900'],
  ['apac', 'webinar', 'calib', 6, 2, 'l social 700, x social 25', 'mail'],
  [
    'amer',
    'launch',
    'spectro',
    5,
    3,
    'g video 140, m social 120, l social 1500, x social 60',
    'mail',
  ],
  [
    'emea',
    'launch',
    'spectro',
    5,
    3,
    'g video 90, m social 110, l social 1600, x social 40',
    'mail',
  ],
  ['apac', 'launch', 'spectro', 4, 2, 'g search 80, m social 70', 'mail'],
  ['emea', 'demo', 'flow', 3, null, 'g search 95, l social 1100, m social 45'],
  ['emea', 'casestudy', 'calib', 2, null, 'l social 1000, m social 40', 'mail'],
  ['amer', 'video', 'flow', 1, null, 'g video 85, x social 45, m social 50'],
  ['emea', 'guide', 'spectro', 1, null, 'g search 70, m social 60'],
];

const PLATFORMS: Record<string, AdSource> = {
  g: 'google_ads',
  b: 'microsoft_ads',
  m: 'meta_ads',
  l: 'linkedin_ads',
  x: 'x_ads',
};

/**
 * The 24 campaigns of the demo company, in three programs, with dates relative to `today`.
 * @example campaignsOf(20778).length // 24
 */
export function campaignsOf(today: Day): Campaign[] {
  return LINES.map(([region, idea, program, ago, months, buys, mailed], index) => {
    // A few days into the month, so that not everything starts on the first.
    const from = monthStart(today, ago) + ((index * 5) % 13);
    return {
      id: 71_000_001 + index * 137,
      name: `${fiscalPrefix(from)}-${region}-${idea}-${program}`,
      program,
      region,
      idea,
      from,
      // Nor does everything end on the last.
      to: months === null ? null : monthStart(today, ago - months) - 1 - ((index * 7) % 17),
      buys: buys === '' ? [] : buys.split(', ').map(parseBuy),
      mailed: mailed === 'mail',
    };
  });
}

/** Whether a campaign runs on a day. */
export function runs(campaign: Campaign, day: Day): boolean {
  return day >= campaign.from && (campaign.to === null || day <= campaign.to);
}

/** The channel group in which a buy's visits land. */
export function channelOf(tactic: Tactic): Channel {
  if (tactic === 'social') return 'Paid Social';
  if (tactic === 'video') return 'Paid Video';
  return tactic === 'display' ? 'Display' : 'Paid Search';
}

/** `fy27-q1`: the fiscal year starts on 1 February and is named by the year in which it ends. */
function fiscalPrefix(day: Day): string {
  const { year, month } = partsOf(day);
  const sinceFebruary = (month + 10) % 12;
  const ends = month >= 2 ? year + 1 : year;
  return `fy${String(ends % 100).padStart(2, '0')}-q${Math.floor(sinceFebruary / 3) + 1}`;
}

function parseBuy(text: string): Buy {
  const [platform = '', tactic = '', daily = ''] = text.split(' ');
  return {
    source: PLATFORMS[platform] as AdSource,
    tactic: tactic as Tactic,
    daily: Number(daily),
  };
}
