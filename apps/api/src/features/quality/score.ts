import { DIMENSIONS, type Dimension } from '@openmops/domain/quality';

type Scored = { score: number | null; weight: number; dimension: string };

/** Mean of the scores by weight, of those that checked anything; null: none did. */
export function meanScore(results: readonly Scored[]): number | null {
  const scored = results.filter(({ score }) => score !== null);
  const total = scored.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return null;
  return scored.reduce((sum, { score, weight }) => sum + (score as number) * weight, 0) / total;
}

export function scoreByDimension(results: readonly Scored[]): Record<Dimension, number | null> {
  return Object.fromEntries(
    DIMENSIONS.map((dimension) => [
      dimension,
      meanScore(results.filter((one) => one.dimension === dimension)),
    ]),
  ) as Record<Dimension, number | null>;
}
