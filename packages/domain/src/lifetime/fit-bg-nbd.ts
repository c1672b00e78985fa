import type { Issue } from '../shared/index.ts';
import { logBeta, logGamma } from '../statistics/index.ts';
import { type Customer, groupHistories, type Histories, warning } from './customers.ts';
import { describeFit, search, seenRate } from './describe-fit.ts';

/** Buying rate ~ gamma(r, α) per unit of time; chance of leaving after a purchase ~ beta(a, b). */
export type BgNbdParameters = { r: number; alpha: number; a: number; b: number };

export type BgNbdFit = {
  parameters: BgNbdParameters;
  /** In the order of the parameters, from the curvature of the likelihood; null where it is flat. */
  standardErrors: number[] | null;
  logLikelihood: number;
  customers: number;
  method: string;
  version: string;
  warnings: Issue[];
};

/**
 * Fits the BG/NBD model of buying again by maximum likelihood (Fader, Hardie & Lee 2005, Marketing
 * Science 24, 275). Takes one record per customer; answers the four parameters in the unit of time
 * given. Throws INVALID for impossible customers and when nobody bought twice.
 * @example
 * const customers = [0, 0, 0, 1, 1, 2, 4].map((frequency, i) => ({ frequency, recency: frequency * 2, age: 10 + i }));
 * fitBgNbd(customers).customers // 7
 */
export function fitBgNbd(customers: readonly Customer[]): BgNbdFit {
  const histories = groupHistories(customers);
  const loss = lossOf(histories);
  const scale = 0.5 / seenRate(histories);
  const best = search(loss, [Math.log(0.5), Math.log(scale), 0, Math.log(2)], 1e-11);
  const [r, alpha, a, b] = [...best.at].map(Math.exp) as [number, number, number, number];
  const warnings: Issue[] = [];
  if (a < 1e-3 || a / (a + b) < 1e-6) {
    const text = 'The data show no customer leaving: everyone counts as alive for good.';
    warnings.push(warning('no_dropout', text, 'Use a longer history.'));
  }
  return {
    parameters: { r, alpha, a, b },
    ...describeFit({ loss, best, histories, method: 'BG/NBD, maximum likelihood', warnings }),
  };
}

/**
 * Log-likelihood of customers under given parameters; throws as `fitBgNbd`.
 * @example
 * const customers = [{ frequency: 2, recency: 30.43, age: 38.86 }];
 * bgNbdLogLikelihood(customers, { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }) // -9.45…
 */
export function bgNbdLogLikelihood(
  customers: readonly Customer[],
  { r, alpha, a, b }: BgNbdParameters,
): number {
  const at = Float64Array.of(Math.log(r), Math.log(alpha), Math.log(a), Math.log(b));
  return -lossOf(groupHistories(customers))(at);
}

/** Minus the log-likelihood at the logarithms of the parameters. */
function lossOf(histories: Histories): (at: Float64Array) => number {
  const { times, frequencies, frequencyAt, recencyAt, ageAt, weight } = histories;
  const logTime = new Float64Array(times.length);
  const base = new Float64Array(frequencies.length);
  const leave = new Float64Array(frequencies.length);
  return (at) => {
    const [r = 0, alpha = 0, a = 0, b = 0] = [...at].map(Math.exp);
    for (let i = 0; i < times.length; i++) logTime[i] = Math.log(alpha + (times[i] ?? 0));
    const always = r * Math.log(alpha) - logGamma(r) - logBeta(a, b);
    for (let i = 0; i < frequencies.length; i++) {
      const x = frequencies[i] ?? 0;
      base[i] = always + logGamma(r + x) + logBeta(a, b + x);
      leave[i] = x > 0 ? a / (b + x - 1) : 0;
    }
    let sum = 0;
    for (let i = 0; i < weight.length; i++) {
      const f = frequencyAt[i] ?? 0;
      const power = r + (frequencies[f] ?? 0);
      const logAge = logTime[ageAt[i] ?? 0] ?? 0;
      const gone = leave[f] ?? 0;
      // Alive at the end, or gone right after the last purchase.
      const rest =
        gone > 0
          ? Math.log(1 + gone * Math.exp(power * (logAge - (logTime[recencyAt[i] ?? 0] ?? 0))))
          : 0;
      sum += (weight[i] ?? 0) * ((base[f] ?? 0) - power * logAge + rest);
    }
    return -sum;
  };
}
