import type { Issue } from '../shared/issue.ts';
import type { Proportion } from '../statistics/interval.ts';
import type { Pair } from './effect.ts';

/** Fewest cases per arm for a mean to be near normal, and fewest expected per cell (Cochran 1954). */
const FEWEST_CASES = 30;
const FEWEST_EXPECTED = 5;

/** A warning about a result as a whole. */
export function warning(code: string, message: string, hint: string): Issue {
  return { code, severity: 'warning', message, hint, line: null, field: null };
}

/** Whether the arms are so small that a normal approximation of their means is rough. */
export function smallSample({ control, variant }: Pair): Issue[] {
  const fewest = Math.min(control.n, variant.n);
  if (fewest >= FEWEST_CASES) return [];
  const message = `The smaller arm has ${fewest} cases: the normal approximation of its mean is rough.`;
  return [warning('small_sample', message, 'Wait for thirty cases, or look at every single one.')];
}

/** Whether one expects so few conversions that the normal approximation of shares is rough. */
export function fewExpected(arms: readonly Proportion[]): Issue[] {
  const part = arms.reduce((sum, arm) => sum + arm.part, 0);
  const whole = arms.reduce((sum, arm) => sum + arm.whole, 0);
  const share = Math.min(part / whole, 1 - part / whole);
  const fewest = Math.min(...arms.map((arm) => arm.whole)) * share;
  if (fewest >= FEWEST_EXPECTED) return [];
  const message = `One expects only ${fewest.toFixed(1)} conversions, or cases without, in the smallest arm.`;
  return [warning('few_expected', message, 'Read the interval by Wilson or Newcombe instead.')];
}
