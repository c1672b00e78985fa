import { normalPoint } from '../statistics/index.ts';
import { conformalWidths, residualsOf } from './conformal.ts';
import type { Prediction } from './prediction.ts';
import type { Origin } from './roll-origins.ts';

/** What a value can be: a count is never negative, a share never above 1. */
export type Bounds = { min: number; max: number };

export type Interval = { lower: number[]; upper: number[]; by: 'formula' | 'past errors' };

type Wanted = {
  prediction: Prediction;
  origins: Origin[];
  /** Number of values known when the interval is made. */
  until: number;
  level: number;
  bounds: Bounds;
};

/**
 * The interval of a prediction: by formula where the method has one, else from the errors of past
 * forecasts. Null where neither exists.
 */
export function intervalOf({ prediction, origins, until, level, bounds }: Wanted): Interval | null {
  const { means, spreads } = prediction;
  const clip = (value: number) => Math.min(bounds.max, Math.max(bounds.min, value));
  const around = (widths: number[], by: Interval['by']): Interval => ({
    lower: means.map((mean, h) => clip(mean - (widths[h] as number))),
    upper: means.map((mean, h) => clip(mean + (widths[h] as number))),
    by,
  });
  if (spreads) {
    const point = normalPoint(level);
    return around(
      spreads.map((spread) => point * spread),
      'formula',
    );
  }
  const residuals = residualsOf(origins, means.length, until);
  const widths = conformalWidths(residuals, level);
  if (!widths) return null;
  const scaled = residuals.relative
    ? widths.map((width, h) => width * Math.abs(means[h] as number))
    : widths;
  return around(scaled, 'past errors');
}
