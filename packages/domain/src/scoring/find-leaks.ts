import type { Issue } from '../shared/index.ts';
import type { TrainingSet } from './fit-logistic.ts';
import { areaUnderCurve } from './measure.ts';

/** A single feature that ranks leads better than this is too good to be known beforehand. */
const TOO_GOOD = 0.98;

/** Names that mostly are filled in when or after a lead has converted. */
const AFTERWARDS =
  /(^|_)(won|closed?|deal|invoice|contract|revenue|paid|churn|lost|opportunity)(_|$)/i;

/** Features that seem to know the outcome. */
export function findLeaks({ features, rows, outcomes }: TrainingSet): Issue[] {
  return features.flatMap((feature, j): Issue[] => {
    const area = areaUnderCurve(
      rows.map((row) => row[j] ?? 0),
      outcomes,
    );
    const strength = Math.max(area, 1 - area);
    if (strength < TOO_GOOD && !AFTERWARDS.test(feature)) return [];
    const message =
      strength < TOO_GOOD
        ? `${feature} sounds like something that is known only after a lead has converted.`
        : `${feature} alone tells the outcome of ${(strength * 100).toFixed(1)}% of pairs of leads.`;
    return [
      {
        code: 'leakage',
        severity: 'warning',
        message,
        hint: 'Use only what was known when the score was needed.',
        line: null,
        field: feature,
      },
    ];
  });
}
