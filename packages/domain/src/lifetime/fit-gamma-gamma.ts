import { type Issue, MopsError } from '../shared/index.ts';
import { logGamma } from '../statistics/index.ts';
import { type Customer, checkCustomer, warning } from './customers.ts';
import { search } from './describe-fit.ts';
import { standardErrors } from './standard-errors.ts';

/** Value of a purchase ~ gamma(p, ν), ν ~ gamma(q, v) over customers. */
export type GammaGammaParameters = { p: number; q: number; v: number };

export type GammaGammaFit = {
  parameters: GammaGammaParameters;
  /** Of p, q and v; null where the likelihood is flat. */
  standardErrors: number[] | null;
  logLikelihood: number;
  /** Mean value of a purchase over all customers; null when the fit has none (q ≤ 1). */
  meanValue: number | null;
  /** Pearson correlation of frequency and mean value, which the model takes to be 0. */
  correlation: number;
  /** Customers with repeat purchases and values, on which the fit rests. */
  customers: number;
  method: string;
  version: string;
  warnings: Issue[];
};

/**
 * Fits the Gamma–Gamma model of the value of purchases by maximum likelihood (Fader, Hardie & Lee 2005,
 * Journal of Marketing Research 42, 415; Fader & Hardie 2013, brucehardie.com/notes/025). Uses
 * customers with repeat purchases and a mean value above 0; throws INVALID when fewer than three do,
 * or when all values are equal.
 * @example
 * const customers = [10, 20, 30, 45].map((meanValue, i) => ({ frequency: 3 + (i % 2), recency: 5, age: 9, meanValue }));
 * fitGammaGamma(customers).customers // 4
 */
export function fitGammaGamma(customers: readonly Customer[]): GammaGammaFit {
  for (const [index, customer] of customers.entries()) checkCustomer(customer, index);
  const used = customers.filter(({ frequency, meanValue = 0 }) => frequency > 0 && meanValue > 0);
  const x = Float64Array.from(used, ({ frequency }) => frequency);
  const m = Float64Array.from(used, ({ meanValue = 0 }) => meanValue);
  if (used.length < 3 || m.every((value) => value === m[0])) {
    throw new MopsError(
      'INVALID',
      'Too few customers with repeat purchases of different values.',
      'Give at least three customers with a frequency and a mean value above 0.',
    );
  }
  // Values relative to their mean keep the search on one scale; v is scaled back.
  const scale = m.reduce((a, b) => a + b, 0) / m.length;
  const relative = m.map((value) => value / scale);
  const loss = lossOf(x, relative);
  const best = search(loss, [Math.log(2), Math.log(3), 0], 1e-12);
  const [p = 0, q = 0, v = 0] = [...best.at].map(Math.exp);
  const errors = standardErrors(loss, best.at);
  const correlation = correlationOf(x, m);
  const warnings: Issue[] = [];
  if (Math.abs(correlation) > 0.2 && Math.abs(correlation) * Math.sqrt(x.length) > 2.58) {
    const text = `Frequency and value go together (correlation ${correlation.toFixed(2)}); the model takes them as independent.`;
    warnings.push(warning('correlated_value', text, 'Fit segments of like customers apart.'));
  }
  if (q <= 1) {
    const text = 'Values spread so far that they have no mean under this model.';
    warnings.push(warning('no_mean', text, 'Cut off extreme values, or fit segments apart.'));
  }
  if (!best.converged || best.at.some((log) => Math.abs(log) > 12)) {
    const text = 'The likelihood has no clear maximum: at least one parameter runs away.';
    warnings.push(
      warning('not_settled', text, 'Customers may not differ enough to fit this model.'),
    );
  }
  return {
    parameters: { p, q, v: v * scale },
    standardErrors:
      errors === null ? null : [errors[0] ?? 0, errors[1] ?? 0, (errors[2] ?? 0) * scale],
    // Densities of the values as given, not of the relative ones.
    logLikelihood: -best.value - x.length * Math.log(scale),
    meanValue: q > 1 ? (p * v * scale) / (q - 1) : null,
    correlation,
    customers: x.length,
    method: 'Gamma–Gamma, maximum likelihood',
    version: '1',
    warnings,
  };
}

/**
 * Expected value of a customer's purchases: the customer's own mean, drawn towards that of all the
 * more, the fewer purchases are known. Null when the model has no mean (q ≤ 1 and no purchases).
 * @example expectedPurchaseValue({ p: 6.25, q: 3.74, v: 15.44 }, { frequency: 0 }) // 35.21…
 */
export function expectedPurchaseValue(
  { p, q, v }: GammaGammaParameters,
  { frequency, meanValue = 0 }: Pick<Customer, 'frequency' | 'meanValue'>,
): number | null {
  const below = p * frequency + q - 1;
  return below > 0 ? (p * (v + frequency * meanValue)) / below : null;
}

function lossOf(x: Float64Array, m: Float64Array): (at: Float64Array) => number {
  const distinct = [...new Set(x)];
  let constant = 0;
  for (let i = 0; i < x.length; i++) constant -= Math.log(m[i] ?? 1);
  return (at) => {
    const [p = 0, q = 0, v = 0] = [...at].map(Math.exp);
    const always = q * Math.log(v) - logGamma(q);
    const base = new Map(
      distinct.map((n) => [
        n,
        always + logGamma(p * n + q) - logGamma(p * n) + p * n * Math.log(n),
      ]),
    );
    let sum = constant;
    for (let i = 0; i < x.length; i++) {
      const n = x[i] ?? 0;
      const value = m[i] ?? 0;
      sum += (base.get(n) ?? 0) + p * n * Math.log(value) - (p * n + q) * Math.log(n * value + v);
    }
    return -sum;
  };
}

function correlationOf(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [(x[i] ?? 0) - mx, (y[i] ?? 0) - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}
