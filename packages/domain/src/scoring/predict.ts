import { MopsError } from '../shared/index.ts';
import type { LogisticModel } from './fit-logistic.ts';

export type Reason = {
  feature: string;
  /** Log odds above those of a lead that is average in this feature. */
  contribution: number;
};

export type Prediction = { probability: number; reasons: Reason[] };

/**
 * Probability that a lead converts, and why: contributions of the features against the average lead,
 * largest first; with the average's log odds they sum to the lead's. Throws INVALID for a row that does not
 * fit the model.
 * @example
 * const rows = [[1], [2], [3], [4], [5], [6]];
 * const model = fitLogistic({ features: ['visits'], rows, outcomes: [false, false, true, false, true, true] });
 * predictLead(model, [3.5]) // { probability: 0.5…, reasons: [{ feature: 'visits', contribution: 0 }] }
 */
export function predictLead(model: LogisticModel, row: readonly number[]): Prediction {
  const { coefficients, means, intercept } = model;
  if (row.length !== coefficients.length || !row.every(Number.isFinite)) {
    throw new MopsError(
      'INVALID',
      `The model takes ${coefficients.length} finite numbers and was given ${row.join(', ') || 'none'}.`,
      `In this order: ${coefficients.map(({ feature }) => feature).join(', ')}.`,
    );
  }
  const reasons = coefficients.map(({ feature, value }, j) => ({
    feature,
    contribution: value * ((row[j] ?? 0) - (means[j] ?? 0)),
  }));
  const average = coefficients.reduce(
    (sum, { value }, j) => sum + value * (means[j] ?? 0),
    intercept.value,
  );
  const odds = reasons.reduce((sum, { contribution }) => sum + contribution, average);
  return {
    probability: 1 / (1 + Math.exp(-odds)),
    reasons: reasons.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
  };
}
