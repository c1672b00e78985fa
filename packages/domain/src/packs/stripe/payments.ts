import { type Json, textReader, withDerived } from '../parts/readers.ts';

const status = textReader('status');
const paid = textReader('paid');
const captured = textReader('captured');
const intent = textReader('payment_intent.id|payment_intent|payment_intent_id');
const id = textReader('id');
const charge = textReader('charge.id|charge|charge_id');
const taken = textReader('amount_captured');
const whole = textReader('amount');

const isNot = (text: string | null) => text !== null && /^(false|0)$/i.test(text);

/**
 * A charge as an order, under the name of its payment if it has one. A failed attempt is no order. Refunds
 * come with their own stream.
 */
export function prepareCharge(record: Json): Json[] {
  const state = status(record);
  if (state === 'failed' || isNot(paid(record))) return [];
  const order_id = intent(record) ?? id(record);
  const pending = state === 'pending' || isNot(captured(record));
  const got = taken(record);
  return [
    withDerived(record, {
      row: 'order',
      order_id,
      status: pending ? 'pending' : 'paid',
      amount: pending || got === null || Number(got) === 0 ? whole(record) : got,
    }),
  ];
}

/** A refund, unless it failed or was taken back. */
export function prepareRefund(record: Json): Json[] {
  if (/^(failed|canceled)$/.test(status(record) ?? '')) return [];
  const order_id = intent(record) ?? charge(record);
  return [withDerived(record, { row: 'refund', order_id })];
}

const live = textReader('livemode|is_livemode|live_mode');

/** Records of the test mode are kept, not counted. */
export function skipTests(record: Json): string | null {
  return isNot(live(record)) ? 'Record of Stripe’s test mode (livemode is false).' : null;
}
