export { type Adstock, adstockWeights, applyAdstock, carryover } from './adstock.ts';
export {
  allocateBudget,
  type BudgetPlan,
  type ChannelCurve,
  type ChannelPlan,
  type PlanRules,
} from './allocate-budget.ts';
export type { Bound } from './bounds.ts';
export { type Curve, type CurveShape, responseCurve } from './curve.ts';
export { expectedGain } from './expected-gain.ts';
export {
  type CurveFit,
  type Estimate,
  type FittedCurve,
  fitCurves,
  type History,
} from './fit-curves.ts';
export { type CurveSource, importCurves } from './import-curves.ts';
export { hill, robynHill } from './saturation.ts';
