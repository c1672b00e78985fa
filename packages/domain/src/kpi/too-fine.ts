import type { Grain, Kpi } from './schema.ts';

const GRAINS: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year'];

/** Whether periods of this length are shorter than a definition can be read by. Null: no periods, one total. */
export function isTooFine({ minGrain }: Kpi, grain: Grain | null): boolean {
  return grain !== null && minGrain !== null && GRAINS.indexOf(grain) < GRAINS.indexOf(minGrain);
}
