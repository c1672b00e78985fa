import { COUNT, measuresIn } from '../define.ts';

/** Experiments. */
export const EXPERIMENT = measuresIn('experiment', [
  [
    'experiments_concluded',
    'concluded',
    'Experiments concluded',
    COUNT,
    'Experiments that came to a decision.',
    'count',
  ],
  [
    'experiments_won',
    'won',
    'Experiments won',
    COUNT,
    'Those of them in which the change won.',
    'count',
  ],
  [
    'experiments_srm_ok',
    'srm_ok',
    'Experiments with the planned split',
    COUNT,
    'Those of them whose groups had the planned sizes.',
    'count',
  ],
  [
    'campaigns_with_holdout',
    'with_holdout',
    'Campaigns with a holdout',
    COUNT,
    'Campaigns that kept some people without ads.',
    'count',
  ],
]);
