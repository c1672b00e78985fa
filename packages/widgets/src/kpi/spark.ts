import { area, line } from 'd3-shape';

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
  const x = (_: unknown, index: number) => (index / (values.length - 1)) * width;
  const y = (value: number | null) =>
    span === 0 ? height / 2 : height - pad - (((value ?? low) - low) / span) * (height - 2 * pad);
  const defined = (value: number | null) => value !== null;
  const stroke = line<number | null>(x, y).defined(defined).digits(2);
  const fill = area<number | null>(x, height, y).defined(defined).digits(2);
  return { line: stroke(values) ?? '', before: stroke(before) ?? '', area: fill(values) ?? '' };
}
