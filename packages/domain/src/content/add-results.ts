/** Values by id of a metric; null: not known. */
export type ResultValues = Readonly<Record<string, number | null>>;

/**
 * The sum of what parts brought, metric by metric, in millionths: exact, and the same in any order. Null where no
 * part has a value.
 * @example addResults(['clicks', 'cost'], [{ clicks: 2, cost: null }, { clicks: 0.1 }, { clicks: 0.2 }]) // { clicks: 2.3, cost: null }
 */
export function addResults(
  metrics: readonly string[],
  parts: readonly ResultValues[],
): Record<string, number | null> {
  return Object.fromEntries(
    metrics.map((metric) => {
      const known = parts.flatMap((values) => values[metric] ?? []);
      const micros = known.reduce((sum, value) => sum + Math.round(value * 1e6), 0);
      return [metric, known.length === 0 ? null : micros / 1e6];
    }),
  );
}
