import type { Envelope } from './envelope.ts';

/**
 * Spends that fill a budget where each next unit brings most: one price at which every envelope is at
 * its best (the Karush–Kuhn–Tucker condition), found by halving. Of straight pieces at that price at
 * most one is filled in part. The budget must lie between the sums of the bounds.
 */
export function fill(envelopes: readonly Envelope[], budget: number): Float64Array {
  const spends = Float64Array.from(envelopes, ({ low }) => low);
  const demandAt = (price: number, end: 'from' | 'to', keep: Float64Array) => {
    let sum = 0;
    for (const [i, envelope] of envelopes.entries()) {
      const demand = envelope.demand(price, keep[i] ?? 0)[end];
      keep[i] = demand;
      sum += demand;
    }
    return sum;
  };
  // Too dear: less than the budget is wanted. Too cheap: more.
  let dear = 1;
  let cheap = 1;
  const probe = Float64Array.from(spends);
  while (demandAt(dear, 'from', probe) > budget && dear < 1e300) dear *= 16;
  while (demandAt(cheap, 'to', probe) < budget && cheap > 1e-300) cheap /= 16;
  for (let i = 0; i < 400; i++) {
    const middle = dear / cheap > 4 ? Math.sqrt(dear * cheap) : (dear + cheap) / 2;
    if (middle <= cheap || middle >= dear) break;
    const wanted = demandAt(middle, 'to', probe);
    if (wanted === budget) {
      dear = middle;
      cheap = middle;
      break;
    }
    if (wanted < budget) dear = middle;
    else cheap = middle;
  }
  demandAt(dear, 'from', spends);
  let left = budget - spends.reduce((a, b) => a + b, 0);
  for (const [i, envelope] of envelopes.entries()) {
    const spend = spends[i] ?? 0;
    const room = Math.max(0, envelope.demand(cheap, spend).to - spend);
    const step = Math.min(room, Math.max(0, left));
    spends[i] = spend + step;
    left -= step;
  }
  // What rounding of the machine has left goes where there is room.
  for (const [i, { low, high }] of envelopes.entries()) {
    const spend = spends[i] ?? 0;
    const next = Math.min(high, Math.max(low, spend + left));
    spends[i] = next;
    left -= next - spend;
  }
  return spends;
}
