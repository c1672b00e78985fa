import { compilePath, type Json } from '../read-path.ts';

/**
 * Reads what stands at a path as text; numbers in their shortest form. Null: nothing, or no single value.
 * @example textReader('id|ID')({ ID: 12 }) // '12'
 */
export function textReader(path: string): (record: Json) => string | null {
  const read = compilePath(path);
  return (record) => {
    const value = read(record);
    return typeof value === 'string' ? value : isPlain(value) ? String(value) : null;
  };
}

const isPlain = (value: unknown) =>
  typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint';

/** The same as a number, from text as well. Null: nothing, or no number. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
