import { asJson, type Json, listReader, textReader, withDerived } from '../parts/readers.ts';

const status = textReader('status');
const paid = textReader('paid');
const captured = textReader('captured');
const intent = textReader('payment_intent.id|payment_intent|payment_intent_id');
const id = textReader('id');
const refunds = listReader('refunds.data|refunds');
const charge = textReader('charge.id|charge|charge_id');
const received = textReader('amount_received');
const taken = textReader('amount_captured');
const whole = textReader('amount');

const isNot = (text: string | null) => text !== null && /^(false|0)$/i.test(text);

/**
 * A charge as an order, under the name of its payment if it has one, so that the two streams tell one
 * order; refunds that it carries come with it. A failed attempt is no order.
 */
export function prepareCharge(record: Json): Json[] {
  const state = status(record);
  if (state === 'failed' || isNot(paid(record))) return [];
  const order_id = intent(record) ?? id(record);
  const pending = state === 'pending' || isNot(captured(record));
  const got = taken(record);
  const row = withDerived(record, {
    row: 'order',
    order_id,
    status: pending ? 'pending' : 'paid',
    amount: pending || got === null || Number(got) === 0 ? whole(record) : got,
  });
  const inner = refunds(record).flatMap((one) => {
    const entry = asJson(one);
    return entry ? prepareRefund({ currency: record.currency, ...entry }, order_id) : [];
  });
  return [row, ...inner];
}

const STATES: Readonly<Record<string, string>> = {
  succeeded: 'paid',
  processing: 'pending',
  requires_capture: 'pending',
  canceled: 'cancelled',
};

/** A payment as an order; one that was only begun is none. */
export function prepareIntent(record: Json): Json[] {
  const state = STATES[status(record) ?? ''];
  if (state === undefined) return [];
  const got = received(record);
  return [
    withDerived(record, {
      row: 'order',
      order_id: id(record),
      status: state,
      amount: state === 'paid' && got !== null && Number(got) > 0 ? got : whole(record),
    }),
  ];
}

/** A refund, unless it failed or was taken back. */
export function prepareRefund(record: Json, order: string | null = null): Json[] {
  if (/^(failed|canceled)$/.test(status(record) ?? '')) return [];
  const order_id = intent(record) ?? order ?? charge(record);
  return [withDerived(record, { row: 'refund', order_id })];
}

const live = textReader('livemode|is_livemode|live_mode');

/** Records of the test mode are kept, not counted. */
export function skipTests(record: Json): string | null {
  return isNot(live(record)) ? 'Record of Stripe’s test mode (livemode is false).' : null;
}
