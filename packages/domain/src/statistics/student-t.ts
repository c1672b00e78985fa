import { mustBe, mustBePositive } from './check.ts';
import { betaTails } from './incomplete-beta.ts';
import { logBeta } from './log-gamma.ts';
import { normalQuantile, normalUpper } from './normal.ts';
import { solveTail } from './solve-tail.ts';

/** From here on a t distribution is a normal one within 1e-15. */
const NORMAL_FROM = 1e14;

/**
 * Chance that a t variable with `df` degrees of freedom (above 0, also fractional) is at most t.
 * Incomplete beta function, Abramowitz & Stegun 26.7.1. Refuses NaN and df ≤ 0.
 * @example studentTCdf(0, 5) // 0.5
 */
export function studentTCdf(t: number, df: number): number {
  return studentTUpper(-t, df);
}

/**
 * Chance that a t variable with `df` degrees of freedom is above t; exact in the upper tail.
 * @example studentTUpper(0, 5) // 0.5
 */
export function studentTUpper(t: number, df: number): number {
  mustBe(!Number.isNaN(t), 't is no number.', 'Give a finite t.');
  mustBePositive('The degrees of freedom', df);
  if (df >= NORMAL_FROM) return normalUpper(t);
  const square = t * t;
  if (!Number.isFinite(square)) return farTail(t, df);
  const sum = df + square;
  const both = betaTails({ a: df / 2, b: 0.5 }, df / sum, square / sum).lower;
  return t >= 0 ? both / 2 : 1 - both / 2;
}

/** Where t² is beyond floats: the leading term of the tail. */
function farTail(t: number, df: number): number {
  const size = Math.abs(t);
  const log = -df * (Math.log(size) - Math.log(df) / 2) - Math.log(df) - logBeta(df / 2, 0.5);
  const tail = size === Number.POSITIVE_INFINITY ? 0 : Math.exp(log);
  return t > 0 ? tail : 1 - tail;
}

/**
 * t below which the share p of a t distribution with `df` degrees of freedom lies. Refuses p outside
 * the open interval 0 … 1 and df ≤ 0.
 * @example studentTQuantile(0.5, 5) // 0
 */
export function studentTQuantile(p: number, df: number): number {
  mustBe(p > 0 && p < 1, `A quantile needs 0 < p < 1, not ${p}.`, 'Give p as a share: 0.975.');
  mustBePositive('The degrees of freedom', df);
  if (p === 0.5) return 0;
  if (df >= NORMAL_FROM) return normalQuantile(p);
  const q = Math.min(p, 1 - p);
  const logScale = -logBeta(df / 2, 0.5) - Math.log(df) / 2;
  const u = solveTail({
    at: (at) => {
      const t = Math.exp(at);
      const tail = studentTUpper(t, df);
      const logPdf = logScale - ((df + 1) / 2) * Math.log1p((t * t) / df);
      return { tail, slope: -Math.exp(logPdf + at) / tail };
    },
    target: q,
    start: Math.log(nearNormal(-normalQuantile(q), df)),
    rising: false,
  });
  const t = Math.exp(u);
  mustBe(Number.isFinite(t), 'This t is beyond all numbers.', 'Take more degrees of freedom.');
  return p < 0.5 ? -t : t;
}

/** First guess from the normal quantile, Abramowitz & Stegun 26.7.5. */
function nearNormal(z: number, df: number): number {
  const square = z * z;
  const first = (square + 1) / 4;
  const second = ((5 * square + 16) * square + 3) / 96;
  const third = (((3 * square + 19) * square + 17) * square - 15) / 384;
  const guess = z * (1 + (first + (second + third / df) / df) / df);
  return Number.isFinite(guess) && guess > 0 ? guess : z;
}
