import type { Issue } from '../shared/issue.ts';
import { mustBe, mustBeFinite } from '../statistics/check.ts';
import { finding } from './guards.ts';

/** Values of the same factors in both periods; a divisor stands as its reciprocal. */
export type ProductChange = { before: readonly number[]; after: readonly number[] };

export type ProductParts = {
  before: number;
  after: number;
  change: number;
  /** What each factor did, in their order; together the change. */
  parts: number[];
  method: 'lmdi' | 'shapley';
  version: 1;
  warnings: Issue[];
};

const SIGN_CHANGE = finding('sign_change', 'info', {
  message:
    'A factor changes its sign, where logarithms have no answer: shared out by Shapley’s value.',
  hint: 'Look at that factor first.',
});

/**
 * Takes the change of a product apart into what each factor did: logarithmic mean Divisia index, additive
 * form I (Ang 2015, Energy Policy 86): exact, symmetric in time, no residue. A factor that comes from or
 * goes to 0 takes the whole change, several in equal parts: the limit for ever smaller numbers (Wood &
 * Lenzen 2006, Energy Policy 34). Where a factor changes its sign there is no logarithm: then `method` is
 * `shapley`. Refuses no factors, unequal lengths and NaN.
 * @example decomposeProduct({ before: [10000, 0.02, 80], after: [12000, 0.018, 84] }).parts.map((part) => part.toFixed(6)) // ['3108.498378', '-1796.348154', '831.849776']
 */
export function decomposeProduct({ before, after }: ProductChange): ProductParts {
  const { from, to } = productsOf({ before, after });
  const change = to - from;
  const result = (parts: number[]): ProductParts => ({
    before: from,
    after: to,
    change,
    parts,
    method: 'lmdi',
    version: 1,
    warnings: [],
  });
  if (changesSign({ before, after })) {
    return { ...shareProduct({ before, after }), warnings: [SIGN_CHANGE] };
  }
  const empty = before.includes(0) ? before : after.includes(0) ? after : null;
  if (empty) {
    const emptied = empty.filter((factor) => factor === 0).length;
    return result(empty.map((factor) => (factor === 0 ? change / emptied : 0)));
  }
  const logs = before.map((factor, i) => logRatio(factor, after[i] as number));
  const log = logs.reduce((sum, one) => sum + one, 0);
  const mean = Math.abs(log) > 1e-4 ? change / log : logMean(from, to);
  return result(logs.map((one) => mean * one));
}

/**
 * The same by Shapley's value: what a factor adds, averaged over every order in which the factors could
 * have changed (Ang, Huang & Mu 2009, Energy Policy 37). Needs no logarithms, so signs may change.
 * @example shareProduct({ before: [1000, 0.05, 10000], after: [1200, 0.04, 11000] }).parts.map(Math.round) // [94333, -115667, 49333]
 */
export function shareProduct({ before, after }: ProductChange): ProductParts {
  const { from, to } = productsOf({ before, after });
  const parts = before.map((factor, k) => {
    const others = before.flatMap((value, i) => (i === k ? [] : [[value, after[i] as number]]));
    return ((after[k] as number) - factor) * meanOfOrders(others as [number, number][]);
  });
  return {
    before: from,
    after: to,
    change: to - from,
    parts,
    method: 'shapley',
    version: 1,
    warnings: [],
  };
}

/** Logarithmic mean of two numbers of one sign: (a - b) / ln(a / b). */
export function logMean(a: number, b: number): number {
  const log = logRatio(b, a);
  // Its series around a = b, where the quotient would be 0 over 0.
  if (Math.abs(log) < 1e-4) {
    return Math.sign(a) * Math.sqrt(Math.abs(a)) * Math.sqrt(Math.abs(b)) * (1 + (log * log) / 24);
  }
  return (a - b) / log;
}

/** Mean of the products of the other factors, some already changed: over all subsets by size. */
function meanOfOrders(others: [number, number][]): number {
  // Coefficient s of Π (old + new z): the sum of all products with s factors changed.
  let sums = [1];
  for (const [old, changed] of others) {
    const next = new Array<number>(sums.length + 1).fill(0);
    for (const [s, sum] of sums.entries()) {
      next[s] = (next[s] as number) + sum * old;
      next[s + 1] = (next[s + 1] as number) + sum * changed;
    }
    sums = next;
  }
  let mean = 0;
  let subsets = 1;
  for (const [s, sum] of sums.entries()) {
    mean += sum / subsets;
    subsets = (subsets * (others.length - s)) / (s + 1);
  }
  return mean / sums.length;
}

function productsOf({ before, after }: ProductChange): { from: number; to: number } {
  mustBe(
    before.length > 0 && before.length === after.length,
    `${before.length} factors before and ${after.length} after are no product.`,
    'Give the same factors of both periods.',
  );
  for (const value of [...before, ...after]) mustBeFinite('A factor', value);
  const from = before.reduce((product, factor) => product * factor, 1);
  const to = after.reduce((product, factor) => product * factor, 1);
  mustBeFinite('The product', from);
  mustBeFinite('The product', to);
  return { from, to };
}

function changesSign({ before, after }: ProductChange): boolean {
  return before.some((factor, i) => Math.sign(factor) * Math.sign(after[i] as number) < 0);
}

function logRatio(from: number, to: number): number {
  const growth = (to - from) / from;
  if (Math.abs(growth) < 0.5) return Math.log1p(growth);
  const ratio = to / from;
  if (ratio > 0 && ratio < Number.POSITIVE_INFINITY) return Math.log(ratio);
  return Math.log(Math.abs(to)) - Math.log(Math.abs(from));
}
