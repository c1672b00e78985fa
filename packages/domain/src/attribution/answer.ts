import type { Issue } from '../shared/index.ts';
import type { Model } from './models.ts';
import { type PathSet, warningsOf } from './path-set.ts';
import { splitByEffects } from './share-out.ts';

export type ChannelCredit = {
  channel: string;
  /** Conversions credited, unrounded. */
  conversions: number;
  /** The same in whole micros; they sum to the total exactly. */
  conversionMicros: number;
  /** Value credited in whole micros, exact in sum; null when the paths carry no value. */
  valueMicros: number | null;
  /** Share of conversions lost without the channel; Markov only. */
  removalEffect: number | null;
  /** Conversions credited at the 1st, 2nd, … touch; ordered Shapley only. */
  byPosition: number[] | null;
};

export type Attribution = {
  model: Model;
  /** Most credited first. */
  channels: ChannelCredit[];
  /** What is shared out; equal for every model on the same paths. */
  total: { conversions: number; conversionMicros: number; valueMicros: number | null };
  unattributed: PathSet['unattributed'];
  method: string;
  version: string;
  warnings: Issue[];
};

/** What a model has worked out, by channel id. */
export type Credits = {
  conversions: Float64Array;
  valueMicros: ArrayLike<number> | null;
  removalEffects?: Float64Array;
  byPosition?: number[][];
  method: string;
  warnings?: Issue[];
};

const VERSION = '1';

/** Total conversions and value of all paths. */
export function totalOf({ conversions, valueMicros }: PathSet): Attribution['total'] {
  const total = sum(conversions);
  return {
    conversions: total,
    conversionMicros: Math.round(total * 1e6),
    valueMicros: valueMicros ? sum(valueMicros) : null,
  };
}

/** Credits by channel id → the answer, rounded so that every sum is exact. */
export function answerOf(paths: PathSet, model: Model, credits: Credits): Attribution {
  const total = totalOf(paths);
  const rounded = splitByEffects(total.conversionMicros, credits.conversions);
  const channels = paths.channels.map((channel, id) => ({
    channel,
    conversions: credits.conversions[id] ?? 0,
    conversionMicros: rounded[id] ?? 0,
    valueMicros: credits.valueMicros ? (credits.valueMicros[id] ?? 0) : null,
    removalEffect: credits.removalEffects?.[id] ?? null,
    byPosition: credits.byPosition?.[id] ?? null,
  }));
  channels.sort((a, b) => b.conversions - a.conversions || (a.channel < b.channel ? -1 : 1));
  return {
    model,
    channels,
    total,
    unattributed: paths.unattributed,
    method: credits.method,
    version: VERSION,
    warnings: [...warningsOf(paths), ...(credits.warnings ?? [])],
  };
}

/** Shares of a whole by effects that need not sum to anything; all zeros when no effect is there. */
export function sharesOf(effects: Float64Array, whole: number): Float64Array {
  const all = sum(effects);
  return effects.map((effect) => (all === 0 ? 0 : (effect / all) * whole));
}

export function sum(values: Float64Array): number {
  let all = 0;
  for (let i = 0; i < values.length; i++) all += values[i] ?? 0;
  return all;
}
