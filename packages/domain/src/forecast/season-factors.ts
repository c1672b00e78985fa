import { decompose } from './decompose.ts';
import { isSeasonal } from './seasonality-test.ts';

export type Adjusted = {
  kind: 'none' | 'additive' | 'multiplicative';
  /** The series without its season. */
  values: Float64Array;
  /** One factor or addend per season, beginning with the first observation; null without season. */
  season: Float64Array | null;
  /** Puts the season back on the h-th step ahead (h from 0). */
  restore(mean: number, h: number): number;
  /** What the season does to a width at that step. */
  widen(spread: number, h: number): number;
};

/**
 * Takes the season out where the 90 % test finds one, as the M4 benchmarks do: multiplicative classical
 * decomposition. Series that fall below zero, or whose indices would, are adjusted additively.
 */
export function adjust(values: ArrayLike<number>, season: number): Adjusted {
  const plain = Float64Array.from(values);
  const whole: Adjusted = {
    kind: 'none',
    values: plain,
    season: null,
    restore: (mean) => mean,
    widen: (spread) => spread,
  };
  if (!isSeasonal(plain, season)) return whole;
  const parts =
    (plain.every((value) => value >= 0) ? decompose(plain, season, 'multiplicative') : null) ??
    decompose(plain, season, 'additive');
  if (!parts) return whole;
  const at = (t: number) => parts.season[t % season] as number;
  const multiply = parts.kind === 'multiplicative';
  const count = plain.length;
  return {
    kind: parts.kind,
    values: plain.map((value, t) => (multiply ? value / at(t) : value - at(t))),
    season: parts.season,
    restore: (mean, h) => (multiply ? mean * at(count + h) : mean + at(count + h)),
    widen: (spread, h) => (multiply ? spread * at(count + h) : spread),
  };
}
