import { mustBe } from '../statistics/check.ts';
import { betaTails } from '../statistics/incomplete-beta.ts';
import type { Proportion } from '../statistics/interval.ts';
import { betaTerm } from '../statistics/terms.ts';

/** Beta prior of a share: 1, 1 is flat; ½, ½ is Jeffreys'. */
export type SharePrior = { a: number; b: number };

type Shapes = { control: SharePrior; variant: SharePrior };

/**
 * Exact chance that the variant's share is above the control's, when both have the same beta prior
 * (default flat: 1, 1) and binomial counts. A sum of hypergeometric terms where the prior is whole
 * (Cook 2005, Exact calculation of beta inequalities), else the integral over the log odds. Refuses counts
 * that are no part of a whole, and priors that are not above 0.
 * @example chanceToBeat({ control: { part: 480, whole: 10000 }, variant: { part: 530, whole: 10000 } }).toFixed(10) // '0.9467384944'
 */
export function chanceToBeat(input: {
  control: Proportion;
  variant: Proportion;
  prior?: SharePrior;
}): number {
  const { prior = { a: 1, b: 1 } } = input;
  mustBe(
    prior.a > 0 && prior.b > 0 && Number.isFinite(prior.a + prior.b),
    'A beta prior has two shapes above 0.',
    'Take 1 and 1 for a flat one.',
  );
  const shapes = { control: shapeOf(input.control, prior), variant: shapeOf(input.variant, prior) };
  return Number.isInteger(shapes.variant.a) ? bySum(shapes) : byIntegral(shapes);
}

function shapeOf({ part, whole }: Proportion, prior: SharePrior): SharePrior {
  mustBe(
    part >= 0 && part <= whole && Number.isFinite(whole),
    `${part} of ${whole} is no part of a whole.`,
    'Give counts with 0 ≤ part ≤ whole.',
  );
  return { a: part + prior.a, b: whole - part + prior.b };
}

/**
 * P(variant > control) = Σ tᵢ for i below the variant's a, where all tᵢ add up to 1: from the largest
 * of these terms outwards, all positive, so that nothing cancels and little is summed.
 */
function bySum({ control, variant }: Shapes): number {
  const others = control.b + variant.b;
  const last = variant.a - 1;
  const step = (i: number) =>
    ((control.a + i) / (control.a + i + others)) * ((variant.b + i) / (i + 1));
  const mode = (control.a * variant.b - control.a - others) / (control.b + 1);
  const start = Math.max(0, Math.min(last, Math.ceil(mode)));
  const first = termAt({ control, variant }, start);
  let sum = first;
  for (let i = start, term = first; i > 0 && term > sum * 1e-17; i--) {
    term /= step(i - 1);
    sum += term;
  }
  for (let i = start, term = first; i < last && term > sum * 1e-17; i++) {
    term *= step(i);
    sum += term;
  }
  return Math.min(1, sum);
}

/** tᵢ = B(a + i, b + b′) / (B(a, b) i B(i, b′)), each beta function by its saddle point. */
function termAt({ control, variant }: Shapes, i: number): number {
  const a = control.a + i;
  const b = control.b + variant.b;
  const [x, y] = [a / (a + b), b / (a + b)];
  const ratio = betaTerm(control, x, y) / betaTerm({ a, b }, x, y);
  if (i === 0) return ratio * Math.exp(variant.b * Math.log1p(-x));
  return (ratio * betaTerm({ a: i, b: variant.b }, x, y)) / i;
}

const spread = ({ a, b }: SharePrior) => 1 / a + 1 / b;

/** Over the density of the narrower arm, on which the other's distribution is smooth. */
function byIntegral({ control, variant }: Shapes): number {
  return spread(variant) <= spread(control)
    ? integral(variant, control, 'lower')
    : integral(control, variant, 'upper');
}

/** ∫ f F over the log odds, F a tail of the other: the trapezoid rule is exact for so smooth a curve. */
function integral(arm: SharePrior, other: SharePrior, tail: 'lower' | 'upper'): number {
  const { a, b } = arm;
  const middle = Math.log(a / b);
  const width = Math.sqrt(1 / a + 1 / b);
  const step = width / 8;
  const at = (u: number) => {
    const small = Math.exp(-Math.abs(u));
    const large = 1 / (1 + small);
    const [x, y] = u < 0 ? [small * large, large] : [large, small * large];
    return x > 0 && y > 0 ? betaTerm(arm, x, y) * betaTails(other, x, y)[tail] : 0;
  };
  let sum = at(middle);
  for (const side of [-1, 1]) {
    for (let k = 1; k < 20_000; k++) {
      const value = at(middle + side * k * step);
      sum += value;
      if (value < sum * 1e-16 && k > 40) break;
    }
  }
  return Math.min(1, sum * step);
}
