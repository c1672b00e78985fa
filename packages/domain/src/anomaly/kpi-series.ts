import type { Day } from '../shared/index.ts';

/** One KPI of one scope by day. Days without an entry, or with null, are gaps. */
export type KpiSeries = {
  /** Name of it in alerts, unique in one call: `spend`, `conversions/google`. */
  id: string;
  /** What a value is: an amount has no noise of its own, a count that of Poisson, a ratio that of its parts. */
  kind: 'amount' | 'count' | 'ratio';
  /** First day. */
  from: Day;
  /** One value per day; of a ratio the numerators. */
  values: ArrayLike<number | null>;
  /** One per day, of a ratio only. */
  denominators?: ArrayLike<number | null>;
  /** Money that one unit is worth (of a ratio: one unit of the numerator); default 0, which ranks last. */
  moneyPerUnit?: number;
  /** Ids of series that add up to this one, e.g. its campaigns. */
  parts?: string[];
  /** Ids of series that drive this one, e.g. clicks drive conversions. */
  drivers?: string[];
};

/** How one day compares with what its past and the noise of its sample explain. */
export type JudgedDay = {
  day: Day;
  value: number;
  /** What was expected, and the ends of what would still have been believed. */
  mean: number;
  expected: [low: number, high: number];
  /** Robust standard deviations from what was expected; at most 1,000. */
  z: number;
  /** 0 to 1; from 0.5 it lies outside. */
  score: number;
  anomalous: boolean;
  /** Units gained or lost against what was expected; of a ratio, of its numerator. */
  gain: number;
};
