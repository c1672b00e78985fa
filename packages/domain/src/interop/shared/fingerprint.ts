import { sha256 } from '../../shared/sha256.ts';

/** The same for plain values that are equal, in whatever order their fields stand. */
export function fingerprint(value: unknown): string {
  return sha256(JSON.stringify(ordered(value))).slice(0, 16);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, ordered(one)]);
}
