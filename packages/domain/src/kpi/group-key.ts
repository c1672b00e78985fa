/**
 * One text for a list of values, different for different lists: every value is told with its
 * length, so no character in it can be mistaken for a separator. Much faster than JSON.
 * @example groupKey(['ab', null]) // '2:ab-'
 */
export function groupKey(values: readonly (string | null)[]): string {
  let key = '';
  for (const value of values) key += value === null ? '-' : `${value.length}:${value}`;
  return key;
}

/** One text for a bucket and a group. */
export function placeKey(bucket: number, group: readonly (string | null)[]): string {
  return `${bucket}|${groupKey(group)}`;
}
