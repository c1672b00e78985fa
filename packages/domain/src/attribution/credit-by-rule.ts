import type { Credits } from './answer.ts';
import { type PathSet, warning } from './path-set.ts';
import { shareOut } from './share-out.ts';
import { assumesMilestones, longestPath, type RuleModel, weigherOf } from './weigh-path.ts';

/** Credits by anchors or decay: each path's conversions and value by the weights of its touches. */
export function creditByRule(paths: PathSet, model: RuleModel): Credits {
  const { starts, touches, conversions, valueMicros } = paths;
  const weigh = weigherOf(paths, model);
  const longest = longestPath(paths);
  const weights = new Float64Array(longest);
  const parts = new Float64Array(longest * 2);
  const credit = new Float64Array(paths.channels.length);
  const value = valueMicros ? new Float64Array(paths.channels.length) : null;
  for (let path = 0; path < conversions.length; path++) {
    const converted = conversions[path] ?? 0;
    if (converted === 0) continue; // and then there is no value either
    const begin = starts[path] ?? 0;
    const length = (starts[path + 1] ?? 0) - begin;
    weigh(path, weights);
    for (let t = 0; t < length; t++) {
      const id = touches[begin + t] ?? 0;
      credit[id] = (credit[id] ?? 0) + converted * (weights[t] ?? 0);
    }
    if (!value) continue;
    shareOut(valueMicros?.[path] ?? 0, weights, { parts, length });
    for (let t = 0; t < length; t++) {
      const id = touches[begin + t] ?? 0;
      value[id] = (value[id] ?? 0) + (parts[t] ?? 0);
    }
  }
  return {
    conversions: credit,
    valueMicros: value,
    method: model.kind === 'decay' ? 'Time decay' : 'Anchors and weights',
    warnings: assumptionsOf(paths, model),
  };
}

function assumptionsOf(paths: PathSet, model: RuleModel) {
  if (assumesMilestones(paths, model)) {
    const message =
      'The paths say nothing of milestones: they are taken at even steps along each path, the last one at its last touch.';
    return [warning('assumed_milestones', message, 'Say which touch stood before each milestone.')];
  }
  if (model.kind === 'decay' && paths.agesDays === null) {
    const message =
      'The paths have no times: touches are taken one day apart, the last one on the day of the conversion.';
    return [warning('assumed_times', message, 'Say how many days before the conversion each was.')];
  }
  return [];
}
