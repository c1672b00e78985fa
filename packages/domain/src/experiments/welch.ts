import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';
import type { Interval } from '../statistics/interval.ts';
import { studentTCdf, studentTQuantile, studentTUpper } from '../statistics/student-t.ts';
import { type Effect, effectOf, type Pair, type Scale } from './effect.ts';
import { smallSample } from './warnings.ts';

/** What is asked of the data: any difference, or one in a direction that was named before. */
export type Alternative = 'different' | 'greater' | 'less';

export type WelchInput = Pair & {
  /** Default `relative`. */
  scale?: Scale;
  /** Confidence, default 0.95. */
  level?: number;
  /** Default `different`. */
  alternative?: Alternative;
};

export type WelchTest = Effect & {
  t: number;
  pValue: number;
  /** Null on the side that a one-sided question leaves open. */
  interval: { low: number | null; high: number | null };
  level: number;
  scale: Scale;
  alternative: Alternative;
  method: 'welch-t';
  version: 1;
  warnings: Issue[];
};

/**
 * Compares two arms of unequal variance (Welch 1947, Biometrika 34), also as a relative effect. Fixed
 * sample: one look, at the end that was planned. Refuses arms without variance and levels outside
 * 0 … 1.
 * @example testWelch({ control: armOfShare({ part: 14, whole: 28 }), variant: armOfShare({ part: 16, whole: 30 }) }).pValue.toFixed(5) // '0.80707'
 */
export function testWelch(input: WelchInput): WelchTest {
  const { scale = 'relative', level = 0.95, alternative = 'different' } = input;
  const effect = effectOf(input, scale);
  const t = effect.estimate / effect.standardError;
  const { low, high } = intervalOf(effect, level, alternative);
  return {
    ...effect,
    t,
    pValue: pValueOf(t, effect.df, alternative),
    interval: { low, high },
    level,
    scale,
    alternative,
    method: 'welch-t',
    version: 1,
    warnings: smallSample(input),
  };
}

/** Two-sided interval of an effect by its t distribution. */
export function tInterval(effect: Effect, level: number): Interval {
  mustBe(level > 0 && level < 1, `A level of ${level} is none.`, 'Give a share: 0.95.');
  const half = studentTQuantile((1 + level) / 2, effect.df) * effect.standardError;
  return { low: effect.estimate - half, high: effect.estimate + half };
}

function intervalOf(effect: Effect, level: number, alternative: Alternative) {
  if (alternative === 'different') return tInterval(effect, level);
  mustBe(level > 0 && level < 1, `A level of ${level} is none.`, 'Give a share: 0.95.');
  const half = studentTQuantile(level, effect.df) * effect.standardError;
  return alternative === 'greater'
    ? { low: effect.estimate - half, high: null }
    : { low: null, high: effect.estimate + half };
}

function pValueOf(t: number, df: number, alternative: Alternative): number {
  if (alternative === 'greater') return studentTUpper(t, df);
  if (alternative === 'less') return studentTCdf(t, df);
  return Math.min(1, 2 * studentTUpper(Math.abs(t), df));
}
