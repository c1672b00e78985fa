import {
  asJson,
  instantReader,
  type Json,
  listReader,
  objectReader,
  textReader,
} from '../parts/readers.ts';
import { paymentDigits } from '../read-value.ts';

const status = textReader('status');
const items = listReader('items.data|items');
const plan = objectReader('price|plan');
const amount = textReader('unit_amount_decimal|unit_amount|amount_decimal|amount');
const interval = textReader('recurring.interval|interval');
const count = textReader('recurring.interval_count|interval_count');
const usage = textReader('recurring.usage_type|usage_type');
const quantity = textReader('quantity');
const currencyOf = textReader(
  'currency|plan.currency|items.data[0].price.currency|items.data[0].plan.currency',
);
const coupon = objectReader('discount.coupon|discounts[0].coupon');
const percent = textReader('percent_off');
const off = textReader('amount_off');
const duration = textReader('duration');
const pause = textReader('pause_collection.behavior');
const trialEnd = instantReader('trial_end');
const endedAt = instantReader('ended_at|canceled_at');

/** Months in a day: 365 days are 12 months. */
const MONTHS: Readonly<Record<string, number>> = {
  day: 12 / 365,
  week: 84 / 365,
  month: 1,
  year: 12,
};
/** Trials and unfinished first payments are no revenue yet; what is overdue is, until it is cancelled. */
const PAYING = new Set(['active', 'past_due', 'unpaid']);

/** The currency of a subscription in capitals; null: it does not say. */
export const subscriptionCurrency = (record: Json) => currencyOf(record)?.toUpperCase() ?? null;

/**
 * What a subscription brings in a month, in micros: amount × quantity of its fixed prices, over the
 * months of their interval, less a discount that stays. Metered and tiered prices bring what is used, which
 * is not known beforehand, and count nothing. A collection that is paused for good counts nothing.
 */
export function mrrOf(subscription: Json): number {
  const state = status(subscription) ?? '';
  const stopped = ['void', 'mark_uncollectible'].includes(pause(subscription) ?? '');
  return PAYING.has(state) && !stopped ? runRate(subscription) : 0;
}

/** What a cancelled subscription brought just before: its state of payment is no longer told. */
export function mrrBeforeEnd(subscription: Json): number {
  const trial = trialEnd(subscription);
  const ended = endedAt(subscription);
  if (trial !== null && ended !== null && ended <= trial) return 0;
  return mrrOf({ ...subscription, status: 'active' });
}

function runRate(subscription: Json): number {
  const currency = subscriptionCurrency(subscription);
  const list = items(subscription).map(asJson);
  const lines = list.length > 0 ? list : [subscription];
  const minor = lines.reduce((sum, line) => sum + (line ? monthly(line) : 0), 0);
  const discount = coupon(subscription);
  const stays = discount && duration(discount) !== 'once' ? discount : null;
  const share = 1 - Number((stays && percent(stays)) ?? 0) / 100;
  const months = monthsOf(asJson(lines[0] ?? null)) || 1;
  const less = Number((stays && off(stays)) ?? 0) / months;
  const unit = 10 ** (6 - paymentDigits(currency));
  return Math.max(0, Math.round((minor * share - less) * unit));
}

function monthly(line: Json): number {
  const price = plan(line) ?? line;
  const months = monthsOf(line);
  if (months === 0 || usage(price) === 'metered') return 0;
  return (Number(amount(price) ?? 0) * Number(quantity(line) ?? 1)) / months;
}

function monthsOf(line: Json | null): number {
  const price = (line && plan(line)) ?? line;
  if (!price) return 0;
  return (MONTHS[interval(price) ?? ''] ?? 0) * Number(count(price) ?? 1);
}
