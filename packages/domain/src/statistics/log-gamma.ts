import { mustBePositive } from './check.ts';

/** 1 - γ, the Euler–Mascheroni constant taken from one. */
const ONE_LESS_EULER = 0.42278433509846713;
const HALF_LOG_TWO_PI = 0.9189385332046728;
/** ζ(k) - 1 for k = 2, 3, …: Riemann's zeta less its first term. */
const ZETA_LESS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993,
  0.01734306198444914, 0.008349277381922827, 0.00407735619794434, 0.0020083928260822143,
  0.0009945751278180853, 0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915,
  6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6,
  3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8,
  1.4901554828365043e-8, 7.45071178983543e-9, 3.725334024788457e-9,
];
/** Bernoulli numbers over 2k(2k - 1): the terms of Stirling's series. */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
];
const LARGE = 10;

/**
 * Natural logarithm of the gamma function for x > 0, to about 1e-15 relative, also at its zeros 1
 * and 2. Taylor series around 2 (Abramowitz & Stegun 6.1.33), recurrence (6.1.15), Stirling's
 * series from 10 on (6.1.41). Refuses x ≤ 0, NaN and Infinity.
 * @example logGamma(5) // Math.log(24)
 */
export function logGamma(x: number): number {
  mustBePositive('The argument of logGamma', x);
  if (x >= LARGE) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingSeries(x);
  if (x < 0.5) return aroundOne(x) - Math.log(x);
  if (x < 1.5) return aroundOne(x - 1);
  let product = 1;
  let at = x;
  for (; at > 2.5; product *= at) at -= 1;
  return aroundTwo(at - 2) + Math.log(product);
}

/**
 * Natural logarithm of the beta function of a, b > 0, without the cancellation of three large
 * logarithms. Refuses what is not above 0.
 * @example Math.exp(logBeta(1, 1)) // 1
 */
export function logBeta(a: number, b: number): number {
  mustBePositive('The first argument of logBeta', a);
  mustBePositive('The second argument of logBeta', b);
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < LARGE) return logGamma(small) + logGamma(large) - logGamma(small + large);
  const rest = stirlingSeries(large) - stirlingSeries(small + large);
  const tail = (large - 0.5) * Math.log1p(-small / (small + large));
  if (small < LARGE) return logGamma(small) + rest + small - small * Math.log(small + large) + tail;
  return (
    HALF_LOG_TWO_PI +
    stirlingSeries(small) +
    rest +
    (small - 0.5) * Math.log(small / (small + large)) -
    0.5 * Math.log(small + large) +
    tail
  );
}

/** What Stirling's formula misses of log n!: log n! - ((n + ½) log n - n + ½ log 2π), n > 0. */
export function stirlingError(n: number): number {
  if (n >= LARGE) return stirlingSeries(n);
  return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI;
}

function stirlingSeries(x: number): number {
  const square = 1 / (x * x);
  let sum = 0;
  for (let i = STIRLING.length - 1; i >= 0; i--) sum = sum * square + (STIRLING[i] as number);
  return sum / x;
}

/** log Γ(1 + z) for |z| ≤ ½: one step down from Γ(2 + z), whose series converges faster. */
function aroundOne(z: number): number {
  return aroundTwo(z) - Math.log1p(z);
}

function aroundTwo(z: number): number {
  let sum = 0;
  for (let i = ZETA_LESS_ONE.length - 1; i >= 0; i--) {
    sum = (ZETA_LESS_ONE[i] as number) / (i + 2) - z * sum;
  }
  return z * (ONE_LESS_EULER + z * sum);
}
