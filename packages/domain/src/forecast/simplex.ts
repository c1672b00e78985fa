const TOLERANCE = Math.sqrt(2 ** -52);
const MOST = 2000;
/** Stands for points where the function has no value. */
const NOWHERE = 1e35;

/**
 * The simplex search as Nash (1990, Compact Numerical Methods for Computers, algorithm 19) lays it down and R
 * runs it: one step size for all directions, stops after 2,000 evaluations or when all corners are worth the
 * same to half of the digits. Kept as it is, because published fits ended where it stops.
 */
export function simplexSearch(f: (at: number[]) => number, start: number[]): number[] {
  const n = start.length;
  let evaluations = 0;
  const worth = (at: number[]) => {
    evaluations++;
    const value = f(at);
    return Number.isFinite(value) ? value : NOWHERE;
  };
  const step = 0.1 * Math.max(...start.map(Math.abs)) || 0.1;
  const corners = [start, ...start.map((value, j) => start.with(j, value + step))];
  const values = corners.map(worth);
  const close = TOLERANCE * (Math.abs(values[0] as number) + TOLERANCE);
  let spread = n * step;
  let low = 0;
  for (;;) {
    let high = low;
    values.forEach((value, j) => {
      if (value > (values[high] as number)) high = j;
    });
    const first = low;
    values.forEach((value, j) => {
      if (j !== first && value < (values[low] as number)) low = j;
    });
    const lowest = values[low] as number;
    if ((values[high] as number) <= lowest + close || evaluations > MOST) break;
    const middle = start.map((_, i) => {
      const sum = corners.reduce((all, corner) => all + (corner[i] as number), 0);
      return (sum - (corners[high]?.[i] as number)) / n;
    });
    const keep = (corner: number[], value: number) => {
      corners[high] = corner;
      values[high] = value;
    };
    const mirrored = middle.map((value, i) => 2 * value - (corners[high]?.[i] as number));
    const here = worth(mirrored);
    if (here < lowest) {
      const further = mirrored.map((value, i) => 2 * value - (middle[i] as number));
      const there = worth(further);
      if (there < here) keep(further, there);
      else keep(mirrored, here);
      continue;
    }
    const stuck = here >= (values[high] as number);
    if (!stuck) keep(mirrored, here);
    const nearer = middle.map((value, i) => (value + (corners[high]?.[i] as number)) / 2);
    const there = worth(nearer);
    if (there < (values[high] as number)) keep(nearer, there);
    else if (stuck) {
      const best = corners[low] as number[];
      let shrunk = 0;
      corners.forEach((corner, j) => {
        if (j === low) return;
        const drawn = corner.map((value, i) => (value + (best[i] as number)) / 2);
        for (let i = 0; i < n; i++) shrunk += Math.abs((drawn[i] as number) - (best[i] as number));
        corners[j] = drawn;
        values[j] = worth(drawn);
      });
      if (shrunk >= spread) break;
      spread = shrunk;
    }
  }
  return corners[low] as number[];
}
