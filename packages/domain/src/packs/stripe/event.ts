import { type Json, objectReader, textReader } from '../parts/readers.ts';
import { prepareMovement } from './movement.ts';
import { prepareCharge, prepareRefund } from './payments.ts';

const type = textReader('type');
const object = objectReader('data.object');

/**
 * A webhook as what it is about. Of the several events of one payment the one counts that says that the
 * money was taken; of a refund the first.
 */
export function prepareWebhook(event: Json): Json[] {
  const kind = type(event) ?? '';
  if (kind.startsWith('customer.subscription.')) return prepareMovement(event);
  const about = object(event);
  if (about === null) return [];
  if (kind === 'refund.created') return prepareRefund(about);
  const isTaken =
    kind === 'charge.captured' || (kind === 'charge.succeeded' && about.captured !== false);
  return isTaken ? prepareCharge(about) : [];
}
