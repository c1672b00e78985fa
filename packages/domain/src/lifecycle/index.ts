export {
  agreedSince,
  agreeOn,
  COMMON_LIFECYCLE,
  checkDefinition,
  type DateField,
  definitionAt,
  type FunnelStage,
  type LifecycleDefinition,
  type MaturityDays,
  type SourceStages,
  STAGES,
  type Stage,
  stageReader,
  type WordKind,
} from './definition.ts';
export {
  deriveTransitions,
  type Lifecycle,
  type LifecycleInput,
  type Track,
} from './derive-transitions.ts';
export { lifecycleContact, lifecycleDeal, sourceTransition } from './from-model.ts';
export {
  cohortsOf,
  funnelOf,
  type StageCohort,
  type StageStay,
  staysOf,
  velocityOf,
} from './read-lifecycle.ts';
export type {
  Dims,
  LifecycleContact,
  LifecycleDeal,
  SourceTransition,
  Transition,
} from './records.ts';
export { DEAL_MEASURES, ONLY_FROM_TRANSITIONS, type StageFact, stageFacts } from './stage-facts.ts';
