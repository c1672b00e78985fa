import { type Issue, MopsError } from '../shared/index.ts';
import { logBeta, minimise } from '../statistics/index.ts';
import { warning } from './customers.ts';
import { standardErrors } from './standard-errors.ts';

export type SbgParameters = { alpha: number; beta: number };

export type SbgFit = {
  parameters: SbgParameters;
  /** Of α and β; null where the likelihood is flat. */
  standardErrors: number[] | null;
  logLikelihood: number;
  /** Share of the cohort still there after 0, 1, 2, … periods: as seen, and as fitted. */
  seen: number[];
  fitted: number[];
  method: string;
  version: string;
  warnings: Issue[];
};

/**
 * Fits how long customers under contract stay: each has a chance of leaving per period that is
 * beta(α, β) over the cohort, so that those who stay are the loyal ones (shifted beta–geometric;
 * Fader & Hardie 2007, Journal of Interactive Marketing 21, 76). Takes the customers of one cohort
 * still there after 0, 1, 2, … periods; throws INVALID for fewer than three counts, for counts that
 * rise, and when nobody left.
 * @example fitSbg([1000, 869, 743, 653, 593, 551, 517, 491]).parameters // { alpha: 0.668…, beta: 3.806… }
 */
export function fitSbg(survivors: readonly number[]): SbgFit {
  check(survivors);
  const lost = survivors.slice(1).map((count, i) => (survivors[i] ?? 0) - count);
  const left = survivors.at(-1) ?? 0;
  const loss = (at: Float64Array) => {
    const [alpha = 0, beta = 0] = [...at].map(Math.exp);
    const always = logBeta(alpha, beta);
    let sum = left * (logBeta(alpha, beta + lost.length) - always);
    for (const [i, count] of lost.entries()) sum += count * (logBeta(alpha + 1, beta + i) - always);
    return -sum;
  };
  const best = minimise(loss, [0, 0], { tolerance: 1e-14, step: 0.5, evaluations: 2000 });
  const [alpha = 0, beta = 0] = [...best.at].map(Math.exp);
  const warnings: Issue[] = [];
  if (!best.converged || best.at.some((log) => Math.abs(log) > 9)) {
    const text = 'Customers seem to leave at one constant rate: how they differ cannot be told.';
    warnings.push(warning('not_settled', text, 'Use a cohort with more periods.'));
  }
  const all = survivors[0] ?? 1;
  return {
    parameters: { alpha, beta },
    standardErrors: standardErrors(loss, best.at),
    logLikelihood: -best.value,
    seen: survivors.map((count) => count / all),
    fitted: survivors.map((_, period) => survivalOf({ alpha, beta }, period)),
    method: 'Shifted beta–geometric, maximum likelihood',
    version: '1',
    warnings,
  };
}

/**
 * Share of a cohort still there after so many periods.
 * @example survivalOf({ alpha: 0.668, beta: 3.806 }, 1) // 0.85…
 */
export function survivalOf({ alpha, beta }: SbgParameters, periods: number): number {
  return Math.exp(logBeta(alpha, beta + periods) - logBeta(alpha, beta));
}

/**
 * Periods that a new customer is expected to pay for, from the first one on, each later one discounted
 * by `discountRate` per period (0.1 = 10 %), for at most `periods`. Throws INVALID for a rate below 0.
 * @example expectedLifetime({ alpha: 1, beta: 1 }, { discountRate: 0, periods: 2 }) // 1.5
 */
export function expectedLifetime(
  parameters: SbgParameters,
  { discountRate, periods }: { discountRate: number; periods: number },
): number {
  const valid = discountRate >= 0 && periods >= 0 && Number.isFinite(discountRate + periods);
  if (!valid) {
    throw new MopsError(
      'INVALID',
      `A discount of ${discountRate} over ${periods} periods is not possible.`,
      'Give a rate of 0 or more and a number of periods.',
    );
  }
  const { alpha, beta } = parameters;
  let stays = 1;
  let sum = 0;
  for (let period = 0; period < periods; period++) {
    sum += stays / (1 + discountRate) ** period;
    stays *= (beta + period) / (alpha + beta + period);
  }
  return sum;
}

function check(survivors: readonly number[]): void {
  const first = survivors[0] ?? 0;
  const falls = survivors.every((count, i) => count >= 0 && count <= (survivors[i - 1] ?? count));
  const valid = survivors.length >= 3 && first > 0 && Number.isFinite(first) && falls;
  if (!valid || survivors.at(-1) === first) {
    throw new MopsError(
      'INVALID',
      `No cohort that shrinks: ${survivors.slice(0, 10).join(', ') || 'nothing'}.`,
      'Give the customers of one cohort after 0, 1, 2, … periods, at least three counts, some lost.',
    );
  }
}
