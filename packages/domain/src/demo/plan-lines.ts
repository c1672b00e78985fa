import type { Program } from './campaigns.ts';

/** A line of the budget: who answers for it, what is bought, and its money in units of the workspace’s currency. */
export type LinePlan = {
  name: string;
  team: string;
  costCentre: string;
  channel: string;
  vendor: string;
  /** In which the vendor bills. */
  currency: string;
  goal: string;
  /** Whose campaigns share it. */
  program: Program | null;
  /** Also campaigns of this idea. */
  idea?: string;
  planned: number;
  spent: number;
  /** Ordered, and not billed yet. */
  promised: number;
};

/** Of a million 310,000 are spent, 120,000 promised and 400,000 planned. */
export const TOTAL = 1_000_000;

/** By team for the whole year; the rest of the total is for nobody yet. */
export const TARGETS: Readonly<Record<string, number>> = {
  Demand: 480_000,
  Field: 200_000,
  Lifecycle: 60_000,
  Brand: 160_000,
  Operations: 100_000,
};

const demand = { team: 'Demand', costCentre: '4100' };
const field = { team: 'Field', costCentre: '4200' };
const brand = { team: 'Brand', costCentre: '4400' };

/** The first takes what conversion leaves over, so that the sums are whole. */
export const LINES: readonly LinePlan[] = [
  {
    ...{ name: 'Paid search', ...demand, channel: 'Paid Search', vendor: 'Google' },
    ...{ currency: 'USD', goal: 'pipeline', program: 'spectro' },
    ...{ planned: 180_000, spent: 70_000, promised: 20_000 },
  },
  {
    ...{ name: 'Paid social', ...demand, channel: 'Paid Social', vendor: 'LinkedIn' },
    ...{ currency: 'SEK', goal: 'pipeline', program: 'flow' },
    ...{ planned: 200_000, spent: 80_000, promised: 30_000 },
  },
  {
    ...{ name: 'Display and video', ...demand, channel: 'Display', vendor: 'Google' },
    ...{ currency: 'USD', goal: 'awareness', program: null },
    ...{ planned: 60_000, spent: 20_000, promised: 0 },
  },
  {
    ...{ name: 'Trade shows', ...field, channel: 'Other', vendor: 'Messe Nord' },
    ...{ currency: 'EUR', goal: 'leads', program: null },
    ...{ planned: 120_000, spent: 45_000, promised: 40_000 },
  },
  {
    ...{ name: 'Webinars', ...field, channel: 'Email', vendor: 'Stagecall' },
    ...{ currency: 'USD', goal: 'webinars', program: 'calib' },
    ...{ planned: 50_000, spent: 20_000, promised: 5_000 },
  },
  {
    ...{ name: 'E-mail', team: 'Lifecycle', costCentre: '4300', channel: 'Email' },
    ...{ vendor: 'Mailworks', currency: 'USD', goal: 'retention', program: null },
    idea: 'newsletter',
    ...{ planned: 40_000, spent: 15_000, promised: 0 },
  },
  {
    ...{ name: 'Content and search', ...brand, channel: 'Organic Search', vendor: 'Papertree' },
    ...{ currency: 'EUR', goal: 'awareness', program: null },
    ...{ planned: 70_000, spent: 30_000, promised: 10_000 },
  },
  {
    ...{ name: 'Press and brand', ...brand, channel: 'Referral', vendor: 'Clarity PR' },
    ...{ currency: 'USD', goal: 'awareness', program: null },
    ...{ planned: 60_000, spent: 20_000, promised: 15_000 },
  },
  {
    ...{ name: 'Tools', team: 'Operations', costCentre: '4500', channel: 'Other' },
    ...{ vendor: 'Toolhouse', currency: 'USD', goal: 'leads', program: null },
    ...{ planned: 50_000, spent: 10_000, promised: 0 },
  },
];
