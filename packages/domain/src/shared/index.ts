export { type Day, dayOf, formatDay, parseDay } from './day.ts';
export { type ErrorCode, MopsError } from './error.ts';
export { groupBy } from './group-by.ts';
export type { Issue } from './issue.ts';
export {
  MICROS_PER_UNIT,
  microsToText,
  microsToUnits,
  parseMicros,
  unitsToMicros,
} from './micros.ts';
export { editDistance, nearestName } from './nearest-name.ts';
export { seededRandom } from './seeded-random.ts';
export { sha256 } from './sha256.ts';
