import { factorCholesky } from '../statistics/index.ts';

/** Columns and a target by their products: enough to solve for coefficients, whatever their length. */
export type Products = {
  /** Products of each column with each. */
  gram: number[][];
  /** Products of each column with the target. */
  right: number[];
  /** Product of the target with itself. */
  target: number;
};

export type Squares = { coefficients: number[]; error: number };

/** Products of columns with each other and with a target. */
export function productsOf(columns: readonly Float64Array[], target: Float64Array): Products {
  return {
    gram: columns.map((a) => columns.map((b) => dot(a, b))),
    right: columns.map((column) => dot(column, target)),
    target: dot(target, target),
  };
}

/** The same after one column has changed. */
export function exchange(
  { gram, right, target }: Products,
  {
    columns,
    at,
    response,
  }: { columns: readonly Float64Array[]; at: number; response: Float64Array },
): Products {
  const column = columns[at] as Float64Array;
  const row = columns.map((other) => dot(column, other));
  return {
    gram: gram.map((old, i) => (i === at ? row : old.with(at, row[i] ?? 0))),
    right: right.with(at, dot(column, response)),
    target,
  };
}

/**
 * Coefficients of least squares, those from `free` on kept at 0 or more (active set; Lawson & Hanson
 * 1974, chapter 23), and the sum of squares left.
 */
export function leastSquares(products: Products, free: number): Squares {
  const size = products.right.length;
  const active = new Set(products.right.keys());
  for (let round = 0; round <= 3 * size; round++) {
    const solution = solveFor([...active], products);
    const worst = lowestOf([...active], solution, free);
    if (worst !== null) {
      active.delete(worst);
      continue;
    }
    // A column that was left out comes back when it would now help.
    const back = round < 2 * size ? helpfulOf(products, active, solution) : null;
    if (back === null) return { coefficients: solution, error: errorOf(products, solution) };
    active.add(back);
  }
  const alone = solveFor(
    [...active].filter((j) => j < free),
    products,
  );
  return { coefficients: alone, error: errorOf(products, alone) };
}

function lowestOf(active: number[], solution: number[], free: number): number | null {
  let worst: number | null = null;
  for (const j of active) {
    const value = solution[j] ?? 0;
    if (j >= free && value < 0 && (worst === null || value < (solution[worst] ?? 0))) worst = j;
  }
  return worst;
}

function helpfulOf(
  { gram, right, target }: Products,
  active: Set<number>,
  solution: number[],
): number | null {
  let best: number | null = null;
  let most = 0;
  for (const [j, row] of gram.entries()) {
    if (active.has(j)) continue;
    const gain = (right[j] ?? 0) - row.reduce((sum, one, k) => sum + one * (solution[k] ?? 0), 0);
    const relative = gain / Math.sqrt((row[j] ?? 0) * target || 1);
    if (relative > Math.max(most, 1e-9)) {
      most = relative;
      best = j;
    }
  }
  return best;
}

function solveFor(active: number[], { gram, right }: Products): number[] {
  const size = active.length;
  const matrix = new Float64Array(size * size);
  for (const [i, a] of active.entries()) {
    for (const [j, b] of active.entries()) matrix[i * size + j] = gram[a]?.[b] ?? 0;
    // A breath of ridge keeps columns that say the same from dividing by zero.
    matrix[i * size + i] = (matrix[i * size + i] ?? 0) * (1 + 1e-9) + 1e-300;
  }
  const x = factorCholesky(matrix, size).solve(active.map((a) => right[a] ?? 0));
  const solution = right.map(() => 0);
  for (const [i, a] of active.entries()) solution[a] = x[i] ?? 0;
  return solution;
}

function errorOf({ gram, right, target }: Products, x: number[]): number {
  let error = target;
  for (const [i, row] of gram.entries()) {
    const own = x[i] ?? 0;
    error -= 2 * own * (right[i] ?? 0);
    for (const [j, product] of row.entries()) error += own * (x[j] ?? 0) * product;
  }
  return Math.max(0, error);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += (a[t] ?? 0) * (b[t] ?? 0);
  return sum;
}
