import { type Json, objectReader, textReader } from '../parts/readers.ts';
import { prepareMovement } from './movement.ts';
import { prepareCharge, prepareIntent, prepareRefund } from './payments.ts';

const type = textReader('type');
const object = objectReader('data.object');

/** An event as what it is about; events of other things leave no row. */
export function prepareEvent(event: Json): Json[] {
  const kind = type(event) ?? '';
  if (kind.startsWith('customer.subscription.')) return prepareMovement(event);
  const about = object(event);
  if (about === null) return [];
  if (kind.startsWith('charge.refund.') || kind.startsWith('refund.')) return prepareRefund(about);
  if (kind.startsWith('charge.') && about.object === 'charge') return prepareCharge(about);
  if (kind.startsWith('payment_intent.')) return prepareIntent(about);
  return [];
}
