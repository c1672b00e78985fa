import { type Issue, MopsError } from '../shared/index.ts';
import { factorCholesky, mean, normalPoint, normalUpper, variance } from '../statistics/index.ts';
import { judgeFeatures } from './judge-features.ts';

/** Leads with what is known of each and whether it converted. */
export type TrainingSet = {
  features: readonly string[];
  /** One row per lead, one number per feature. */
  rows: readonly (readonly number[])[];
  /** Whether each converted. */
  outcomes: readonly boolean[];
};

export type LogisticRules = {
  /** Strength of the L2 penalty on standardised coefficients; default 0, as `glm`. */
  l2?: number;
  /** `balanced` weighs both outcomes alike; default: as they are. Probabilities then need calibrating. */
  classWeights?: 'none' | 'balanced' | { positive: number; negative: number };
  /** Confidence of the intervals; default 0.95. */
  level?: number;
};

export type Coefficient = {
  feature: string;
  /** Per unit of the feature, in log odds. */
  value: number;
  standardError: number;
  low: number;
  high: number;
  pValue: number;
  /** Per standard deviation: comparable between features. */
  standardised: number;
};

export type LogisticModel = {
  intercept: Omit<Coefficient, 'feature' | 'standardised'>;
  coefficients: Coefficient[];
  /** Means of the features, from which reason codes are counted. */
  means: number[];
  logLikelihood: number;
  deviance: number;
  iterations: number;
  leads: number;
  converted: number;
  method: string;
  version: string;
  warnings: Issue[];
};

const MOST_ITERATIONS = 100;

/**
 * Fits the odds of converting by penalised maximum likelihood: iteratively reweighted least squares on
 * standardised features (McCullagh & Nelder 1989, 4.4). Without a penalty it equals R's `glm`. Warns when
 * a feature parts the outcomes (no finite fit without a penalty), looks like a leak, or is protected. Throws INVALID for
 * ragged rows, numbers that are none, a single outcome, or fewer leads than coefficients.
 * @example
 * const rows = [[1], [2], [3], [4], [5], [6]];
 * const outcomes = [false, false, true, false, true, true];
 * fitLogistic({ features: ['visits'], rows, outcomes }).coefficients[0] // { feature: 'visits', value: 1.214…, … }
 */
export function fitLogistic(set: TrainingSet, rules: LogisticRules = {}): LogisticModel {
  check(set, rules);
  const { features, rows, outcomes } = set;
  const means = features.map((_, j) => mean(rows.map((row) => row[j] ?? 0)));
  const scales = features.map((_, j) => Math.sqrt(variance(rows.map((row) => row[j] ?? 0))) || 1);
  const design = rows.map((row) => [
    1,
    ...row.map((value, j) => (value - (means[j] ?? 0)) / (scales[j] ?? 1)),
  ]);
  const weights = leadWeights(outcomes, rules.classWeights ?? 'none');
  const fit = iterate({ design, outcomes, weights, l2: rules.l2 ?? 0 });
  // Back to the units of the features: β = γ/s, intercept γ₀ − Σ γ m/s.
  const size = features.length + 1;
  const toUnits = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => {
      if (i > 0) return i === j ? 1 / (scales[j - 1] ?? 1) : 0;
      return j === 0 ? 1 : -(means[j - 1] ?? 0) / (scales[j - 1] ?? 1);
    }),
  );
  const values = toUnits.map((row) => row.reduce((sum, a, j) => sum + a * (fit.at[j] ?? 0), 0));
  const errors = toUnits.map((row) => Math.sqrt(quadratic(row, fit.covariance)));
  const point = normalPoint(rules.level ?? 0.95);
  const described = (i: number) => {
    const [value = 0, standardError = 0] = [values[i], errors[i]];
    const reach = point * standardError;
    const pValue = standardError > 0 ? 2 * normalUpper(Math.abs(value) / standardError) : 1;
    return { value, standardError, low: value - reach, high: value + reach, pValue };
  };
  return {
    intercept: described(0),
    coefficients: features.map((feature, j) => ({
      feature,
      ...described(j + 1),
      standardised: fit.at[j + 1] ?? 0,
    })),
    means,
    logLikelihood: fit.logLikelihood,
    deviance: -2 * fit.logLikelihood,
    iterations: fit.iterations,
    leads: rows.length,
    converted: outcomes.filter(Boolean).length,
    method: rules.l2 ? `Logistic regression, L2 penalty ${rules.l2}` : 'Logistic regression',
    version: '1',
    warnings: [...fit.warnings, ...judgeFeatures(set)],
  };
}

type Problem = {
  design: number[][];
  outcomes: readonly boolean[];
  weights: Float64Array;
  l2: number;
};

