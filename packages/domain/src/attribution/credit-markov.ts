import type { Issue } from '../shared/index.ts';
import { type Credits, sharesOf, totalOf } from './answer.ts';
import { countTransitions } from './count-transitions.ts';
import { type PathSet, warning } from './path-set.ts';
import { removalEffects } from './removal-effects.ts';
import { splitByEffects } from './share-out.ts';

/**
 * Credits by removal effects (Anderl et al. 2016, doi:10.1016/j.ijresmar.2016.03.001), exact instead
 * of simulated: conversions by the share of conversions lost, value by the share of value lost.
 */
export function creditMarkov(paths: PathSet, order: 1 | 2 | 3): Credits {
  const total = totalOf(paths);
  const size = paths.channels.length;
  if (!(total.conversions > 0)) {
    const none = new Float64Array(size);
    return { conversions: none, valueMicros: paths.valueMicros && none, method: 'Markov' };
  }
  const effects = removalEffects(countTransitions(paths, order), size);
  const hasNulls = paths.nulls.some((failed) => failed > 0);
  return {
    conversions: sharesOf(effects.conversions, total.conversions),
    valueMicros: effects.value && splitByEffects(total.valueMicros ?? 0, effects.value),
    removalEffects: effects.conversions,
    method: `Markov removal effects, order ${order}, exact`,
    warnings: [...(hasNulls ? [] : [noNulls()]), ...shortPaths(paths, order)],
  };
}

/** States of more channels than journeys have only tell short journeys apart. */
function shortPaths({ starts, conversions, nulls }: PathSet, order: number): Issue[] {
  let short = 0;
  let all = 0;
  for (let path = 0; path < conversions.length; path++) {
    const journeys = (conversions[path] ?? 0) + (nulls[path] ?? 0);
    all += journeys;
    if ((starts[path + 1] ?? 0) - (starts[path] ?? 0) < order) short += journeys;
  }
  if (short <= all / 2) return [];
  const text = `${((short / all) * 100).toFixed(0)}% of journeys have fewer than ${order} touches, so order ${order} hardly sees more than order 1.`;
  return [warning('short_paths', text, 'Ask for a lower order.')];
}

/** Said where a model compares journeys that converted with those that did not. */
export function noNulls() {
  return warning(
    'no_nulls',
    'Every path converted: the model sees where channels stand, not whether they help.',
    'Add journeys that did not convert as nulls.',
  );
}
