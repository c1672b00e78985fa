/** Where a tail probability is reached; all in u, a scale on which the whole line is even. */
type TailProblem = {
  /** The tail at u, and the derivative of its logarithm by u. */
  at(u: number): { tail: number; slope: number };
  /** The wanted probability. */
  target: number;
  /** First guess. */
  start: number;
  /** Whether the tail grows with u. */
  rising: boolean;
};

/**
 * Where tail(u) = target: Newton's steps on the logarithm, kept inside a bracket that
 * shrinks with every evaluation, halved where a step would leave it.
 */
export function solveTail(problem: TailProblem): number {
  const { at, target, rising } = problem;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let u = problem.start;
  let reach = 1;
  for (let step = 0; step < 400; step++) {
    const { tail, slope } = at(u);
    const gap = Math.log(tail / target);
    if (gap === 0) return u;
    if (gap > 0 === rising) high = u;
    else low = u;
    const newton = u - gap / slope;
    const lands = inside(newton, low, high);
    const next = lands ? newton : between({ low, high, reach });
    // Newton's error is squared by every step: after one of 1e-9 nothing is left of it.
    if (Math.abs(next - u) < (lands ? 1e-9 : 1e-16 * Math.abs(u)) || next === u) return next;
    if (!lands) reach *= 2;
    u = next;
  }
  return u;
}

function inside(u: number, low: number, high: number): boolean {
  if (!(u > low && u < high)) return false;
  // A first step from far out must not jump beyond what the scale can hold.
  return Number.isFinite(low) && Number.isFinite(high) ? true : Math.abs(u) < 800;
}

function between(range: { low: number; high: number; reach: number }): number {
  const { low, high, reach } = range;
  if (low === Number.NEGATIVE_INFINITY) return high - reach;
  if (high === Number.POSITIVE_INFINITY) return low + reach;
  return low + (high - low) / 2;
}
