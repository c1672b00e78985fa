import type { Day } from '../shared/day.ts';
import type { Bucket } from './schema.ts';

/**
 * The index of the bucket in which a day lies, or -1. Buckets ascend and are disjoint.
 * @example bucketAt([{ label: 'w', from: 1, to: 7 }], 3) // 0
 */
export function bucketAt(buckets: readonly Bucket[], day: Day): number {
  let low = 0;
  let high = buckets.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const bucket = buckets[middle];
    if (!bucket || day < bucket.from) high = middle - 1;
    else if (day > bucket.to) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** The index of the one bucket that holds all days from `day` to `dayTo`, or -1. */
export function bucketAround(buckets: readonly Bucket[], day: Day, dayTo: Day): number {
  const index = bucketAt(buckets, day);
  return dayTo <= (buckets[index]?.to ?? day - 1) ? index : -1;
}
