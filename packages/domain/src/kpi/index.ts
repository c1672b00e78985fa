export { CARRY_DAYS, type Rate } from '../money/rates.ts';
export { wilsonInterval } from '../statistics/interval.ts';
export type { Progress } from './buckets-before.ts';
export { type Catalogue, type CatalogueParts, draftCatalogue, findMeasure } from './catalogue.ts';
export { checkUnits } from './check-units.ts';
export { type Change, compare } from './compare.ts';
export { createCatalogue, reviseKpi } from './create-catalogue.ts';
export { defineKpi, type KpiEntry } from './define-kpi.ts';
export { ADDITIVE, defineMeasure, type MeasureEntry } from './define-measure.ts';
export { definitionHash } from './definition-hash.ts';
export { DIMENSIONS, type Dimension, type DimensionId, type QueryDimension } from './dimensions.ts';
export { evalExpr } from './eval-expr.ts';
export { findKpi } from './find-kpi.ts';
export { type FormatOptions, formatValue } from './format.ts';
export { formulaText } from './formula-text.ts';
export { howOf } from './how.ts';
export { matches } from './matches.ts';
export { parseFormula } from './parse-formula.ts';
export { type PlanInput, planKpis } from './plan.ts';
export { cyclesOf, measuresOf, resolveExpr } from './resolve.ts';
export {
  type Additivity,
  type Agg,
  type AskedKpi,
  type Bucket,
  type Dataset,
  type DatasetId,
  type Direction,
  type Expr,
  Filter,
  Grain,
  type Interval,
  type Kpi,
  type KpiAnswer,
  type KpiAnswerKpi,
  type KpiAnswerRow,
  type KpiHow,
  type KpiPlan,
  KpiQuery,
  type Measure,
  type MeasureQuery,
  type MeasureRow,
  type Note,
  type Reading,
  type Span,
  type Unit,
  type UnitPlan,
} from './schema.ts';
export { type Status, statusOf } from './status-of.ts';
