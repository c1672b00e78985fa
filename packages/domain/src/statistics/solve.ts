import { mustBe } from './check.ts';

/** A factored square matrix; `solve` gives x of A x = right and leaves `right` as it is. */
export type Factored = {
  /** log |det A|: minus infinity never occurs, singular matrices are refused. */
  logDeterminant: number;
  solve(right: ArrayLike<number>): Float64Array;
  /** A⁻¹, row by row. */
  inverse(): Float64Array;
};

const SINGULAR = 'Two of the rows say the same, or one says nothing: leave it out.';

/**
 * Factors a square matrix, given row by row in one flat array, with partial pivoting (Golub & Van
 * Loan, Matrix Computations, 3.4). Refuses a wrong size, NaN, and matrices without an inverse.
 * @example factorLu([2, 0, 0, 4], 2).solve([2, 4]) // Float64Array.of(1, 1)
 */
export function factorLu(matrix: ArrayLike<number>, size: number): Factored {
  const lu = copied(matrix, size);
  const order = Int32Array.from({ length: size }, (_, i) => i);
  const tiny = largestOf(lu) * size * Number.EPSILON * 0.01;
  let logDeterminant = 0;
  for (let k = 0; k < size; k++) {
    const best = pivotRow(lu, size, k);
    if (best !== k) swapRows({ lu, order, size }, k, best);
    const pivot = lu[k * size + k] as number;
    mustBe(Math.abs(pivot) > tiny, 'The equations have no single solution.', SINGULAR);
    logDeterminant += Math.log(Math.abs(pivot));
    for (let i = k + 1; i < size; i++) eliminate(lu, { size, k, i });
  }
  const solve = (right: ArrayLike<number>) => solveLu({ lu, order, size }, right);
  return { logDeterminant, solve, inverse: () => inverseBy(solve, size) };
}

/**
 * Factors a symmetric positive definite matrix, given row by row in one flat array, of which the lower
 * half is read (Golub & Van Loan 4.2): covariances, normal equations, Hessians at a minimum. Half the
 * work of `factorLu`. Refuses a wrong size, NaN, and what is not positive definite.
 * @example factorCholesky([4, 0, 0, 9], 2).solve([4, 9]) // Float64Array.of(1, 1)
 */
export function factorCholesky(matrix: ArrayLike<number>, size: number): Factored {
  const l = copied(matrix, size);
  let logDeterminant = 0;
  for (let j = 0; j < size; j++) {
    const before = l[j * size + j] as number;
    const pivot = before - dotOfRows(l, { first: j * size, second: j * size, length: j });
    mustBe(pivot > before * 1e-15, 'The matrix is not positive definite.', SINGULAR);
    const root = Math.sqrt(pivot);
    l[j * size + j] = root;
    logDeterminant += 2 * Math.log(root);
    for (let i = j + 1; i < size; i++) {
      const dot = dotOfRows(l, { first: i * size, second: j * size, length: j });
      l[i * size + j] = ((l[i * size + j] as number) - dot) / root;
    }
  }
  const solve = (right: ArrayLike<number>) => solveCholesky(l, size, right);
  return { logDeterminant, solve, inverse: () => inverseBy(solve, size) };
}

type Lu = { lu: Float64Array; order: Int32Array; size: number };

function copied(matrix: ArrayLike<number>, size: number): Float64Array {
  const fits = Number.isInteger(size) && size > 0 && matrix.length === size * size;
  mustBe(fits, `${matrix.length} numbers are no square of ${size}.`, 'Give all rows in one array.');
  const copy = Float64Array.from(matrix);
  mustBe(
    copy.every((value) => Number.isFinite(value)),
    'The matrix has a value that is no finite number.',
    'Look for an empty cell or a division by zero before this step.',
  );
  return copy;
}

function checkedRight(right: ArrayLike<number>, size: number): Float64Array {
  const copy = Float64Array.from(right);
  mustBe(
    copy.length === size && copy.every((value) => Number.isFinite(value)),
    `The right side must be ${size} finite numbers.`,
    'Give one number for each row of the matrix.',
  );
  return copy;
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function pivotRow(lu: Float64Array, size: number, k: number): number {
  let best = k;
  for (let i = k + 1; i < size; i++) {
    if (Math.abs(lu[i * size + k] as number) > Math.abs(lu[best * size + k] as number)) best = i;
  }
  return best;
}

function swapRows({ lu, order, size }: Lu, a: number, b: number): void {
  const row = lu.slice(a * size, (a + 1) * size);
  lu.copyWithin(a * size, b * size, (b + 1) * size);
  lu.set(row, b * size);
  const kept = order[a] as number;
  order[a] = order[b] as number;
  order[b] = kept;
}

function eliminate(lu: Float64Array, { size, k, i }: { size: number; k: number; i: number }): void {
  const from = k * size;
  const to = i * size;
  const factor = (lu[to + k] as number) / (lu[from + k] as number);
  lu[to + k] = factor;
  if (factor === 0) return;
  for (let j = k + 1; j < size; j++) {
    lu[to + j] = (lu[to + j] as number) - factor * (lu[from + j] as number);
  }
}

function solveLu({ lu, order, size }: Lu, right: ArrayLike<number>): Float64Array {
  const given = checkedRight(right, size);
  const x = Float64Array.from(order, (row) => given[row] as number);
  for (let i = 1; i < size; i++) {
    let sum = x[i] as number;
    for (let j = 0; j < i; j++) sum -= (lu[i * size + j] as number) * (x[j] as number);
    x[i] = sum;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i] as number;
    for (let j = i + 1; j < size; j++) sum -= (lu[i * size + j] as number) * (x[j] as number);
    x[i] = sum / (lu[i * size + i] as number);
  }
  return x;
}

function solveCholesky(l: Float64Array, size: number, right: ArrayLike<number>): Float64Array {
  const x = checkedRight(right, size);
  for (let i = 0; i < size; i++) {
    let sum = x[i] as number;
    for (let j = 0; j < i; j++) sum -= (l[i * size + j] as number) * (x[j] as number);
    x[i] = sum / (l[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i] as number;
    for (let j = i + 1; j < size; j++) sum -= (l[j * size + i] as number) * (x[j] as number);
    x[i] = sum / (l[i * size + i] as number);
  }
  return x;
}

function dotOfRows(
  values: Float64Array,
  { first, second, length }: { first: number; second: number; length: number },
): number {
  let sum = 0;
  for (let k = 0; k < length; k++) {
    sum += (values[first + k] as number) * (values[second + k] as number);
  }
  return sum;
}

function inverseBy(solve: (right: Float64Array) => Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const unit = new Float64Array(size);
    unit[j] = 1;
    const column = solve(unit);
    for (let i = 0; i < size; i++) inverse[i * size + j] = column[i] as number;
  }
  return inverse;
}
