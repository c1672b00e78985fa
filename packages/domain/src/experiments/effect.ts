import { mustBe } from '../statistics/check.ts';
import type { Arm } from './arm.ts';

/** `absolute`: variant less control, in its unit. `relative`: the same as a share of the control. */
export type Scale = 'absolute' | 'relative';

export type Pair = { control: Arm; variant: Arm };

/** What the variant does, and how sure that is. */
export type Effect = {
  estimate: number;
  standardError: number;
  /** Degrees of freedom of Welch (1947) and Satterthwaite (1946). */
  df: number;
};

/**
 * Effect of the variant with its standard error by the delta method; a relative effect is a share of
 * the unadjusted control mean without its sign, so that up stays up below zero. Refuses arms without
 * variance, and a relative effect over a control of 0.
 * @example effectOf({ control: armOfShare({ part: 5, whole: 10 }), variant: armOfShare({ part: 6, whole: 10 }) }, 'absolute').estimate.toFixed(6) // '0.100000'
 */
export function effectOf({ control, variant }: Pair, scale: Scale): Effect {
  const vary = control.variance / control.n + variant.variance / variant.n;
  mustBe(
    vary > 0 && Number.isFinite(vary),
    'Every case is the same in both arms: there is nothing to compare by.',
    'Wait for cases that differ, or look at the counts alone.',
  );
  const df = freedom({ control, variant }, vary);
  const difference = variant.mean - control.mean;
  if (scale === 'absolute') return { estimate: difference, standardError: Math.sqrt(vary), df };
  const base = control.rawMean;
  mustBe(
    base !== 0,
    'The control is 0: nothing is a share of it.',
    'Ask for the absolute difference.',
  );
  const estimate = difference / Math.abs(base);
  // Gradient in the adjusted and in the unadjusted mean of the control, which move together.
  const slope = (variant.slopeAt - control.slopeAt) / Math.abs(base);
  const ofControl =
    control.variance +
    slope * slope * control.rawVariance +
    2 * slope * Math.sign(base) * control.covariance;
  const scaled = variant.variance / variant.n + Math.max(0, ofControl) / control.n;
  return { estimate, standardError: Math.sqrt(scaled) / Math.abs(base), df };
}

function freedom({ control, variant }: Pair, vary: number): number {
  const one = control.variance / control.n;
  const two = variant.variance / variant.n;
  return (vary * vary) / ((one * one) / (control.n - 1) + (two * two) / (variant.n - 1));
}
