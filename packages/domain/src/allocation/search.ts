import type { Curve } from './curve.ts';
import { type Envelope, envelopeOf } from './envelope.ts';
import { fill } from './fill.ts';

export type Bounded = { curve: Curve; low: number; high: number };

export type Found = {
  spends: Float64Array;
  response: number;
  /** No split of the budget brings more than this. */
  ceiling: number;
};

const NEAR = 1e-10;
const MOST_NODES = 4000;

type Node = { envelopes: Envelope[]; spends: Float64Array; ceiling: number };

/**
 * The best split of a budget, also over S-shaped curves: branch and bound over their concave envelopes
 * (Falk & Soland 1969, Management Science 15, 550). With concave curves alone the first filling is
 * exact. Otherwise the bounds are cut where envelope and curve are furthest apart, until no split can be
 * better than the one found by more than a ten-billionth.
 */
export function search(channels: readonly Bounded[], budget: number): Found {
  const responseOf = (spends: Float64Array) =>
    channels.reduce((sum, { curve }, i) => sum + curve.value(spends[i] ?? 0), 0);
  const nodeOf = (envelopes: Envelope[]): Node | null => {
    const least = envelopes.reduce((sum, { low }) => sum + low, 0);
    const most = envelopes.reduce((sum, { high }) => sum + high, 0);
    const slack = 1e-12 * Math.max(1, budget);
    if (least > budget + slack || most < budget - slack) return null;
    const spends = fill(envelopes, budget);
    const ceiling = envelopes.reduce((sum, one, i) => sum + one.value(spends[i] ?? 0), 0);
    return { envelopes, spends, ceiling };
  };
  const root = nodeOf(channels.map(({ curve, low, high }) => envelopeOf(curve, low, high)));
  if (!root) return { spends: new Float64Array(channels.length), response: 0, ceiling: 0 };
  let best: Found = {
    spends: root.spends,
    response: responseOf(root.spends),
    ceiling: root.ceiling,
  };
  const open: Node[] = [root];
  for (let nodes = 0; open.length > 0 && nodes < MOST_NODES; nodes++) {
    open.sort((a, b) => a.ceiling - b.ceiling);
    const node = open.pop() as Node;
    best.ceiling = Math.max(best.response, node.ceiling);
    if (node.ceiling - best.response <= NEAR * Math.abs(best.response)) break;
    const at = widestGap(node, channels);
    const { low, high } = node.envelopes[at] as Envelope;
    const cut = node.spends[at] ?? 0;
    for (const [from, to] of [
      [low, cut],
      [cut, high],
    ] as const) {
      if (from === low && to === high) continue;
      const envelopes = node.envelopes.with(
        at,
        envelopeOf((channels[at] as Bounded).curve, from, to),
      );
      const child = nodeOf(envelopes);
      if (!child) continue;
      const response = responseOf(child.spends);
      if (response > best.response) best = { ...best, spends: child.spends, response };
      if (child.ceiling - best.response > NEAR * Math.abs(best.response)) open.push(child);
    }
    if (open.length === 0) best.ceiling = best.response;
  }
  return best;
}

function widestGap(node: Node, channels: readonly Bounded[]): number {
  let widest = 0;
  let at = 0;
  for (const [i, { curve }] of channels.entries()) {
    const spend = node.spends[i] ?? 0;
    const gap = (node.envelopes[i]?.value(spend) ?? 0) - curve.value(spend);
    if (gap > widest) {
      widest = gap;
      at = i;
    }
  }
  return at;
}
