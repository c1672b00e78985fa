import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';
import { chiSquareUpper } from '../statistics/chi-square.ts';
import {
  type Interval,
  newcombeInterval,
  type Proportion,
  wilsonInterval,
} from '../statistics/interval.ts';
import { normalPoint, normalUpper } from '../statistics/normal.ts';
import { fewExpected } from './warnings.ts';

export type ShareTest = {
  z: number;
  /** Two-sided. */
  pValue: number;
  method: string;
  version: 1;
  warnings: Issue[];
};

export type TwoShareTest = ShareTest & {
  /** Variant less control, as a share: 0.01 is one point. */
  difference: number;
  /** Of the difference, by its own (unpooled) standard error; cut at -1 and 1. */
  interval: Interval;
  /** Of the difference, by Newcombe: holds also with few cases and shares near 0 or 1. */
  newcombe: Interval;
  /** Of each arm, by Wilson. */
  control: Interval;
  variant: Interval;
};

/**
 * z test of two independent shares with pooled variance (the square root of Pearson's chi-square
 * without correction; R `prop.test(correct = FALSE)`). Refuses counts that are no part of a whole, and
 * arms that agree in none or in all, where z is 0 over 0.
 * @example testTwoShares({ control: { part: 250, whole: 5000 }, variant: { part: 300, whole: 5000 } }).z.toFixed(3) // '2.193'
 */
export function testTwoShares(input: {
  control: Proportion;
  variant: Proportion;
  level?: number;
}): TwoShareTest {
  const { control, variant, level = 0.95 } = input;
  const one = checkedInterval(control, level);
  const two = checkedInterval(variant, level);
  const z = pooledZ(control, variant);
  mustBe(
    z !== null,
    'No case converted, or every one did: there is nothing to compare by.',
    'Wait for cases that differ.',
  );
  return {
    z,
    pValue: twoSided(z),
    difference: variant.part / variant.whole - control.part / control.whole,
    interval: waldInterval(control, variant, level),
    newcombe: newcombeInterval(control, variant, level),
    control: one,
    variant: two,
    method: 'two-proportion-z',
    version: 1,
    warnings: fewExpected([control, variant]),
  };
}

/**
 * z test of one share against a given one. `variance: 'sample'` takes the variance of the data (as
 * statsmodels does by default), `'given'` that of the share tested (the score test). Refuses shares
 * outside 0 … 1 and data without variance.
 * @example testShare({ part: 5, whole: 83, share: 0.05, variance: 'sample' }).z.toFixed(3) // '0.392'
 */
export function testShare(
  input: Proportion & { share: number; variance?: 'given' | 'sample' },
): ShareTest {
  const { part, whole, share, variance = 'given' } = input;
  checkedInterval(input, 0.95);
  mustBe(share > 0 && share < 1, `${share} is no share to test.`, 'Give one between 0 and 1.');
  const found = part / whole;
  const by = variance === 'given' ? share : found;
  mustBe(
    by > 0 && by < 1,
    'The data have no variance: none or all converted.',
    'Test with variance “given”.',
  );
  const z = (found - share) / Math.sqrt((by * (1 - by)) / whole);
  const warnings = fewExpected([{ part: share * whole, whole }]);
  return { z, pValue: twoSided(z), method: 'one-proportion-z', version: 1, warnings };
}

/**
 * Whether several shares are one: Pearson's chi-square without correction over arms × (converted or
 * not), arms - 1 degrees of freedom (R `prop.test` of more than two groups). Refuses fewer than two
 * arms, and arms that all agree in none or in all.
 * @example testShares([{ part: 83, whole: 86 }, { part: 90, whole: 93 }, { part: 129, whole: 136 }, { part: 70, whole: 82 }]).pValue.toFixed(6) // '0.005585'
 */
export function testShares(arms: readonly Proportion[]): {
  chiSquare: number;
  df: number;
  pValue: number;
  method: 'chi-square';
  version: 1;
  warnings: Issue[];
} {
  mustBe(arms.length >= 2, 'One arm has nothing to differ from.', 'Give at least two arms.');
  let part = 0;
  let whole = 0;
  for (const arm of arms) {
    checkedInterval(arm, 0.95);
    part += arm.part;
    whole += arm.whole;
  }
  const share = part / whole;
  mustBe(share > 0 && share < 1, 'No case converted, or every one did.', 'Wait for more cases.');
  let chiSquare = 0;
  for (const arm of arms) {
    const gap = arm.part - arm.whole * share;
    chiSquare += (gap * gap) / (arm.whole * share * (1 - share));
  }
  const df = arms.length - 1;
  const pValue = chiSquareUpper(chiSquare, df);
  const warnings = fewExpected(arms);
  return { chiSquare, df, pValue, method: 'chi-square', version: 1, warnings };
}

/** z by pooled variance; null where none or all converted. */
export function pooledZ(control: Proportion, variant: Proportion): number | null {
  const share = (control.part + variant.part) / (control.whole + variant.whole);
  const variance = share * (1 - share) * (1 / control.whole + 1 / variant.whole);
  if (!(variance > 0)) return null;
  return (variant.part / variant.whole - control.part / control.whole) / Math.sqrt(variance);
}

/** Difference of two shares by its unpooled standard error. */
export function waldInterval(control: Proportion, variant: Proportion, level: number): Interval {
  const one = control.part / control.whole;
  const two = variant.part / variant.whole;
  const variance = (one * (1 - one)) / control.whole + (two * (1 - two)) / variant.whole;
  const half = normalPoint(level) * Math.sqrt(variance);
  return { low: Math.max(-1, two - one - half), high: Math.min(1, two - one + half) };
}

export const twoSided = (z: number) => Math.min(1, 2 * normalUpper(Math.abs(z)));

function checkedInterval({ part, whole }: Proportion, level: number): Interval {
  const interval = wilsonInterval(part, whole, level);
  mustBe(
    interval !== null,
    `${part} of ${whole} is no part of a whole.`,
    'Give counts with 0 ≤ part ≤ whole and at least one case.',
  );
  return interval;
}
