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
    valueMicros: valueBy(effects.value ?? effects.conversions, total.valueMicros),
    removalEffects: effects.conversions,
    method: `Markov removal effects, order ${order}, exact`,
    warnings: hasNulls ? [] : [noNulls()],
  };
}

/** The value by effects, to the micro; zeros when there is no value to share. */
function valueBy(effects: Float64Array, valueMicros: number | null): number[] | null {
  if (valueMicros === null) return null;
  if (valueMicros === 0) return Array.from(effects, () => 0);
  return splitByEffects(valueMicros, effects);
}

/** Said where a model compares journeys that converted with those that did not. */
export function noNulls() {
  return warning(
    'no_nulls',
    'Every path converted: the model sees where channels stand, not whether they help.',
    'Add journeys that did not convert as nulls.',
  );
}
