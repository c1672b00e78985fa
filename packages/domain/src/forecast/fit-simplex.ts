import { decompose } from './decompose.ts';
import { type EtsModel, type EtsParameters, runEts } from './ets-model.ts';
import { lineThrough } from './line-through.ts';
import { simplexSearch } from './simplex.ts';

const LOW = 1e-4;
const HIGH = 0.9999;

/**
 * The search of R's forecast package: its start values (Hyndman, Koehler, Ord & Snyder 2008, chapter 2.6.1 and
 * the numbers of `ets`), the simplex, and the usual bounds as walls. Least squares of an additive error, most
 * likelihood of a multiplicative one. Null when the series carries no season.
 */
export function fitSimplex(values: ArrayLike<number>, model: EtsModel, season: number) {
  const { trend, season: kind } = model;
  const seasonal = kind !== 'none';
  const parts = seasonal ? decompose(values, season, kind) : null;
  if (seasonal && !parts) return null;
  const adjusted = Float64Array.from(values, (value, t) => {
    const part = parts?.season[t % season] ?? 0;
    return kind === 'none'
      ? value
      : kind === 'additive'
        ? value - part
        : value / Math.max(part, 0.01);
  });
  const begun = Math.min(adjusted.length, Math.max(10, seasonal ? 2 * season : 2));
  const line = lineThrough(adjusted, begun);
  const alpha = LOW + (0.2 * (HIGH - LOW)) / (seasonal ? season : 1);
  const sloped = trend !== 'none';
  const start = [alpha];
  if (sloped) start.push(LOW + 0.1 * (alpha - LOW));
  if (seasonal) start.push(LOW + 0.05 * (Math.min(HIGH, 1 - alpha) - LOW));
  if (trend === 'damped') start.push(0.8 + 0.99 * 0.18);
  start.push(sloped ? line.mean - line.slope * (line.middle + 1) : line.mean);
  if (sloped) start.push(line.slope);
  // The first season is what the others leave of the whole.
  if (parts) start.push(...[...parts.season].slice(1).reverse());

  function read(point: number[]): EtsParameters {
    const rest = [...point];
    const next = () => rest.shift() as number;
    const a = next();
    const beta = sloped ? next() : 0;
    const gamma = seasonal ? next() : 0;
    const phi = trend === 'damped' ? next() : 1;
    const level = next();
    const slope = sloped ? next() : 0;
    const sum = rest.reduce((all, value) => all + value, 0);
    const first = (kind === 'multiplicative' ? season : 0) - sum;
    return {
      alpha: a,
      beta,
      gamma,
      phi,
      level,
      trend: slope,
      season: seasonal ? [first, ...rest.reverse()] : [],
    };
  }

  function cost(point: number[]): number {
    const at = read(point);
    const between = (value: number, high: number) => value >= LOW && value <= high;
    const inside =
      between(at.alpha, HIGH) &&
      (!sloped || between(at.beta, Math.min(at.alpha, HIGH))) &&
      (!seasonal || between(at.gamma, Math.min(1 - at.alpha, HIGH))) &&
      (trend !== 'damped' || (at.phi >= 0.8 && at.phi <= 0.98)) &&
      (kind !== 'multiplicative' || at.season.every((index) => index >= 0));
    if (!inside) return Infinity;
    const run = runEts(values, model, at);
    const count = values.length;
    if (model.error === 'additive') return run.sse / count;
    return count * Math.log(run.relativeSse) + 2 * run.logFitted;
  }

  const parameters = read(simplexSearch(cost, start));
  return { parameters, run: runEts(values, model, parameters) };
}
