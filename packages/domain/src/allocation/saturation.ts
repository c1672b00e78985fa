import { mustBe, mustBePositive } from '../statistics/index.ts';

/**
 * Share of the most that can be had, between 0 and 1: x^slope / (x^slope + half^slope), where `half`
 * is the input that brings half of it (Meridian's `ec`). Throws INVALID for a negative input.
 * @example hill(150, { half: 150, slope: 3 }) // 0.5
 */
export function hill(input: number, { half, slope }: { half: number; slope: number }): number {
  mustBePositive('half', half);
  mustBePositive('slope', slope);
  mustBe(input >= 0, `An input of ${input} is below 0.`, 'Spend and media are 0 or more.');
  if (input === 0) return 0;
  return 1 / (1 + (half / input) ** slope);
}

/**
 * The same in Robyn's convention: half of the most is had at `gamma` times the largest input.
 * @example robynHill([100, 200], { alpha: 3, gamma: 0.5 })[0] // 0.5
 */
export function robynHill(
  inputs: readonly number[],
  { alpha, gamma }: { alpha: number; gamma: number },
): number[] {
  const largest = inputs.reduce((a, b) => Math.max(a, b), 0);
  mustBePositive('the largest input', largest);
  return inputs.map((input) => hill(input, { half: largest * gamma, slope: alpha }));
}
