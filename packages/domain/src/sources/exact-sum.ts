const FULL = 2 ** 52;

/** A sum of safe integers that stays exact whatever their number. */
export class ExactSum {
  #low = 0;
  #high = 0n;

  add(value: number): void {
    this.#low += value;
    if (this.#low > FULL || this.#low < -FULL) {
      this.#high += BigInt(this.#low);
      this.#low = 0;
    }
  }

  get micros(): bigint {
    return this.#high + BigInt(this.#low);
  }
}

/**
 * Millionths as a number of units, from their decimal digits.
 * @example unitsOf(1234560000n) // 1234.56
 */
export function unitsOf(micros: bigint): number {
  const negative = micros < 0n;
  const digits = (negative ? -micros : micros).toString().padStart(7, '0');
  const units = Number(`${digits.slice(0, -6)}.${digits.slice(-6)}`);
  return negative ? 0 - units : units;
}
