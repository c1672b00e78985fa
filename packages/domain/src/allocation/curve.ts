import { mustBe, mustBePositive } from '../statistics/index.ts';
import { type Adstock, carryover } from './adstock.ts';

/** What spending on a channel brings per period, carry-over in the long run included. */
export type CurveShape =
  /** most · x^slope / (x^slope + half^slope); S-shaped where slope is above 1. */
  | { kind: 'hill'; most: number; half: number; slope: number }
  /** most · (1 − e^(−rate·x)) / (1 + e^(−rate·x)): PyMC-Marketing's logistic saturation. */
  | { kind: 'logistic'; most: number; rate: number }
  /** Straight lines between points (spend, response), rising in both. */
  | { kind: 'points'; points: readonly (readonly [spend: number, response: number])[] };

export type Curve = {
  /** Response per period to a spend per period. */
  value(spend: number): number;
  /** Response to one more unit of spend; the slope to the right at a corner. */
  marginal(spend: number): number;
  /** Where growth turns from faster to slower; 0 where it only slows down. Null: several corners. */
  turn: number | null;
  /** Corners of straight pieces; empty for smooth curves. */
  corners: readonly (readonly [number, number])[];
  /** The most spend for which the curve says anything. */
  end: number;
};

/**
 * A curve with its derivative. Throws INVALID for parameters that give no rising curve.
 * @example
 * const search = responseCurve({ kind: 'hill', most: 900_000, half: 200_000, slope: 1 });
 * [search.value(300_000), search.marginal(300_000)] // [540_000, 0.72…]
 */
export function responseCurve(shape: CurveShape, adstock: Adstock = { kind: 'none' }): Curve {
  if (shape.kind === 'points') return pointsCurve(shape.points);
  mustBePositive('most', shape.most);
  const times = carryover(adstock);
  return shape.kind === 'hill'
    ? hillCurve(shape.most, shape.half / times, shape.slope)
    : logisticCurve(shape.most, shape.rate * times);
}

const SMOOTH = { corners: [], end: Number.POSITIVE_INFINITY };

function hillCurve(most: number, half: number, slope: number): Curve {
  mustBePositive('half', half);
  mustBePositive('slope', slope);
  return {
    ...SMOOTH,
    turn: slope > 1 ? half * ((slope - 1) / (slope + 1)) ** (1 / slope) : 0,
    value: (x) => (x <= 0 ? 0 : most / (1 + (half / x) ** slope)),
    marginal: (x) => {
      if (x <= 0) return slope > 1 ? 0 : slope === 1 ? most / half : Number.POSITIVE_INFINITY;
      // Of the two forms the one whose power stays below 1 cannot overflow.
      const u = (x < half ? x / half : half / x) ** slope;
      return (most * slope * u) / (x * (1 + u) ** 2);
    },
  };
}

function logisticCurve(most: number, rate: number): Curve {
  mustBePositive('rate', rate);
  return {
    ...SMOOTH,
    turn: 0,
    value: (x) => most * Math.tanh((rate * x) / 2),
    marginal: (x) => {
      const u = Math.exp(-rate * x);
      return (2 * most * rate * u) / (1 + u) ** 2;
    },
  };
}

function pointsCurve(points: readonly (readonly [number, number])[]): Curve {
  const rises = points.every(([x, y], i) => {
    const before = points[i - 1];
    return Number.isFinite(x + y) && (before ? x > before[0] && y >= before[1] : x >= 0);
  });
  mustBe(
    points.length >= 2 && rises,
    'A curve of points needs at least two, with rising spend and response.',
    'Sort them by spend and leave doubles out.',
  );
  const corners = points[0]?.[0] === 0 ? points : [[0, 0] as const, ...points];
  const piece = (x: number) => {
    let at = 0;
    while (at + 2 < corners.length && x >= (corners[at + 1]?.[0] ?? 0)) at++;
    const [a, b] = [
      corners[at] as readonly [number, number],
      corners[at + 1] as readonly [number, number],
    ];
    return { a, slope: (b[1] - a[1]) / (b[0] - a[0]) };
  };
  const end = corners.at(-1)?.[0] ?? 0;
  return {
    corners,
    end,
    turn: null,
    value: (x) => {
      const { a, slope } = piece(Math.min(x, end));
      return a[1] + slope * (Math.min(x, end) - a[0]);
    },
    marginal: (x) => (x >= end ? 0 : piece(x).slope),
  };
}
