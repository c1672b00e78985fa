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
  const { touches, valueMicros, stepMicros = 1 } = conversion;
  const channels = touches.map(({ channel }) => channel);
  if (channels.length === 0 || channels.some((channel) => channel.trim() === '')) {
    throw new MopsError(
      'INVALID',
      'A conversion without touchpoints, or with a touchpoint without a channel.',
      'Show it as unattributed instead of sharing it out.',
    );
  }
  if (!(Number.isSafeInteger(stepMicros) && stepMicros > 0 && valueMicros % stepMicros === 0)) {
    throw new MopsError(
      'INVALID',
      `A value of ${valueMicros} micros is no whole number of steps of ${stepMicros}.`,
      'Leave stepMicros away, or round the value first.',
    );
  }
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
  const parts = splitMicros(valueMicros / stepMicros, [...weights]);
  return channels.map((channel, index) => ({
    channel,
    share: weights[index] ?? 0,
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
