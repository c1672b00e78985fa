export {
  buildCohorts,
  type CohortEvent,
  type CohortInput,
  type CohortRow,
  type CohortTriangle,
} from './cohort-triangle.ts';
export { countFunnel, type Funnel, type FunnelCount } from './count-funnel.ts';
export type {
  FunnelEvent,
  FunnelExclusion,
  FunnelInput,
  FunnelOrder,
  FunnelStep,
} from './funnel.ts';
export {
  estimateSurvival,
  type Stay,
  type Survival,
  type SurvivalPoint,
  type SurvivalScale,
  survivalAt,
} from './kaplan-meier.ts';
export { type Flow, measureFlow, type WorkItem } from './measure-flow.ts';
export { type PipelineVelocity, pipelineVelocity } from './pipeline-velocity.ts';
export { type SlaClock, type SlaInput, slaAttainment, slaClock } from './sla-clock.ts';
export { type StageChange, type StageTimes, timeInStage } from './time-in-stage.ts';
