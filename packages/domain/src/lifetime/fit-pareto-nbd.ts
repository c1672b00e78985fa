import { logGamma } from '../statistics/index.ts';
import { type Customer, groupHistories, type Histories } from './customers.ts';
import { describeFit, search, seenRate } from './describe-fit.ts';
import type { BgNbdFit } from './fit-bg-nbd.ts';
import { hypergeometric } from './hypergeometric.ts';

/** Buying rate ~ gamma(r, α), rate of leaving ~ gamma(s, β), both per unit of time. */
export type ParetoNbdParameters = { r: number; alpha: number; s: number; beta: number };

export type ParetoNbdFit = Omit<BgNbdFit, 'parameters'> & { parameters: ParetoNbdParameters };

/**
 * Fits the Pareto/NBD model by maximum likelihood (Schmittlein, Morrison & Colombo 1987, Management
 * Science 33, 1; likelihood as in Fader & Hardie 2005, A Note on Deriving the Pareto/NBD Model).
 * Customers may leave at any time, not only after a purchase. Throws as `fitBgNbd`.
 * @example
 * const customers = [0, 0, 0, 1, 1, 2, 4].map((frequency, i) => ({ frequency, recency: frequency * 2, age: 10 + i }));
 * fitParetoNbd(customers).customers // 7
 */
export function fitParetoNbd(customers: readonly Customer[]): ParetoNbdFit {
  const histories = groupHistories(customers);
  const loss = lossOf(histories);
  const [shape, scale] = [Math.log(0.5), Math.log(0.5 / seenRate(histories))];
  const best = search(loss, [shape, scale, shape, scale], 1e-10);
  const [r, alpha, s, beta] = [...best.at].map(Math.exp) as [number, number, number, number];
  return {
    parameters: { r, alpha, s, beta },
    ...describeFit({
      loss,
      best,
      histories,
      method: 'Pareto/NBD, maximum likelihood',
      warnings: [],
    }),
  };
}

function lossOf(histories: Histories): (at: Float64Array) => number {
  const { times, frequencies, frequencyAt, recencyAt, ageAt, weight } = histories;
  return (at) => {
    const [r = 0, alpha = 0, s = 0, beta = 0] = [...at].map(Math.exp);
    const parameters = { r, alpha, s, beta };
    const always = r * Math.log(alpha) + s * Math.log(beta) - logGamma(r);
    const base = frequencies.map((x) => always + logGamma(r + x));
    let sum = 0;
    for (let i = 0; i < weight.length; i++) {
      const f = frequencyAt[i] ?? 0;
      const customer = {
        frequency: frequencies[f] ?? 0,
        recency: times[recencyAt[i] ?? 0] ?? 0,
        age: times[ageAt[i] ?? 0] ?? 0,
      };
      const alive =
        -(r + customer.frequency) * Math.log(alpha + customer.age) -
        s * Math.log(beta + customer.age);
      sum +=
        (weight[i] ?? 0) * ((base[f] ?? 0) + alive + Math.log1p(goneOdds(parameters, customer)));
    }
    return -sum;
  };
}

/** Odds of having left against being alive, given the history. */
export function goneOdds(parameters: ParetoNbdParameters, customer: Customer): number {
  const { r, alpha, s, beta } = parameters;
  const { frequency: x, recency, age } = customer;
  const all = r + s + x;
  const [large, other] = alpha >= beta ? [alpha, s + 1] : [beta, r + x];
  const gap = Math.abs(alpha - beta);
  const part = (time: number) => hypergeometric(all, other, all + 1, gap / (large + time));
  const logAlive = (r + x) * Math.log(alpha + age) + s * Math.log(beta + age);
  const early = part(recency) * Math.exp(logAlive - all * Math.log(large + recency));
  const late = part(age) * Math.exp(logAlive - all * Math.log(large + age));
  return Math.max(0, (s / all) * (early - late));
}
