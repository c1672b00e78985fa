import { type EtsModel, type EtsParameters, type EtsRun, etsMeans } from './ets-model.ts';

type Fitted = { model: EtsModel; parameters: EtsParameters; run: EtsRun; count: number };

/**
 * Standard deviations of the errors of the next steps, by the formulas of Hyndman, Koehler, Ord & Snyder
 * (2008, tables 6.1 and 6.2): class 1 for additive errors, class 2 for multiplicative errors on additive
 * states. Null for the others.
 */
export function etsSpreads({ model, parameters, run, count }: Fitted, horizon: number) {
  if (model.season === 'multiplicative') return null;
  const { alpha, beta, gamma, phi } = parameters;
  const period = parameters.season.length;
  const free = freeParameters(model, period);
  if (count <= free) return null;
  const relative = model.error === 'multiplicative';
  const variance = (relative ? run.relativeSse : run.sse) / (count - free);
  const reach: number[] = [];
  let damped = 0;
  for (let j = 1; j < horizon; j++) {
    damped += phi ** j;
    const ofTrend = model.trend === 'none' ? 0 : beta * damped;
    reach.push(alpha + ofTrend + (period > 0 && j % period === 0 ? gamma : 0));
  }
  if (!relative) {
    let sum = 1;
    return Array.from({ length: horizon }, (_, h) => {
      if (h > 0) sum += (reach[h - 1] as number) ** 2;
      return Math.sqrt(variance * sum);
    });
  }
  const theta: number[] = [];
  return etsMeans(run, model, phi, horizon).map((mean, h) => {
    let sum = mean * mean;
    for (let j = 1; j <= h; j++)
      sum += variance * (reach[j - 1] as number) ** 2 * (theta[h - j] as number);
    theta.push(sum);
    return Math.sqrt(Math.max(0, (1 + variance) * sum - mean * mean));
  });
}

/** Smoothing numbers and first states; the seasons hold one condition. */
export function freeParameters(model: EtsModel, period: number): number {
  return 2 + { none: 0, additive: 2, damped: 3 }[model.trend] + period;
}
