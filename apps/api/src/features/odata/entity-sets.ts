import { MopsError } from '@openmops/domain/shared';
import { nearest } from '../../nearest.ts';
import type { EntitySet } from './entity-set.ts';
import { KPI_MONTHS, KPI_VALUES } from './kpi-values.ts';
import { KPI_LIST, SOURCE_LIST } from './listed-sets.ts';
import { SPEND } from './spend.ts';
import { TOUCHPOINTS } from './touchpoints.ts';

/** What BI tools can connect to. */
export const ENTITY_SETS: readonly EntitySet[] = [
  KPI_VALUES,
  KPI_MONTHS,
  KPI_LIST,
  SPEND,
  TOUCHPOINTS,
  SOURCE_LIST,
];

/** A set by its name. Throws NOT_FOUND. */
export function entitySet(name: string): EntitySet {
  const found = ENTITY_SETS.find((one) => one.name === name);
  if (found) return found;
  const names = ENTITY_SETS.map((one) => one.name);
  throw new MopsError(
    'NOT_FOUND',
    `There is no table ${name}.`,
    `Did you mean ${nearest(name, names)}?`,
  );
}
