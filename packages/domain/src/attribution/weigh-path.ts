import {
  type Anchor,
  type AnchorModel,
  type DecayModel,
  DIRECT,
  type Milestone,
} from './models.ts';
import { MILESTONE_BIT, type PathSet } from './path-set.ts';

export type RuleModel = AnchorModel | DecayModel;

/** Weighs one path after the other into `weights`, which sum to 1 over the path's touches. */
export type Weigher = (path: number, weights: Float64Array) => void;

const MILESTONES: Milestone[] = ['lead', 'opportunity', 'won'];

/** Prepares a model for a set of paths; nothing is allocated per path. */
export function weigherOf(paths: PathSet, model: RuleModel): Weigher {
  return model.kind === 'decay' ? decay(paths, model) : anchored(paths, model);
}

/** How many touches the longest path has. */
export function longestPath({ starts }: PathSet): number {
  let longest = 0;
  for (let path = 0; path + 1 < starts.length; path++) {
    longest = Math.max(longest, (starts[path + 1] ?? 0) - (starts[path] ?? 0));
  }
  return longest;
}

/**
 * Whether milestones of the model are not known for any path, so that they are assumed at even
 * steps along it, the last one at the last touch.
 */
export function assumesMilestones(paths: PathSet, model: RuleModel): boolean {
  return (
    model.kind === 'anchors' &&
    paths.milestones === null &&
    MILESTONES.some((name) => (model.anchors[name] ?? 0) > 0)
  );
}

function decay({ starts, agesDays }: PathSet, { halfLifeDays }: DecayModel): Weigher {
  return (path, weights) => {
    const begin = starts[path] ?? 0;
    const touches = (starts[path + 1] ?? 0) - begin;
    // Only differences of age matter; from the youngest on, nothing can underflow to a sum of 0.
    let youngest = agesDays?.[begin + touches - 1] ?? 0;
    if (agesDays) {
      for (let t = 0; t < touches; t++) youngest = Math.min(youngest, agesDays[begin + t] ?? 0);
    }
    let sum = 0;
    for (let t = 0; t < touches; t++) {
      const age = agesDays ? (agesDays[begin + t] ?? 0) - youngest : touches - 1 - t;
      const weight = 2 ** (-age / halfLifeDays);
      weights[t] = weight;
      sum += weight;
    }
    for (let t = 0; t < touches; t++) weights[t] = (weights[t] ?? 0) / sum;
  };
}

function anchored(paths: PathSet, model: AnchorModel): Weigher {
  const { starts } = paths;
  const wanted = (Object.entries(model.anchors) as [Anchor, number][])
    .filter(([, share]) => share > 0)
    .map(([anchor, share]) => ({ find: finder(paths, model, anchor), share }));
  return (path, weights) => {
    const begin = starts[path] ?? 0;
    const touches = (starts[path + 1] ?? 0) - begin;
    weights.fill(0, 0, touches);
    let sum = 0;
    let holders = 0;
    for (const { find, share } of wanted) {
      const at = find(begin, touches);
      if (at < 0) continue; // a milestone that this path has not: the others take over its share
      if (weights[at] === 0) holders++;
      weights[at] = (weights[at] ?? 0) + share;
      sum += share;
    }
    const others = touches - holders;
    // Without an anchor that has a share there is only the equal split left to say.
    const rest = sum === 0 ? 1 : model.rest;
    if (others > 0) {
      for (let t = 0; t < touches; t++) if (weights[t] === 0) weights[t] = rest / others;
      sum += rest;
    }
    for (let t = 0; t < touches; t++) weights[t] = (weights[t] ?? 0) / sum;
  };
}

type Finder = (begin: number, touches: number) => number;

function finder(paths: PathSet, model: AnchorModel, anchor: Anchor): Finder {
  if (anchor === 'first') return () => 0;
  if (anchor === 'last') return (_begin, touches) => touches - 1;
  if (anchor === 'lastNonDirect') return lastNonDirect(paths, model);
  const { milestones } = paths;
  if (milestones === null) return assumed(model, anchor);
  const bit = MILESTONE_BIT[anchor];
  return (begin, touches) => {
    for (let t = 0; t < touches; t++) if ((milestones[begin + t] ?? 0) & bit) return t;
    return -1;
  };
}

function assumed(model: AnchorModel, anchor: Milestone): Finder {
  const inModel = MILESTONES.filter((name) => (model.anchors[name] ?? 0) > 0);
  const step = (inModel.indexOf(anchor) + 1) / inModel.length;
  return (_begin, touches) => Math.floor(step * (touches - 1) + 1e-9);
}

function lastNonDirect({ channels, touches: ids }: PathSet, model: AnchorModel): Finder {
  const names = (model.directChannels ?? DIRECT).map((name) => name.toLowerCase());
  const direct = channels.map((name) => names.includes(name.toLowerCase()));
  return (begin, touches) => {
    for (let t = touches - 1; t >= 0; t--) if (!direct[ids[begin + t] ?? 0]) return t;
    return touches - 1;
  };
}
