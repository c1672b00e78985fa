import { MopsError } from '../shared/error.ts';
import type { Issue } from '../shared/issue.ts';
import { mean, variance } from '../statistics/summary.ts';
import type { Interval } from './schema.ts';

/** Two-sided 95 % point of the normal distribution. */
const Z = 1.959963984540054;
/** Below this the normal distribution of a mean is a hope. */
const FEW_UNITS = 30;

export type RatioDelta = {
  /** Sum of the numerators over the sum of the denominators; null where that is over 0. */
  value: number | null;
  /** 95 %, around the value; null where the units say nothing of their spread. */
  interval: Interval | null;
  /** Of the value, in its unit. */
  standardError: number | null;
  parts: { units: number; numerator: number; denominator: number };
  method: 'delta';
  version: 1;
  /** `one_unit`, `few_units`, `no_spread`, `nothing_below`. */
  warnings: Issue[];
};

/**
 * How sure a ratio of two sums is whose cases come in units that are independent of each other:
 * orders per visit of people with many visits, cost per click of campaigns. Takes the numerator and
 * the denominator of each unit, in their own units. Delta method (Deng, Knoblich & Lu 2018, KDD, “Applying the Delta
 * Method in Metric Analytics”): the variance of the ratio is that of numerator − ratio × denominator
 * over the units, by the square of the mean denominator and the number of units. Throws INVALID for
 * lists of different lengths or numbers that are not finite.
 * @example ratioDelta({ numerators: [1, 2, 4], denominators: [2, 2, 4] }).value // 0.875…
 * @example ratioDelta({ numerators: [1, 2, 4], denominators: [2, 2, 4] }).standardError // 0.1432…
 */
export function ratioDelta(of: {
  numerators: readonly number[];
  denominators: readonly number[];
}): RatioDelta {
  const { numerators, denominators } = of;
  const units = numerators.length;
  if (units !== denominators.length) {
    const message = `There are ${units} numerators and ${denominators.length} denominators.`;
    throw new MopsError('INVALID', message, 'Give one of each for every unit.');
  }
  if (![...numerators, ...denominators].every(Number.isFinite)) {
    const hint = 'Leave out the units of which one is not known.';
    throw new MopsError('INVALID', 'A numerator or denominator is not a finite number.', hint);
  }
  const [top, below] = units === 0 ? [0, 0] : [mean(numerators), mean(denominators)];
  const parts = { units, numerator: top * units, denominator: below * units };
  const answer = { parts, method: 'delta' as const, version: 1 as const };
  if (below === 0 || !Number.isFinite(top / below)) {
    const warnings = [warning('nothing_below', 'There is nothing below the line.')];
    return { ...answer, value: null, interval: null, standardError: null, warnings };
  }
  const value = top / below;
  const gaps = numerators.map((one, i) => one - value * (denominators[i] ?? 0));
  const standardError = units < 2 ? 0 : Math.sqrt(variance(gaps) / units) / Math.abs(below);
  if (!(standardError > 0) || !Number.isFinite(standardError)) {
    const none =
      units < 2
        ? warning('one_unit', 'One unit has no spread to learn from.')
        : warning('no_spread', 'All units have the same ratio, so their spread says nothing.');
    return { ...answer, value, interval: null, standardError: null, warnings: [none] };
  }
  const few = warning('few_units', `${units} units are few: the interval is rough.`);
  return {
    ...answer,
    value,
    interval: { low: value - Z * standardError, high: value + Z * standardError },
    standardError,
    warnings: units < FEW_UNITS ? [few] : [],
  };
}

function warning(code: string, message: string): Issue {
  const hint = 'Read the value with care.';
  return { code, severity: 'warning', message, hint, line: null, field: null };
}
