import { type Day, dayOf } from '../shared/index.ts';

/** The seed of everything that is drawn. */
export const SEED = 42;

/** The workspace of the demo company: its fiscal year starts on 1 February and is named by its end. */
export const DEMO_WORKSPACE = {
  slug: 'larkfield',
  name: 'Larkfield Instruments',
  currency: 'USD',
  timeZone: 'America/New_York',
  fiscalStart: 2,
  fiscalNamedBy: 'end',
  weekStart: 1,
} as const;

export type AdSource = 'google_ads' | 'microsoft_ads' | 'meta_ads' | 'linkedin_ads' | 'x_ads';

/** Who pays where, in which currency; ids as the platform prints them. */
export const ACCOUNTS: Record<AdSource, { name: string; currency: string }> = {
  google_ads: { name: 'Larkfield Instruments US', currency: 'USD' },
  microsoft_ads: { name: 'Larkfield Search', currency: 'USD' },
  meta_ads: { name: 'Larkfield Europe', currency: 'EUR' },
  linkedin_ads: { name: 'Larkfield Nordic', currency: 'SEK' },
  x_ads: { name: 'Larkfield on X', currency: 'USD' },
};

export type Region = 'amer' | 'emea' | 'nordics' | 'apac' | 'global';

/** Where the visitors of a region come from, with their share. */
export const COUNTRIES: Record<Region, readonly (readonly [country: string, share: number])[]> = {
  amer: [
    ['United States', 0.78],
    ['Canada', 0.22],
  ],
  emea: [
    ['Germany', 0.4],
    ['United Kingdom', 0.33],
    ['France', 0.27],
  ],
  nordics: [
    ['Sweden', 0.7],
    ['Norway', 0.3],
  ],
  apac: [
    ['Japan', 0.55],
    ['Australia', 0.45],
  ],
  global: [
    ['United States', 0.42],
    ['Germany', 0.22],
    ['United Kingdom', 0.16],
    ['Japan', 0.11],
    ['Sweden', 0.09],
  ],
};

/** The nine channels, named as GA4 names its default channel groups. */
export const CHANNELS = [
  'Paid Search',
  'Paid Social',
  'Paid Video',
  'Display',
  'Organic Search',
  'Organic Social',
  'Email',
  'Referral',
  'Direct',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** Whole months of history before the month of today. */
export const HISTORY_MONTHS = 13;

/**
 * First day of the month that lies `monthsAgo` months before the month of a day.
 * @example formatDay(monthStart(20415, 1)) // '2025-10-01' (20415 is 2025-11-23)
 */
export function monthStart(day: Day, monthsAgo: number): Day {
  const { year, month } = partsOf(day);
  const index = year * 12 + (month - 1) - monthsAgo;
  return dayOf(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, 1) as Day;
}

/** Year, month (1–12) and day of month of a day. */
export function partsOf(day: Day): { year: number; month: number; date: number } {
  const at = new Date(day * 86_400_000);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() };
}

/**
 * First and last day of the generated history; the last is yesterday, as platforms deliver it.
 * @example historyOf(parseDay('2026-11-21')) // { from: parseDay('2025-10-01'), to: parseDay('2026-11-20') }
 */
export function historyOf(today: Day): { from: Day; to: Day } {
  return { from: monthStart(today, HISTORY_MONTHS), to: today - 1 };
}
