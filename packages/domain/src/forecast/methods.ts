import { drift, naive, naive2, seasonalNaive } from './naive.ts';
import type { Predict } from './prediction.ts';
import { ets, holtWintersAdditive, holtWintersMultiplicative } from './seasonal-methods.ts';
import { comb, damped, holt, ses } from './smooth-methods.ts';
import { theta } from './theta.ts';
import { thetaDrift } from './theta-drift.ts';

/** Every method by name, with the most origins that a backtest refits it from. */
export const METHODS = {
  naive: { predict: naive, origins: 60 },
  'seasonal-naive': { predict: seasonalNaive, origins: 60 },
  drift: { predict: drift, origins: 60 },
  naive2: { predict: naive2, origins: 60 },
  ses: { predict: ses, origins: 60 },
  holt: { predict: holt, origins: 60 },
  damped: { predict: damped, origins: 60 },
  theta: { predict: theta, origins: 60 },
  'theta-drift': { predict: thetaDrift, origins: 60 },
  comb: { predict: comb, origins: 60 },
  'holt-winters-additive': { predict: holtWintersAdditive, origins: 30 },
  'holt-winters-multiplicative': { predict: holtWintersMultiplicative, origins: 30 },
  ets: { predict: ets, origins: 20 },
} as const satisfies Record<string, { predict: Predict; origins: number }>;

export type ForecastMethod = keyof typeof METHODS;
