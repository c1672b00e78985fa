import type { Issue } from '../shared/index.ts';
import { type Minimum, minimise } from '../statistics/index.ts';
import { type Histories, warning } from './customers.ts';
import { standardErrors } from './standard-errors.ts';

/** Fewer customers than this say little about how customers differ. */
const FEW = 100;

/** What every fit says about itself besides its parameters. */
export function describeFit(fit: {
  loss: (at: Float64Array) => number;
  best: Minimum;
  histories: Histories;
  method: string;
  warnings: Issue[];
}): {
  standardErrors: number[] | null;
  logLikelihood: number;
  customers: number;
  method: string;
  version: string;
  warnings: Issue[];
} {
  const warnings = [...fit.warnings];
  if (fit.histories.customers < FEW) {
    const text = `${fit.histories.customers} customers are few: the parameters are rough.`;
    warnings.push(warning('few_customers', text, `Fit at least ${FEW}.`));
  }
  if (!fit.best.converged || fit.best.at.some((log) => Math.abs(log) > 12)) {
    const text = 'The likelihood has no clear maximum: at least one parameter runs away.';
    warnings.push(
      warning('not_settled', text, 'Customers may not differ enough to fit this model.'),
    );
  }
  return {
    standardErrors: standardErrors(fit.loss, fit.best.at),
    logLikelihood: -fit.best.value,
    customers: fit.histories.customers,
    method: fit.method,
    version: '1',
    warnings,
  };
}

/** Finds the smallest loss; a search that ran out of steps goes on from where it stood. */
export function search(
  loss: (at: Float64Array) => number,
  start: number[],
  tolerance: number,
): Minimum {
  const options = { tolerance, step: 0.5, evaluations: 2000 };
  const first = minimise(loss, start, options);
  return first.converged ? first : minimise(loss, first.at, options);
}

/** Where to begin: the buying rate as it is seen, per unit of time. */
export function seenRate(histories: Histories): number {
  const { frequencyAt, ageAt, weight, frequencies, times } = histories;
  let purchases = 0;
  let time = 0;
  for (let i = 0; i < weight.length; i++) {
    purchases += (weight[i] ?? 0) * (frequencies[frequencyAt[i] ?? 0] ?? 0);
    time += (weight[i] ?? 0) * (times[ageAt[i] ?? 0] ?? 0);
  }
  return purchases / time;
}
