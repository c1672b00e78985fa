import { MopsError } from '../shared/index.ts';
import { type Attribution, answerOf, type Credits } from './answer.ts';
import { creditByRule } from './credit-by-rule.ts';
import { creditMarkov } from './credit-markov.ts';
import { creditShapley } from './credit-shapley.ts';
import type { Model } from './models.ts';
import type { PathSet } from './path-set.ts';

/**
 * Shares the conversions and the value of all paths among their channels. Every model shares out
 * the same total, to the micro. Throws INVALID for settings that the method cannot have.
 * @example
 * const paths = readPaths([{ path: 'a > b', conversions: 3, nulls: 1 }, { path: 'a > c', conversions: 1, nulls: 1 }]);
 * attribute(paths, namedModel('markov')).channels.map(({ channel, conversions }) => [channel, conversions])
 * // [['a', 2], ['b', 1.5], ['c', 0.5]]
 */
export function attribute(paths: PathSet, model: Model): Attribution {
  return answerOf(paths, model, creditsOf(paths, model));
}

function creditsOf(paths: PathSet, model: Model): Credits {
  switch (model.kind) {
    case 'anchors':
      return creditByRule(paths, model);
    case 'decay':
      if (!(model.halfLifeDays > 0 && Number.isFinite(model.halfLifeDays))) {
        throw new MopsError(
          'INVALID',
          `A half-life of ${model.halfLifeDays} days is not possible.`,
          'Give a number of days above 0, such as 7.',
        );
      }
      return creditByRule(paths, model);
    case 'markov':
      if (![1, 2, 3].includes(model.order)) {
        throw new MopsError(
          'INVALID',
          `Markov chains of order ${model.order} are not offered.`,
          'Ask for order 1, 2 or 3.',
        );
      }
      return creditMarkov(paths, model.order);
    case 'shapley':
      return creditShapley(paths, model);
  }
}
