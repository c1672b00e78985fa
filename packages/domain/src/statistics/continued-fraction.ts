const TINY = 1e-300;
const MOST_STEPS = 2_000_000;

/**
 * b₀ + a₁/(b₁ + a₂/(b₂ + …)) from the front, by Lentz' method as modified by Thompson and Barnett
 * (1986, J. Comput. Phys. 64). `term(k)` writes aₖ and bₖ into `pair`.
 */
export function continuedFraction(
  start: number,
  term: (k: number, pair: { a: number; b: number }) => void,
): number {
  const pair = { a: 0, b: 0 };
  let value = start === 0 ? TINY : start;
  let c = value;
  let d = 0;
  for (let k = 1; k < MOST_STEPS; k++) {
    term(k, pair);
    d = pair.b + pair.a * d;
    d = 1 / (d === 0 ? TINY : d);
    c = pair.b + pair.a / c;
    if (c === 0) c = TINY;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}
