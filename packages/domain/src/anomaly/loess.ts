/** A local regression on evenly spaced points. */
export type Loess = {
  /** Points that each fit looks at; more than there are widens the weights. */
  span: number;
  /** 0 fits a level, 1 a line. */
  degree: 0 | 1;
  /** Every how many points a fit is made; between them the curve is drawn straight. */
  jump: number;
  /** Tricube weights by distance, one table for each reach; filled as needed. */
  tables: Map<number, Float64Array>;
};

export const loessPlan = (span: number, degree: 0 | 1): Loess => ({
  span,
  degree,
  jump: Math.ceil(span / 10),
  tables: new Map(),
});

function weightsOf(tables: Loess['tables'], reach: number, widest: number): Float64Array {
  let table = tables.get(reach);
  if (!table) {
    table = Float64Array.from({ length: widest + 1 }, (_, gap) => {
      if (gap <= 0.001 * reach) return 1;
      return gap > 0.999 * reach ? 0 : (1 - (gap / reach) ** 3) ** 3;
    });
    tables.set(reach, table);
  }
  return table;
}

type Window = { plan: Loess; left: number; right: number };
type Points = { values: Float64Array; weights: Float64Array | null; count: number };

/**
 * The local fit at a place (points stand at 0, 1, …) from the points `left` to `right`, with tricube
 * weights (Cleveland, Cleveland, McRae & Terpenning 1990, J. Official Statistics 6). Null when no point has
 * weight there.
 */
function fitAt(points: Points, place: number, { plan, left, right }: Window) {
  const { values, weights, count } = points;
  const { span, degree, tables } = plan;
  const widest = Math.max(place - left, right - place);
  const reach = span > count ? widest + Math.floor((span - count) / 2) : widest;
  const table = weightsOf(tables, reach, widest);
  let total = 0;
  let sum = 0;
  let moment = 0;
  let square = 0;
  let cross = 0;
  for (let i = left; i <= right; i++) {
    const x = i - place;
    const near = table[x < 0 ? -x : x] as number;
    const weight = weights === null ? near : near * (weights[i] as number);
    const pulled = weight * (values[i] as number);
    const moved = weight * x;
    total += weight;
    sum += pulled;
    moment += moved;
    square += moved * x;
    cross += pulled * x;
  }
  if (!(total > 0)) return null;
  if (degree === 0) return sum / total;
  const middle = moment / total;
  const width = square / total - middle * middle;
  // Points too close together carry no slope.
  if (!(Math.sqrt(Math.max(0, width)) > 0.001 * (count - 1))) return sum / total;
  const slope = (cross / total - middle * (sum / total)) / width;
  return sum / total - slope * middle;
}

/** Fits a curve through `count` values, written to `into` from `offset`; `weights` are robustness weights. */
export function loess(points: Points, plan: Loess, into: Float64Array, offset = 0): void {
  const { values, count } = points;
  const { span } = plan;
  const jump = Math.min(plan.jump, Math.max(1, count - 1));
  const inside = Math.min(span, count);
  const half = Math.floor((span + 1) / 2);
  const window: Window = { plan, left: 0, right: inside - 1 };
  const at = (i: number) => {
    window.left = span >= count ? 0 : Math.min(Math.max(0, i + 1 - half), count - inside);
    window.right = window.left + inside - 1;
    return fitAt(points, i, window) ?? (values[i] as number);
  };
  let before = 0;
  let from = at(0);
  into[offset] = from;
  while (before < count - 1) {
    const next = Math.min(before + jump, count - 1);
    const to = at(next);
    for (let k = before + 1; k <= next; k++) {
      into[offset + k] = from + ((to - from) * (k - before)) / (next - before);
    }
    before = next;
    from = to;
  }
}

/** The same curve one step before its first and one after its last value. */
export function loessBeyond(points: Points, plan: Loess): [before: number, after: number] {
  const { values, count } = points;
  const inside = Math.min(plan.span, count);
  const first = fitAt(points, -1, { plan, left: 0, right: inside - 1 });
  const last = fitAt(points, count, { plan, left: count - inside, right: count - 1 });
  return [first ?? (values[0] as number), last ?? (values[count - 1] as number)];
}
