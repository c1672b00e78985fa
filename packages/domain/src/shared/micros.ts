/** Millionths in one unit: every stored value is an integer number of them. */
export const MICROS_PER_UNIT = 1_000_000;

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Decimal text (point as separator) → integer micros, exactly; digits beyond the sixth decimal are
 * rounded half away from zero. Null when the text is no number or too large to be exact (9 billion units).
 * @example parseMicros('99.99999999999996') // 100000000
 * @example parseMicros('-2e-18') // 0
 */
export function parseMicros(text: string): number | null {
  const match = DECIMAL.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (!match || whole.length + fraction.length === 0) return null;
  const digits = whole + fraction;
  const shift = Number(match[4] ?? '0') + 6 - fraction.length;
  if (digits.length > 400) return null;
  const rounded = shift >= 0 ? BigInt(digits) * 10n ** BigInt(shift) : roundOff(digits, -shift);
  const micros = Number(rounded);
  if (!Number.isSafeInteger(micros)) return null;
  return match[1] === '-' && micros !== 0 ? -micros : micros;
}

function roundOff(digits: string, places: number): bigint {
  if (places > digits.length) return 0n;
  const kept = BigInt(digits.slice(0, digits.length - places) || '0');
  return (digits[digits.length - places] ?? '0') >= '5' ? kept + 1n : kept;
}

/**
 * A number of units → integer micros, by its shortest decimal text, so 0.1 is 100000 and not a
 * float's neighbour of it. Null for NaN, infinities and what is too large to be exact.
 * @example unitsToMicros(1.005) // 1005000
 */
export function unitsToMicros(units: number): number | null {
  return Number.isFinite(units) ? parseMicros(String(units)) : null;
}

/**
 * Integer micros → number of units, never -0.
 * @example microsToUnits(123450000n) // 123.45
 */
export function microsToUnits(micros: bigint | number): number {
  return Number(micros) / MICROS_PER_UNIT + 0;
}

/**
 * Integer micros → shortest exact decimal text.
 * @example microsToText(-1500000n) // '-1.5'
 */
export function microsToText(micros: bigint | number): string {
  const value = BigInt(micros);
  const size = value < 0n ? -value : value;
  const whole = size / 1_000_000n;
  const fraction = String(size % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}