function iterate({ design, outcomes, weights, l2 }: Problem) {
  const size = design[0]?.length ?? 1;
  let at = new Float64Array(size);
  let { objective } = evaluate({ design, outcomes, weights, l2 }, at);
  const warnings: Issue[] = [];
  let iterations = 0;
  let settled = false;
  for (; iterations < MOST_ITERATIONS && !settled; iterations++) {
    const { gradient, information } = derivatives({ design, outcomes, weights, l2 }, at);
    const step = stepOf(information, gradient, size);
    // Halved until it helps: far from the optimum a full step may overshoot.
    let factor = 1;
    let next = at.map((value, j) => value + (step[j] ?? 0));
    let now = evaluate({ design, outcomes, weights, l2 }, next);
    while (!(now.objective >= objective - 1e-12 * Math.abs(objective)) && factor > 1e-8) {
      factor /= 2;
      const f = factor;
      next = at.map((value, j) => value + f * (step[j] ?? 0));
      now = evaluate({ design, outcomes, weights, l2 }, next);
    }
    settled = step.every(
      (one, j) => Math.abs(one) * factor <= 1e-10 * (1 + Math.abs(next[j] ?? 0)),
    );
    at = next;
    objective = now.objective;
  }
  const end = evaluate({ design, outcomes, weights, l2 }, at);
  const { information } = derivatives({ design, outcomes, weights, l2 }, at);
  const covariance = inverseOf(information, size);
  // Certain of some leads, and sure of nothing about a coefficient: there is no finite optimum.
  const largest = Math.max(...at.map((_, j) => covariance[j * size + j] ?? 0));
  if (l2 === 0 && (!settled || (end.surest > 30 && largest > 50 ** 2))) {
    warnings.push({
      code: 'separation',
      severity: 'warning',
      message:
        'Features part the leads that converted from the others, so coefficients grow without end.',
      hint: 'Set an L2 penalty such as 1, or look for a feature that knows the outcome.',
      line: null,
      field: null,
    });
  }
  return { at, covariance, logLikelihood: end.logLikelihood, iterations, warnings };
}

function evaluate({ design, outcomes, weights, l2 }: Problem, at: Float64Array) {
  let logLikelihood = 0;
  let surest = 0;
  for (const [i, row] of design.entries()) {
    const odds = row.reduce((sum, x, j) => sum + x * (at[j] ?? 0), 0);
    const signed = outcomes[i] ? odds : -odds;
    // ln(1 / (1 + e^−s)) without overflow.
    const log = signed > 0 ? -Math.log1p(Math.exp(-signed)) : signed - Math.log1p(Math.exp(signed));
    logLikelihood += (weights[i] ?? 1) * log;
    surest = Math.max(surest, Math.abs(odds));
  }
  const penalty = at.reduce((sum, value, j) => sum + (j > 0 ? value * value : 0), 0);
  return { logLikelihood, objective: logLikelihood - (l2 / 2) * penalty, surest };
}

function derivatives({ design, outcomes, weights, l2 }: Problem, at: Float64Array) {
  const size = at.length;
  const gradient = Float64Array.from(at, (value, j) => (j > 0 ? -l2 * value : 0));
  const information = new Float64Array(size * size);
  for (let j = 1; j < size; j++) information[j * size + j] = l2;
  for (const [i, row] of design.entries()) {
    const odds = row.reduce((sum, x, j) => sum + x * (at[j] ?? 0), 0);
    const share = 1 / (1 + Math.exp(-odds));
    const weight = weights[i] ?? 1;
    const miss = weight * ((outcomes[i] ? 1 : 0) - share);
    const curvature = weight * share * (1 - share);
    for (let a = 0; a < size; a++) {
      const x = row[a] ?? 0;
      gradient[a] = (gradient[a] ?? 0) + miss * x;
      for (let b = 0; b < size; b++) {
        const k = a * size + b;
        information[k] = (information[k] ?? 0) + curvature * x * (row[b] ?? 0);
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

const stepOf = (information: Float64Array, gradient: Float64Array, size: number) =>
  factorCholesky(steadied(information, size), size).solve(gradient);

const inverseOf = (information: Float64Array, size: number) =>
  factorCholesky(steadied(information, size), size).inverse();

function quadratic(row: number[], matrix: Float64Array): number {
  const size = row.length;
  let sum = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++)
      sum += (row[i] ?? 0) * (matrix[i * size + j] ?? 0) * (row[j] ?? 0);
  }
  return Math.max(0, sum);
}

function leadWeights(
  outcomes: readonly boolean[],
  classWeights: NonNullable<LogisticRules['classWeights']>,
): Float64Array {
  const converted = outcomes.filter(Boolean).length;
  const n = outcomes.length;
  const { positive, negative } =
    classWeights === 'none'
      ? { positive: 1, negative: 1 }
      : classWeights === 'balanced'
        ? { positive: n / (2 * converted), negative: n / (2 * (n - converted)) }
        : classWeights;
  return Float64Array.from(outcomes, (outcome) => (outcome ? positive : negative));
}

function check(
  { features, rows, outcomes }: TrainingSet,
  { l2 = 0, classWeights }: LogisticRules,
): void {
  const converted = outcomes.filter(Boolean).length;
  const weights = typeof classWeights === 'object' ? Object.values(classWeights) : [1];
  const wrong =
    features.length === 0 || rows.length !== outcomes.length
      ? 'Features, rows and outcomes do not fit together.'
      : rows.some((row) => row.length !== features.length || row.some((x) => !Number.isFinite(x)))
        ? 'A row has not one finite number for each feature.'
        : converted === 0 || converted === outcomes.length
          ? 'All leads have the same outcome.'
          : rows.length <= features.length + 1
            ? `${rows.length} leads cannot carry ${features.length + 1} coefficients.`
            : !(l2 >= 0 && Number.isFinite(l2)) ||
                weights.some((one) => !(one > 0 && Number.isFinite(one)))
              ? 'The penalty or a class weight is no number that is possible.'
              : null;
  if (wrong === null) return;
  throw new MopsError(
    'INVALID',
    wrong,
    'Give one number per feature and lead, both outcomes, and a penalty of 0 or more.',
  );
}
