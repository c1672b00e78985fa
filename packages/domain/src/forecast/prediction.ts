/** What a method says of the steps to come. */
export type Prediction = {
  /** One expected value per step, in the unit of the series. */
  means: number[];
  /** Standard deviation of the error per step where a formula gives it, else null. */
  spreads: number[] | null;
  /** Which season was found and used. */
  season: 'none' | 'additive' | 'multiplicative';
  /** Smoothing numbers and members, by name. */
  parts: Record<string, number>;
};

/** A method: from a series, its season and a horizon to a prediction. Null when the series is too short for it. */
export type Predict = (values: Float64Array, season: number, horizon: number) => Prediction | null;

export const steps = (horizon: number): number[] => Array.from({ length: horizon }, (_, h) => h);
