import { MopsError } from '../shared/index.ts';

/** Rated on two scales of five. */
type Rated = { likelihood: number; impact: number };
export type RiskLevel = 'low' | 'medium' | 'high';

/**
 * Risks by likelihood × impact (1–25), the greatest first, equals as they came: up to 4 low, up to 12 medium, above it
 * high. Source: consequence and likelihood matrix, IEC 31010:2019, B.10.3; where its bands lie is for each organisation to say,
 * these are ours.
 * @throws MopsError INVALID for ratings that are no whole number from 1 to 5
 * @example rankRisks([{ likelihood: 1, impact: 3 }, { likelihood: 5, impact: 4 }]) // [{ likelihood: 5, impact: 4, score: 20, level: 'high' }, { likelihood: 1, impact: 3, score: 3, level: 'low' }]
 */
export function rankRisks<R extends Rated>(
  risks: readonly R[],
): (R & { score: number; level: RiskLevel })[] {
  const rated = risks.map((one) => {
    for (const rating of [one.likelihood, one.impact])
      if (!(Number.isInteger(rating) && rating >= 1 && rating <= 5))
        throw new MopsError('INVALID', `${rating} is no rating.`, 'Rate from 1 to 5.');
    const score = one.likelihood * one.impact;
    return { ...one, score, level: levelOf(score) };
  });
  return rated.sort((a, b) => b.score - a.score);
}

const levelOf = (score: number): RiskLevel =>
  score <= 4 ? 'low' : score <= 12 ? 'medium' : 'high';
