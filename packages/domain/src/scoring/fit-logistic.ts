import { type Issue, MopsError } from '../shared/index.ts';
import { mean, normalPoint, normalUpper, variance } from '../statistics/index.ts';
import { judgeFeatures } from './judge-features.ts';
import { reweigh } from './reweigh.ts';

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

const SEPARATION: Issue = {
  code: 'separation',
  severity: 'warning',
  message:
    'Features part the leads that converted from the others, so coefficients grow without end.',
  hint: 'Set an L2 penalty such as 1, or look for a feature that knows the outcome.',
  line: null,
  field: null,
};

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
  const size = features.length + 1;
  const design = new Float64Array(rows.length * size).fill(1);
  for (const [i, row] of rows.entries()) {
    for (const [j, value] of row.entries()) {
      design[i * size + j + 1] = (value - (means[j] ?? 0)) / (scales[j] ?? 1);
    }
  }
  const weights = leadWeights(outcomes, rules.classWeights ?? 'none');
  const fit = reweigh({ design, size, outcomes, weights, l2: rules.l2 ?? 0 });
  // Back to the units of the features: β = γ/s, intercept γ₀ − Σ γ m/s.
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
    warnings: [...(fit.isParted ? [SEPARATION] : []), ...judgeFeatures(set)],
  };
}

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
