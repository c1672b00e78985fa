import { splitMicros } from '../money/index.ts';
import { MopsError } from '../shared/index.ts';
import type { Milestone } from './models.ts';
import { readPaths } from './path-set.ts';
import { type RuleModel, weigherOf } from './weigh-path.ts';

export type CreditedTouch = { channel: string; share: number; valueMicros: number };

/** One conversion and the touches before it, oldest first. */
export type Conversion = {
  touches: readonly { channel: string; ageDays?: number; milestones?: readonly Milestone[] }[];
  valueMicros: number;
  /** Smallest unit of the money in micros (10000 for cents); default 1. */
  stepMicros?: number;
};

/**
 * The credit of each touch for one conversion: shares sum to 1, values to the conversion's value
 * exactly, rounded to `stepMicros` by largest remainder. Throws INVALID without touches.
 * @example
 * creditTouches(
 *   { touches: [{ channel: 'a' }, { channel: 'b' }, { channel: 'c' }], valueMicros: 100_000_000_000, stepMicros: 10_000 },
 *   anchorModel('linear', {}, 1),
 * ).map(({ valueMicros }) => valueMicros) // [33_333_340_000, 33_333_330_000, 33_333_330_000]
 */
export function creditTouches(conversion: Conversion, model: RuleModel): CreditedTouch[] {
  const { touches, valueMicros } = conversion;
  const channels = channelsOf(conversion);
  const known = touches.some(({ milestones }) => milestones);
  const withAges = touches.some(({ ageDays }) => ageDays !== undefined);
  const paths = readPaths([
    {
      path: channels,
      conversions: 1,
      valueMicros,
      ...(withAges && { agesDays: touches.map(({ ageDays }) => ageDays ?? Number.NaN) }),
      ...(known && { milestones: placesOf(touches) }),
    },
  ]);
  const weights = new Float64Array(touches.length);
  weigherOf(paths, model)(0, weights);
  return shared(conversion, channels, weights);
}

/**
 * The credit of each touch by effects of the channels, such as the removal effects or Shapley credits that
 * `attribute` gives over all journeys: each channel in proportion to its effect, over its touches alike.
 * Without any effect among them all touches are equal. Throws INVALID as `creditTouches`, and for effects
 * that are no finite numbers.
 * @example
 * creditTouchesByEffect({ touches: [{ channel: 'a' }, { channel: 'b' }], valueMicros: 100 }, { a: 0.75, b: 0.25 })
 *   .map(({ valueMicros }) => valueMicros) // [75, 25]
 */
export function creditTouchesByEffect(
  conversion: Conversion,
  effects: Readonly<Record<string, number>>,
): CreditedTouch[] {
  const channels = channelsOf(conversion);
  const weights = channels.map((channel) => {
    const effect = effects[channel] ?? 0;
    if (Number.isFinite(effect)) {
      return Math.max(0, effect) / channels.filter((other) => other === channel).length;
    }
    throw new MopsError(
      'INVALID',
      `The effect of ${channel} is ${effect}.`,
      'Give the removal effects of a Markov model, or credits.',
    );
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  const shares = weights.map((weight) => (sum > 0 ? weight / sum : 1 / weights.length));
  return shared(conversion, channels, shares);
}

function channelsOf({ touches, valueMicros, stepMicros = 1 }: Conversion): string[] {
  const channels = touches.map(({ channel }) => channel.trim());
  if (channels.length === 0 || channels.includes('')) {
    throw new MopsError(
      'INVALID',
      'A conversion without touchpoints, or with a touchpoint without a channel.',
      'Show it as unattributed instead of sharing it out.',
    );
  }
  const steps = valueMicros / stepMicros;
  // A step of 0 makes no whole number of steps either.
  if (!(isWhole(stepMicros) && isWhole(steps))) {
    throw new MopsError(
      'INVALID',
      `A value of ${valueMicros} micros is no whole number of steps of ${stepMicros}, 0 or more.`,
      'Leave stepMicros away, or round the value first.',
    );
  }
  return channels;
}

const isWhole = (number: number) => Number.isSafeInteger(number) && number >= 0;

function shared(
  { valueMicros, stepMicros = 1 }: Conversion,
  channels: readonly string[],
  shares: ArrayLike<number>,
): CreditedTouch[] {
  const parts = splitMicros(valueMicros / stepMicros, Array.from(shares));
  return channels.map((channel, index) => ({
    channel,
    share: shares[index] ?? 0,
    valueMicros: (parts[index] ?? 0) * stepMicros,
  }));
}

function placesOf(touches: Conversion['touches']): Partial<Record<Milestone, number>> {
  const places: Partial<Record<Milestone, number>> = {};
  for (const [index, { milestones = [] }] of touches.entries()) {
    for (const milestone of milestones) places[milestone] ??= index;
  }
  return places;
}
