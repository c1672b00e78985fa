import type { Issue } from '../shared/index.ts';
import type { TrainingSet } from './fit-logistic.ts';
import { areaUnderCurve } from './measure.ts';

/** A single feature that ranks leads better than this is too good to be known beforehand. */
const TOO_GOOD = 0.98;

/** Names that mostly are filled in when or after a lead has converted. */
const AFTERWARDS =
  /(^|_)(won|closed?|deal|invoice|contract|revenue|paid|churn|lost|opportunity)(_|$)/i;

/** Names of what people must not be sorted by without a reason in law (Directive 2000/78/EC and others). */
const PROTECTED =
  /(^|_)(age|birth|gender|sex|race|ethnic|ethnicity|religion|nationality|disability|pregnan|marital|orientation)/i;

/** Features that seem to know the outcome, and such that law protects. */
export function judgeFeatures({ features, rows, outcomes }: TrainingSet): Issue[] {
  return features.flatMap((feature, j) => {
    const area = areaUnderCurve(
      rows.map((row) => row[j] ?? 0),
      outcomes,
    );
    const strength = Math.max(area, 1 - area);
    const found: Issue[] = [];
    if (strength >= TOO_GOOD || AFTERWARDS.test(feature)) {
      const message =
        strength < TOO_GOOD
          ? `${feature} sounds like something that is known only after a lead has converted.`
          : `${feature} alone tells the outcome of ${(strength * 100).toFixed(1)}% of pairs of leads.`;
      const hint = 'Use only what was known when the score was needed.';
      found.push({
        code: 'leakage',
        severity: 'warning',
        message,
        hint,
        line: null,
        field: feature,
      });
    }
    if (PROTECTED.test(feature)) {
      const message = `${feature} sounds like something that people must not be sorted by.`;
      const hint = 'Leave it out, or have the use of it cleared.';
      const code = 'protected_attribute';
      found.push({ code, severity: 'warning', message, hint, line: null, field: feature });
    }
    return found;
  });
}
