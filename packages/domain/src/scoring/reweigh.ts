import { factorCholesky } from '../statistics/index.ts';

/** Leads in one flat array, a first column of ones, features standardised. */
export type Problem = {
  design: Float64Array;
  /** Columns of the design. */
  size: number;
  outcomes: readonly boolean[];
  weights: Float64Array;
  l2: number;
};

export type Solution = {
  at: Float64Array;
  covariance: Float64Array;
  logLikelihood: number;
  iterations: number;
  /** No finite optimum: some odds grow without end. */
  isParted: boolean;
};

const MOST_ITERATIONS = 100;

/** The coefficients of largest penalised likelihood: Newton steps, halved until they help. */
export function reweigh(problem: Problem): Solution {
  const { size, l2 } = problem;
  let at = new Float64Array(size);
  let now = evaluate(problem, at);
  let iterations = 0;
  let settled = false;
  for (; iterations < MOST_ITERATIONS && !settled; iterations++) {
    const { gradient, information } = derivatives(problem, at);
    const step = factorCholesky(steadied(information, size), size).solve(gradient);
    // Far from the optimum a full step may overshoot.
    for (let factor = 1; factor > 1e-8; factor /= 2) {
      const next = at.map((value, j) => value + factor * (step[j] ?? 0));
      const then = evaluate(problem, next);
      if (!(then.objective >= now.objective - 1e-12 * Math.abs(now.objective))) continue;
      settled = step.every(
        (one, j) => Math.abs(one) * factor <= 1e-10 * (1 + Math.abs(next[j] ?? 0)),
      );
      [at, now] = [next, then];
      break;
    }
  }
  const covariance = factorCholesky(
    steadied(derivatives(problem, at).information, size),
    size,
  ).inverse();
  // Certain of some leads, and sure of nothing about a coefficient.
  const largest = Math.max(...at.map((_, j) => covariance[j * size + j] ?? 0));
  const isParted = l2 === 0 && (!settled || (now.surest > 30 && largest > 50 ** 2));
  return { at, covariance, logLikelihood: now.logLikelihood, iterations, isParted };
}

function oddsOf({ design, size }: Problem, at: Float64Array, lead: number): number {
  let odds = 0;
  for (let j = 0; j < size; j++) odds += (design[lead * size + j] ?? 0) * (at[j] ?? 0);
  return odds;
}

function evaluate(problem: Problem, at: Float64Array) {
  const { outcomes, weights, l2 } = problem;
  let logLikelihood = 0;
  let surest = 0;
  for (let i = 0; i < outcomes.length; i++) {
    const odds = oddsOf(problem, at, i);
    const signed = outcomes[i] ? odds : -odds;
    // ln(1 / (1 + e^−s)) without overflow.
    const log = signed > 0 ? -Math.log1p(Math.exp(-signed)) : signed - Math.log1p(Math.exp(signed));
    logLikelihood += (weights[i] ?? 1) * log;
    surest = Math.max(surest, Math.abs(odds));
  }
  let penalty = 0;
  for (let j = 1; j < at.length; j++) penalty += (at[j] ?? 0) ** 2;
  return { logLikelihood, objective: logLikelihood - (l2 / 2) * penalty, surest };
}

function derivatives(problem: Problem, at: Float64Array) {
  const { design, size, outcomes, weights, l2 } = problem;
  const gradient = at.map((value, j) => (j > 0 ? -l2 * value : 0));
  const information = new Float64Array(size * size);
  for (let j = 1; j < size; j++) information[j * size + j] = l2;
  for (let i = 0; i < outcomes.length; i++) {
    const share = 1 / (1 + Math.exp(-oddsOf(problem, at, i)));
    const weight = weights[i] ?? 1;
    const miss = weight * ((outcomes[i] ? 1 : 0) - share);
    const curvature = weight * share * (1 - share);
    for (let a = 0; a < size; a++) {
      const x = design[i * size + a] ?? 0;
      gradient[a] = (gradient[a] ?? 0) + miss * x;
      for (let b = 0; b < size; b++) {
        const k = a * size + b;
        information[k] = (information[k] ?? 0) + curvature * x * (design[i * size + b] ?? 0);
      }
    }
  }
  return { gradient, information };
}

/** A trace on the diagonal keeps features that say the same, or nothing, from stopping the fit. */
function steadied(information: Float64Array, size: number): Float64Array {
  const steady = information.slice();
  let largest = 1e-12;
  for (let j = 0; j < size; j++) largest = Math.max(largest, steady[j * size + j] ?? 0);
  for (let j = 0; j < size; j++)
    steady[j * size + j] = (steady[j * size + j] ?? 0) + 1e-11 * largest;
  return steady;
}
