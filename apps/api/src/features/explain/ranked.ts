import { CATALOGUE } from '@openmops/domain/catalogue';
import { type RankedDimension, rankDimensions } from '@openmops/domain/explain';
import { type Kpi, measuresOf } from '@openmops/domain/kpi';
import type { Formula } from './formula.ts';
import type { TwoPeriods } from './rows.ts';

/** Dimensions with few enough values to be told to people; ids and records explain nothing. */
const RANKED: readonly string[] = [
  'channel',
  'campaign',
  'source',
  'country',
  'device',
  'medium',
  'owner',
  'stage',
];

/** Which dimensions explain most of the change by few of their values, most telling first. */
export async function rankedDimensions(of: {
  kpi: Kpi;
  formula: Formula;
  read: (by: string) => Promise<TwoPeriods>;
}): Promise<RankedDimension[]> {
  const { kpi, formula, read } = of;
  if (measuresOf(CATALOGUE, kpi).length === 0) return [];
  const found: RankedDimension[] = [];
  for (const dimension of RANKED) {
    const rows = await read(dimension);
    const values = new Set([...rows.before, ...rows.after].map((row) => row[dimension] ?? null));
    if (values.size < 2) continue;
    try {
      const { expr, distinct } = formula;
      found.push(
        ...rankDimensions({ expr, ...rows, dimensions: [dimension], distinct }).dimensions,
      );
    } catch {
      // Not told apart in one of the ranges, or without a value there.
    }
  }
  return found.sort((a, b) => b.surprise - a.surprise);
}
