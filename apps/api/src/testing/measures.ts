import { CATALOGUE } from '@openmops/domain/catalogue';
import { findMeasure, type Measure } from '@openmops/domain/kpi';

/** Shipped base measures by id. */
export const measures = (...ids: string[]): Measure[] =>
  ids.map((id) => findMeasure(CATALOGUE, id));
