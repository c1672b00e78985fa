import { integer } from './literal.ts';

/** Of how many rows the keys are held at a time: 16 bytes each, twice over in a table that grows. */
export const KEYS_HELD = 2_000_000;

/**
 * Conditions that cut rows into parts by a key of theirs, so that a statement that must tell keys apart holds
 * those of `held` rows at most. All rows of a key are in one part.
 *
 * @example passesBy(5_000_000, 'id').length // 3
 */
export function passesBy(rows: number, key: string, held: number = KEYS_HELD): string[] {
  const of = Math.ceil(rows / held);
  if (of === 1) return [''];
  return Array.from(
    { length: of },
    (_, pass) => ` AND modulo(sipHash64(${key}), ${integer(of)}) = ${integer(pass)}`,
  );
}
