/**
 * Gauss' ₂F₁(a, b; c; z) for c > 0 and z < 1, by its series, after the transformation that makes it
 * converge fastest (Abramowitz & Stegun 15.3.3–15.3.4).
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  if (z < 0) {
    // Pfaff: a negative argument becomes one between 0 and 1.
    return (1 - z) ** -b * hypergeometric(c - a, b, c, z / (z - 1));
  }
  // Euler: the exponents that sum to less converge faster.
  if (c - a - b < 0) return (1 - z) ** (c - a - b) * series(c - a, c - b, c, z);
  return series(a, b, c, z);
}

const MOST_TERMS = 200_000;

function series(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < MOST_TERMS; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    // Terms shrink by about z from here on: what follows is at most a geometric rest.
    if (Math.abs(term) * z <= 1e-16 * (1 - z) * Math.abs(sum)) break;
  }
  return sum;
}
