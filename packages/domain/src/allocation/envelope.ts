import type { Curve } from './curve.ts';

/**
 * The lowest concave curve above a response curve between two bounds: what spend would bring if one could
 * mix. Pieces run from left to right with falling slopes; a piece is straight, or the curve itself.
 */
export type Envelope = {
  low: number;
  high: number;
  value(spend: number): number;
  /** Spends between which value − price · spend is largest: one number, or the ends of a straight piece. */
  demand(price: number, near: number): { from: number; to: number };
};

export function envelopeOf(curve: Curve, low: number, high: number): Envelope {
  return curve.turn === null ? hullOf(curve, low, high) : smooth(curve, curve.turn, { low, high });
}

type Bounds = { low: number; high: number };

/** A straight line up to the point where it touches the curve, then the curve. */
function smooth(curve: Curve, turn: number, { low, high }: Bounds): Envelope {
  const touch = touchPoint(curve, turn, { low, high });
  const base = curve.value(low);
  const slope =
    touch > low ? (curve.value(touch) - base) / (touch - low) : Number.POSITIVE_INFINITY;
  const [steepest, flattest] = [curve.marginal(touch), curve.marginal(high)];
  return {
    low,
    high,
    value: (x) => (x < touch ? base + slope * (x - low) : curve.value(x)),
    demand: (price, near) => {
      if (touch > low && price > slope) return { from: low, to: low };
      if (touch > low && price === slope) return { from: low, to: touch };
      if (price >= steepest) return { from: touch, to: touch };
      if (price <= flattest) return { from: high, to: high };
      const x = spendAt(curve, price, { low: touch, high, near });
      return { from: x, to: x };
    },
  };
}

/** Where a line from the lower bound touches the slowing part; the lower bound where all slows. */
function touchPoint(curve: Curve, turn: number, { low, high }: Bounds): number {
  if (low >= turn || high <= low) return low;
  const base = curve.value(low);
  const over = (x: number) => curve.value(x) - base - curve.marginal(x) * (x - low);
  if (high <= turn || over(high) <= 0) return high;
  let [from, to] = [turn, high];
  for (let i = 0; i < 200 && to > from; i++) {
    const middle = (from + to) / 2;
    if (middle <= from || middle >= to) break;
    if (over(middle) < 0) from = middle;
    else to = middle;
  }
  return to;
}

/** The spend on the slowing part at which one more unit brings `price`: secant inside a bracket. */
function spendAt(
  curve: Curve,
  price: number,
  { low, high, near }: Bounds & { near: number },
): number {
  let [from, to] = [low, high];
  let x = near > from && near < to ? near : (from + to) / 2;
  let last = Number.NaN;
  let lastGap = 0;
  const target = Math.log(price);
  for (let i = 0; i < 200; i++) {
    const gap = Math.log(curve.marginal(x)) - target;
    if (gap > 0) from = x;
    else to = x;
    if (gap === 0 || to - from <= 1e-15 * to) return x;
    // In log–log these curves are near to straight lines.
    const slope = (gap - lastGap) / (Math.log(x) - Math.log(last));
    let next = Number.isFinite(slope) && slope < 0 ? x * Math.exp(-gap / slope) : Number.NaN;
    if (Number.isNaN(last) && x > 0) next = x * Math.exp(gap);
    if (!(next > from && next < to)) next = (from + to) / 2;
    if (next === x || next === from || next === to) return next;
    if (Math.abs(next - x) <= 4e-16 * x) return next;
    [last, lastGap, x] = [x, gap, next];
  }
  return x;
}

/** Upper hull of the corners between the bounds. */
function hullOf(curve: Curve, low: number, high: number): Envelope {
  const inside = curve.corners.filter(([x]) => x > low && x < high);
  const points: (readonly [number, number])[] = [[low, curve.value(low)]];
  const ends = high > low ? [...inside, [high, curve.value(high)] as const] : [];
  for (const point of ends) {
    while (
      points.length > 1 &&
      slopeOf(points.at(-2), points.at(-1)) <= slopeOf(points.at(-1), point)
    )
      points.pop();
    points.push(point);
  }
  const slopes = points.slice(1).map((point, i) => slopeOf(points[i], point));
  return {
    low,
    high,
    value: (x) => {
      const at = Math.max(
        0,
        points.findLastIndex(([from]) => from <= x),
      );
      const [from = 0, value = 0] = points[at] ?? [];
      return value + (slopes[at] ?? 0) * (x - from);
    },
    demand: (price) => {
      const steeper = slopes.findIndex((slope) => slope <= price);
      const at = steeper < 0 ? slopes.length : steeper;
      const flat = slopes[at] === price ? at + 1 : at;
      return { from: points[at]?.[0] ?? low, to: points[flat]?.[0] ?? low };
    },
  };
}

function slopeOf(
  a: readonly [number, number] | undefined,
  b: readonly [number, number] | undefined,
) {
  return ((b?.[1] ?? 0) - (a?.[1] ?? 0)) / ((b?.[0] ?? 0) - (a?.[0] ?? 0));
}
