import type { DayRange } from '../calendar/calendar.ts';
import { firstDay, lastDay, monthOf } from '../calendar/month.ts';
import { weekdayOf } from '../calendar/weekday.ts';
import { type Day, formatDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import { groupBy } from '../shared/group-by.ts';
import type { Issue } from '../shared/issue.ts';

/** How far a platform may go beyond a daily budget, and over which days it makes up for that. */
export type DeliveryRule = {
  /** Most on one day, in daily budgets. */
  dayFactor: number;
  /** The days over which the budget holds; weeks run from Sunday to Saturday. */
  over: 'month' | 'week';
  /** Most over them, in daily budgets; null: one for each of their days. */
  mostBudgets: number | null;
  source: string;
};

/** What platforms say of their daily budgets. Campaigns that pay for conversions may exceed the day's limit. */
export const DELIVERY_RULES = {
  google_ads: {
    dayFactor: 2,
    over: 'month',
    mostBudgets: 30.4,
    source: 'https://support.google.com/google-ads/answer/6312',
  },
  meta_ads: {
    dayFactor: 1.75,
    over: 'week',
    mostBudgets: 7,
    source: 'https://www.facebook.com/business/help/190490051321426',
  },
  microsoft_ads: {
    dayFactor: 2,
    over: 'month',
    mostBudgets: null,
    source: 'https://help.ads.microsoft.com/apex/index/3/en/51019',
  },
} as const satisfies Record<string, DeliveryRule>;

export type Delivery = {
  /** Findings: `day_over_limit`, `budget_over_limit`. */
  warnings: Issue[];
  /** Most that the platform may have charged for these days. */
  most: number;
  spend: number;
  method: 'delivery-limits';
  version: 1;
};

/**
 * Whether a platform kept its own limits of a daily budget: days beyond what it may spend at once,
 * and weeks or months beyond what it may charge. A high day alone is no fault. Amounts in one unit.
 * INVALID for a budget that is not above 0 and spend that is no number.
 * @example
 * const days = [{ day: 0, spend: 19 }, { day: 1, spend: 21 }];
 * checkDelivery({ rule: DELIVERY_RULES.google_ads, dailyBudget: 10, days }).warnings.map((one) => one.code) // ['day_over_limit']
 */
export function checkDelivery(input: {
  rule: DeliveryRule;
  dailyBudget: number;
  days: readonly { day: Day; spend: number }[];
}): Delivery {
  const { rule, dailyBudget, days } = input;
  if (!(dailyBudget > 0 && dailyBudget < Infinity))
    throw invalid(`A daily budget of ${dailyBudget} is none.`, 'Give an amount above 0.');
  const warnings: Issue[] = [];
  const dayLimit = dailyBudget * rule.dayFactor;
  for (const { day, spend } of days) {
    if (!Number.isFinite(spend) || !Number.isInteger(day))
      throw invalid(`Spend of ${spend} on day ${day} is none.`, 'Give finite amounts by day.');
    if (isAbove(spend, dayLimit)) {
      const message = `${formatDay(day)}: ${text(spend)} spent, at most ${text(dayLimit)} may be.`;
      warnings.push(finding('day_over_limit', message));
    }
  }
  let most = 0;
  for (const own of groupBy(days, ({ day }) => spanOf(day, rule).from).values()) {
    const { from, to } = spanOf(own[0]?.day ?? 0, rule);
    const limit = dailyBudget * (rule.mostBudgets ?? to - from + 1);
    const spend = own.reduce((sum, one) => sum + one.spend, 0);
    most += limit;
    if (!isAbove(spend, limit)) continue;
    const message = `${formatDay(from)} to ${formatDay(to)}: ${text(spend)} spent, at most ${text(limit)} is charged.`;
    warnings.push(finding('budget_over_limit', message));
  }
  const spend = days.reduce((sum, one) => sum + one.spend, 0);
  return { warnings, most, spend, method: 'delivery-limits', version: 1 };
}

function spanOf(day: Day, { over }: DeliveryRule): DayRange {
  if (over === 'week') {
    const from = day - (weekdayOf(day) % 7);
    return { from, to: from + 6 };
  }
  const { month } = monthOf(day);
  return { from: firstDay(month), to: lastDay(month) };
}

const isAbove = (amount: number, limit: number) => amount > limit * (1 + 1e-9);
const text = (amount: number) => String(Math.round(amount * 100) / 100);

function finding(code: string, message: string): Issue {
  const hint = 'Was the budget changed in between? Else look for a credit on the invoice.';
  return { code, severity: 'warning', message, hint, line: null, field: null };
}

const invalid = (message: string, hint: string) => new MopsError('INVALID', message, hint);
