import { COUNT, family, PERCENT } from '../define.ts';
import { SOURCE } from '../standards.ts';

/** Experimentation: how much is tested, and how well. */
export const EXPERIMENTATION = family('experimentation', {
  'exp.velocity': {
    name: 'Experiments concluded',
    aliases: ['experiments'],
    synonyms: ['testing velocity'],
    formula: 'experiments_concluded',
    unit: COUNT,
    direction: 'up',
    minGrain: 'month',
    description: 'How many experiments came to a decision.',
    source: SOURCE.growthbook,
  },
  'exp.win_rate': {
    name: 'Experiment win rate',
    formula: 'experiments_won / experiments_concluded',
    unit: PERCENT,
    direction: 'neutral',
    uncertainty: 'proportion',
    minSample: 30,
    minGrain: 'quarter',
    description: 'The share of decided experiments in which the change won.',
    caveats: ['A very high rate can mean that only safe ideas are tried.'],
    source: SOURCE.growthbook,
  },
  'exp.srm_pass': {
    name: 'Planned split pass rate',
    synonyms: ['SRM pass rate', 'sample ratio mismatch'],
    formula: 'experiments_srm_ok / experiments_concluded',
    unit: PERCENT,
    direction: 'up',
    uncertainty: 'proportion',
    minSample: 30,
    minGrain: 'quarter',
    description: 'The share of experiments whose groups had the sizes they were meant to have.',
    caveats: ['An alarm means a split that chance gives less than once in a thousand.'],
    source: SOURCE.growthbook,
  },
  'exp.holdout_share': {
    name: 'Holdout share of campaigns',
    synonyms: ['holdout share'],
    formula: 'campaigns_with_holdout / campaigns_launched',
    unit: PERCENT,
    direction: 'up',
    uncertainty: 'proportion',
    minSample: 30,
    description:
      'The share of campaigns that kept some people without ads, to see what the ads cause.',
    source: SOURCE.own,
  },
});
