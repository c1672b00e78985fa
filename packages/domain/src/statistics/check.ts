import { MopsError } from '../shared/error.ts';

/**
 * Refuses input that has no answer: throws `MopsError` INVALID with `message` and `hint` unless
 * `condition` holds.
 * @example mustBe(true, 'Never said.', 'Nothing to do.') // undefined
 */
export function mustBe(condition: boolean, message: string, hint: string): asserts condition {
  if (!condition) throw new MopsError('INVALID', message, hint);
}

/**
 * Refuses NaN and infinities; `name` is how the message calls the number.
 * @example mustBeFinite('A rate', 0.5) // undefined
 */
export function mustBeFinite(name: string, value: number): void {
  mustBe(Number.isFinite(value), `${name} is no finite number.`, `Give a number as ${name}.`);
}

/**
 * Refuses what is not finite and above zero.
 * @example mustBePositive('A scale', 2) // undefined
 */
export function mustBePositive(name: string, value: number): void {
  mustBe(
    Number.isFinite(value) && value > 0,
    `${name} must be above 0, and is ${value}.`,
    `Give a finite number above 0 as ${name}.`,
  );
}

/**
 * Refuses what is not between 0 and 1, both included.
 * @example mustBeShare('A share', 1) // undefined
 */
export function mustBeShare(name: string, value: number): void {
  mustBe(
    value >= 0 && value <= 1,
    `${name} must lie between 0 and 1, and is ${value}.`,
    `Give ${name} as a share: 0.05 for five percent.`,
  );
}
