import { mustBe } from './check.ts';

export type MinimiseOptions = {
  /** Size of the first steps in each direction; default a tenth of the start, at least 0.1. */
  step?: number | ArrayLike<number>;
  /** Stops when the values of all corners differ by less, relative to the best; default 1e-12. */
  tolerance?: number;
  /** Most evaluations; default 400 for each dimension. */
  evaluations?: number;
};

export type Minimum = {
  at: Float64Array;
  value: number;
  evaluations: number;
  /** False when the evaluations ran out first: `at` is then the best that was seen. */
  converged: boolean;
};

type Corner = { at: Float64Array; value: number };

/**
 * Where a function of several numbers is smallest, without derivatives: Nelder & Mead 1965 with the
 * dimension-dependent moves of Gao & Han 2012. NaN and infinite values count as worst, so that a
 * function may bound its own ground; a start that has none is refused. Finds a local minimum.
 * @example minimise(([x = 0]) => (x - 3) ** 2, [0], { evaluations: 500 }).converged // true
 */
export function minimise(
  f: (at: Float64Array) => number,
  start: ArrayLike<number>,
  options: MinimiseOptions = {},
): Minimum {
  const n = start.length;
  mustBe(n > 0, 'There is nothing to vary.', 'Give at least one start value.');
  const most = options.evaluations ?? 400 * n;
  let evaluations = 0;
  const corner = (at: Float64Array): Corner => {
    evaluations += 1;
    const value = f(at);
    return { at, value: Number.isFinite(value) ? value : Number.POSITIVE_INFINITY };
  };
  const simplex = firstCorners(start, options.step).map(corner);
  mustBe(
    Number.isFinite(simplex[0]?.value ?? Number.NaN),
    'The function has no value at its start.',
    'Start from a point inside its bounds.',
  );
  const tolerance = options.tolerance ?? 1e-12;
  let converged = false;
  while (!converged && evaluations < most) {
    simplex.sort((a, b) => a.value - b.value);
    converged = isFlat(simplex, tolerance);
    if (!converged) improve(simplex, corner);
  }
  simplex.sort((a, b) => a.value - b.value);
  const best = simplex[0] as Corner;
  return { at: best.at, value: best.value, evaluations, converged };
}

function firstCorners(start: ArrayLike<number>, step: MinimiseOptions['step']): Float64Array[] {
  const corners = [Float64Array.from(start)];
  for (let i = 0; i < start.length; i++) {
    const at = Float64Array.from(start);
    const size = typeof step === 'number' ? step : step?.[i];
    at[i] = (at[i] as number) + (size ?? Math.max(0.1, Math.abs(at[i] as number) * 0.1));
    corners.push(at);
  }
  return corners;
}

/** Flat in value, and small enough that nothing can hide between the corners. */
function isFlat(simplex: Corner[], tolerance: number): boolean {
  const best = simplex[0] as Corner;
  const worst = simplex.at(-1) as Corner;
  if (!(worst.value - best.value <= tolerance * (Math.abs(best.value) + tolerance))) return false;
  const near = Math.sqrt(tolerance);
  return simplex.every(({ at }) =>
    at.every((x, i) => Math.abs(x - (best.at[i] as number)) <= near * Math.max(1, Math.abs(x))),
  );
}

/** One move: mirror the worst corner, reach further or less far, or draw all towards the best. */
function improve(simplex: Corner[], corner: (at: Float64Array) => Corner): void {
  const n = simplex.length - 1;
  const [best, second, worst] = [simplex[0], simplex[n - 1], simplex[n]] as [
    Corner,
    Corner,
    Corner,
  ];
  const middle = best.at.map((_, i) => meanOf(simplex, n, i));
  const along = (far: number) =>
    corner(middle.map((x, i) => x + far * (x - (worst.at[i] as number))));
  // In one dimension the moves that depend on it would not move at all.
  const size = Math.max(2, n);
  const mirrored = along(1);
  if (mirrored.value < best.value) {
    const further = along(1 + 2 / size);
    simplex[n] = further.value < mirrored.value ? further : mirrored;
    return;
  }
  if (mirrored.value < second.value) {
    simplex[n] = mirrored;
    return;
  }
  const inner = 0.75 - 1 / (2 * size);
  const outside = mirrored.value < worst.value;
  const nearer = along(outside ? inner : -inner);
  if (nearer.value < (outside ? mirrored.value : worst.value)) {
    simplex[n] = nearer;
    return;
  }
  const shrink = 1 - 1 / size;
  for (let k = 1; k <= n; k++) {
    const from = (simplex[k] as Corner).at;
    simplex[k] = corner(from.map((x, i) => lerp(best.at[i] as number, x, shrink)));
  }
}

function meanOf(simplex: Corner[], n: number, i: number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += simplex[k]?.at[i] as number;
  return sum / n;
}

const lerp = (from: number, to: number, share: number) => from + share * (to - from);
