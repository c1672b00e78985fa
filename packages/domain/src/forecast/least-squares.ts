/** A bounded problem of nonlinear least squares. `cost` is Infinity where the model cannot be. */
type LeastSquares = {
  lower: Float64Array;
  upper: Float64Array;
  cost(at: Float64Array): number;
  /** Fills JᵀJ (row by row, upper half) and Jᵀr at a point; answers the cost there. */
  linearise(at: Float64Array, normal: Float64Array, gradient: Float64Array): number;
};

const ROUNDS = 80;

/**
 * The Levenberg–Marquardt method (Marquardt 1963, SIAM J. 11) inside a box: parameters that lean
 * against their bound rest, the others step; a step that does not help is shortened.
 */
export function leastSquares(problem: LeastSquares, start: Float64Array, rounds = ROUNDS) {
  const size = start.length;
  const at = start.slice();
  const trial = new Float64Array(size);
  const normal = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  const step = new Float64Array(size);
  const work = new Float64Array(size * size);
  let cost = problem.linearise(at, normal, gradient);
  let damping = 1e-3;
  let still = 0;
  for (let round = 0; round < rounds && still < 2 && cost > 0; round++) {
    let better = false;
    for (let attempt = 0; attempt < 12 && !better; attempt++) {
      solveFree({ problem, at, normal, gradient, damping, work, step });
      for (let i = 0; i < size; i++) {
        const moved = (at[i] as number) + (step[i] as number);
        trial[i] = Math.min(
          problem.upper[i] as number,
          Math.max(problem.lower[i] as number, moved),
        );
      }
      const next = problem.cost(trial);
      better = next < cost;
      if (!better) damping *= 5;
      else {
        still = cost - next <= 1e-8 * cost ? still + 1 : 0;
        damping = Math.max(damping / 8, 1e-12);
        at.set(trial);
      }
    }
    if (!better) break;
    cost = problem.linearise(at, normal, gradient);
  }
  return { at, cost };
}

type Free = {
  problem: LeastSquares;
  at: Float64Array;
  normal: Float64Array;
  gradient: Float64Array;
  damping: number;
  work: Float64Array;
  step: Float64Array;
};

/** Solves (JᵀJ + damping · diagonal) step = −Jᵀr for the parameters that are free to move, by Cholesky. */
function solveFree({ problem, at, normal, gradient, damping, work, step }: Free): void {
  const size = at.length;
  const free: number[] = [];
  for (let i = 0; i < size; i++) {
    const pull = gradient[i] as number;
    const held =
      ((at[i] as number) <= (problem.lower[i] as number) && pull >= 0) ||
      ((at[i] as number) >= (problem.upper[i] as number) && pull <= 0);
    step[i] = 0;
    if (!held) free.push(i);
  }
  const count = free.length;
  for (let r = 0; r < count; r++) {
    const row = free[r] as number;
    for (let c = r; c < count; c++)
      work[c * count + r] = normal[row * size + (free[c] as number)] as number;
    const own = work[r * count + r] as number;
    work[r * count + r] = own + damping * own + 1e-300;
  }
  for (let c = 0; c < count; c++) {
    let pivot = work[c * count + c] as number;
    for (let k = 0; k < c; k++) pivot -= (work[c * count + k] as number) ** 2;
    pivot = Math.sqrt(Math.max(pivot, 1e-14 * (work[c * count + c] as number) + 1e-300));
    work[c * count + c] = pivot;
    for (let r = c + 1; r < count; r++) {
      let value = work[r * count + c] as number;
      for (let k = 0; k < c; k++)
        value -= (work[r * count + k] as number) * (work[c * count + k] as number);
      work[r * count + c] = value / pivot;
    }
  }
  const solved = new Float64Array(count);
  for (let r = 0; r < count; r++) {
    let value = -(gradient[free[r] as number] as number);
    for (let k = 0; k < r; k++) value -= (work[r * count + k] as number) * (solved[k] as number);
    solved[r] = value / (work[r * count + r] as number);
  }
  for (let r = count - 1; r >= 0; r--) {
    let value = solved[r] as number;
    for (let k = r + 1; k < count; k++)
      value -= (work[k * count + r] as number) * (solved[k] as number);
    solved[r] = value / (work[r * count + r] as number);
    step[free[r] as number] = solved[r] as number;
  }
}
