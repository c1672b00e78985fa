import { asJson, type Json, objectReader, textReader, withDerived } from '../parts/readers.ts';
import { mrrBeforeEnd, mrrOf, subscriptionCurrency } from './mrr.ts';

const object = objectReader('data.object');
const previous = objectReader('data.previous_attributes');
const type = textReader('type');
const status = textReader('status');
const pause = textReader('pause_collection.behavior');
const id = textReader('id');
const customer = textReader('customer.id|customer');

/**
 * What a change of a subscription does to the monthly recurring revenue. The event carries the
 * subscription after the change, and what its fields were before: so every movement is known from one
 * event, and the movements of a subscription add up to what it brings.
 */
export function prepareMovement(event: Json): Json[] {
  const after = object(event);
  const kind = type(event) ?? '';
  if (after === null || !kind.startsWith('customer.subscription.')) return [];
  const earlier = previous(event);
  const before = earlier === null ? null : merge(after, earlier);
  const ends = kind.endsWith('.deleted');
  const was = ends ? mrrBeforeEnd(after) : before === null ? 0 : mrrOf(before);
  // Only a creation comes without what was before.
  if (before === null && !ends && !kind.endsWith('.created')) return [];
  const is = ends ? 0 : mrrOf(after);
  if (is === was) return [];
  return [
    withDerived(event, {
      row: 'contract_movement',
      kind: nameOf({ was, is, before }),
      contract_id: id(after),
      contact_id: customer(after),
      mrr_change: Math.abs(is - was),
      mrr: is,
      currency: subscriptionCurrency(after),
    }),
  ];
}

/** Where it brought nothing because it was stopped, it comes back; else it is new. */
function nameOf(of: { was: number; is: number; before: Json | null }): string {
  if (of.is === 0) return 'churn';
  if (of.was > 0) return of.is > of.was ? 'expansion' : 'contraction';
  const stopped = of.before && (pause(of.before) !== null || status(of.before) === 'canceled');
  return stopped ? 'reactivation' : 'new';
}

/** A record as it was: objects field by field, everything else replaced. */
function merge(after: Json, earlier: Json): Json {
  const merged: Record<string, unknown> = { ...after };
  for (const [name, value] of Object.entries(earlier)) {
    const inner = asJson(value);
    const own = asJson(after[name]);
    merged[name] = inner && own ? merge(own, inner) : value;
  }
  return merged;
}
