import { areaOf, lineOf } from '../shared/path-of.ts';

/** Box of a sparkline in its own units; the drawing stretches to the tile. */
export const SPARK = { width: 100, height: 32, pad: 2 };

export type Spark = { line: string; before: string; area: string };

/**
 * Paths of a sparkline and its comparison over one scale; null with fewer than two values.
 * @example sparkOf([1, 2], [])?.line // 'M0,30L100,2'
 */
export function sparkOf(values: (number | null)[], before: (number | null)[]): Spark | null {
  const known = [...values, ...before].filter((value) => value !== null);
  if (values.filter((value) => value !== null).length < 2) return null;
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const { width, height, pad } = SPARK;
  const points = (of: (number | null)[]) =>
    of.map((value, index) => {
      if (value === null) return null;
      const share = span === 0 ? 0.5 : (value - low) / span;
      return [
        (index / (values.length - 1)) * width,
        height - pad - share * (height - 2 * pad),
      ] as const;
    });
  const line = points(values);
  return { line: lineOf(line), before: lineOf(points(before)), area: areaOf(line, height) };
}
