import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectedPurchases, expectedPurchasesOfNew, probabilityAlive } from './expect-purchases.ts';
import { bgNbdLogLikelihood, fitBgNbd } from './fit-bg-nbd.ts';
import { expectedPurchaseValue, fitGammaGamma } from './fit-gamma-gamma.ts';
import { fitParetoNbd } from './fit-pareto-nbd.ts';

// The CDNOW sample of 2,357 customers: repeat purchases, recency and age in days, value of all repeat
// purchases in cents. The published results use weeks and means with two decimals.
const cents = (value: number) => Math.round(value * 100) / 100;
const customers = readFileSync(join(import.meta.dirname, 'fixtures/cdnow.txt'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [frequency = 0, recency = 0, age = 0, value = 0] = line.split(' ').map(Number);
    const meanValue = frequency > 0 ? cents(value / 100 / frequency) : 0;
    return { frequency, recency: cents(recency / 7), age: cents(age / 7), meanValue };
  });
const loyal = { frequency: 2, recency: 30.43, age: 38.86 };

describe('CDNOW', () => {
  it('BG/NBD: Fader, Hardie & Lee 2005 (.243, 4.414, .793, 2.426; −9582.4)', () => {
    expect(customers.length).toBe(2357);
    const { parameters, standardErrors, logLikelihood, warnings } = fitBgNbd(customers);
    expect(logLikelihood).toBeCloseTo(-9582.4256, 3);
    expect(bgNbdLogLikelihood(customers, parameters)).toBeCloseTo(logLikelihood, 9);
    expect(parameters.r).toBeCloseTo(0.2426, 3);
    expect(parameters.alpha).toBeCloseTo(4.4135, 3);
    expect(parameters.a).toBeCloseTo(0.7929, 3);
    expect(parameters.b).toBeCloseTo(2.4258, 3);
    expect(expectedPurchases(parameters, loyal, 39)).toBeCloseTo(1.226, 3);
    expect(warnings).toEqual([]);
    // Inverse of a Hessian by differences in numpy, in the parameters themselves.
    const errors = [0.012557, 0.37822, 0.185715, 0.705328];
    for (const [i, error] of errors.entries()) expect(standardErrors?.[i]).toBeCloseTo(error, 4);
  });

  it('BG/NBD: expected purchases of a new customer (Hardie, brucehardie.com/notes/004)', () => {
    const paper = {
      r: 0.242594150135163,
      alpha: 4.41359212062015,
      a: 0.792919156875463,
      b: 2.4258950494563,
    };
    const times = [0.1429, 1, 3, 31.8571, 32, 78];
    const expected = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576];
    for (const [i, time] of times.entries()) {
      expect(Math.abs(expectedPurchasesOfNew(paper, time) - (expected[i] as number))).toBeLessThan(
        4e-4,
      );
    }
  });

  it('Gamma–Gamma: Fader & Hardie 2013 (6.25, 3.74, 15.44)', () => {
    const { parameters, correlation, customers: used, warnings } = fitGammaGamma(customers);
    expect(Math.abs(parameters.p - 6.2488)).toBeLessThan(0.01);
    expect(Math.abs(parameters.q - 3.7446)).toBeLessThan(0.01);
    expect(Math.abs(parameters.v - 15.4477)).toBeLessThan(0.01);
    expect([used, warnings]).toEqual([946, []]);
    expect(correlation).toBeCloseTo(0.114, 3);
    const values = customers.slice(0, 10).map((one) => expectedPurchaseValue(parameters, one));
    const expected = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17];
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i] as number, 1);
  });

  it('Pareto/NBD: .553, 10.578, .606, 11.669 (Fader & Hardie 2005; BTYD est.params)', () => {
    const { parameters, logLikelihood } = fitParetoNbd(customers);
    expect(parameters.r).toBeCloseTo(0.553, 3);
    expect(parameters.alpha).toBeCloseTo(10.578, 2);
    expect(parameters.s).toBeCloseTo(0.606, 3);
    expect(parameters.beta).toBeCloseTo(11.668, 2);
    expect(logLikelihood).toBeCloseTo(-9594.976, 2);
    // Customer 1516 by integrating over the time of leaving (scipy.integrate.quad): 25.4565 purchases
    // in 52 weeks, alive with 0.997918. BTYD gives a new customer 1.473.
    const heavy = { frequency: 26, recency: 30.86, age: 31 };
    expect(expectedPurchases(parameters, heavy, 52)).toBeCloseTo(25.4565, 2);
    expect(probabilityAlive(parameters, heavy)).toBeCloseTo(0.997918, 5);
    expect(expectedPurchasesOfNew(parameters, 52)).toBeCloseTo(1.473, 2);
  });

  it('gives the same customers in days the same answers', () => {
    const days = customers.map((one) => ({ ...one, recency: one.recency * 7, age: one.age * 7 }));
    const { parameters, logLikelihood } = fitBgNbd(days);
    const repeats = customers.reduce((sum, { frequency }) => sum + frequency, 0);
    expect(parameters.alpha).toBeCloseTo(4.4135 * 7, 2);
    expect(logLikelihood + repeats * Math.log(7)).toBeCloseTo(-9582.4256, 3);
  });
});
