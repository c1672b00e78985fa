export {
  availableBudget,
  type BudgetFigures,
  type BudgetLeft,
  type BudgetLine,
  checkCommitment,
  type OverTarget,
  overTarget,
} from './budget.ts';
export {
  checkDelivery,
  DELIVERY_RULES,
  type Delivery,
  type DeliveryRule,
} from './check-delivery.ts';
export { findTarget, goalLine, periodOf, planTarget, targetOver } from './find-target.ts';
export { type Pace, type PaceInput, paceOf } from './pace.ts';
export { type DayPlan, type Elapsed, elapsedOf, partOfDay, planDays } from './plan-days.ts';
export { type Allowed, type ProjectedEnd, type Projection, projectEnd } from './project-end.ts';
export { type LevelEnd, type LevelInput, projectLevel } from './project-level.ts';
export { projectRest, type Rest, type RestInput, type RestMethod } from './project-rest.ts';
export { Phasing, Scope, Target } from './schema.ts';
export { scopeFrom, scopeKey, valuesOf } from './scope.ts';
export type { PaceState } from './state-of.ts';
